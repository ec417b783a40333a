"""Statistics of a jury or an outcome: the only room where a float may appear.

Nothing here changes a score. A measure describes, a flag asks a person to look; `score` never
imports this room. What decides a rank (leave-one-out, flips, shares) is computed in `Fraction`.
One measure, one file; the file is its page.
"""
