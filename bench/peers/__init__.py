"""The same work in other programs, one file each; only `make bench-peers` installs them."""
