"""Is this method sound? One check, one file; the list of checks is in `checks.py`, and
`lint_scheme.py` runs it over a scheme."""
