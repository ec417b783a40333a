"""Benchmarks: synthetic schemes and facts, measured and verified. Nothing here is about a real place."""
