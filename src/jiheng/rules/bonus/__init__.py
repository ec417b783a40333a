"""Rules that give points beyond the base score."""
