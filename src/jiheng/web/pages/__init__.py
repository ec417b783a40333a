"""The pages: door, query or deed, template."""
