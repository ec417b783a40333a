"""Rules that override a score or a grade."""
