"""The sample world of `make demo`: invented people, made through the same deeds as a real one."""
