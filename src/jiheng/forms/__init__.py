"""What goes where on an official page: tables and cells as plain data, laid out by `files`."""
