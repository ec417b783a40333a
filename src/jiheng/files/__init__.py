"""Plain pages and tables to and from docx, xlsx and pdf: the rooms below never see a file."""
