"""Marks into facts: what a jury's marks for one indicator of one subject come to.

Marks of a juror for his own unit are set aside (`recusal: own-unit`); a blank ballot is no mark.
`trimming: k` takes the k highest and k lowest marks of a group away when more than 2k are left.
Reading `jury-order: group-first`: the mean of each group, times its weight, added up, over the sum
of the weights. `pooled`: the mean of all marks of all groups, trimmed together, weights unused.
A group with fewer marks than `quorum` (after recusal, before trimming) is empty. `empty-group:
stop` makes the fact missing; `reweigh` leaves the group and its weight out. No marks at all:
missing. For `pooled`, quorum is looked at group by group in the same way before pooling; with
`reweigh` the marks of an empty group are left out of the pool.
"""
