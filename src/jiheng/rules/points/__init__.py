"""Rules that give points to one indicator."""
