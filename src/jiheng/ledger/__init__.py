"""Claims into facts: which claimed awards count, which do not and why; used once."""
