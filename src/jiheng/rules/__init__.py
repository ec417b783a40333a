"""How one thing is judged: one shape, one file. To add a rule: copy the nearest file, write its
cases, add it to `RULES` in `rule_box.py`. Nothing else changes."""
