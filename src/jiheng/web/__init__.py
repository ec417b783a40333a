"""The site: one Django app on top of the core. `docs/decisions/0005-site.md` is its plan."""
