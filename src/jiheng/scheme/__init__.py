"""The nouns of a method, and how they are loaded with addresses, resolved, dumped and walked."""
