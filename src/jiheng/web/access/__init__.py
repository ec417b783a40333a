"""Who sees and may do what: a `Viewer`, and one door per stored object."""
