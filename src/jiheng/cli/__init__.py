"""The command line: thin commands over the rooms below, one file a command."""
