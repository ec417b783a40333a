"""Rules that turn totals into ranks, places in a quota and grades."""
