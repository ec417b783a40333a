"""Text in, clean values or problems out."""
