"""Facts in, outcome out: cells, sections, totals, ranks, grades, and the reason for each of them.

`assess` works in this order (the readings named are those of the scheme):

1. Facts. Values the method gives, ratios, jury marks (`jury:<indicator>`) and counted claims
   (`awards:<indicator>`) join the facts that were supplied. A fact is known, missing, pending,
   refused or not-applicable; "not done" is a known 0; a ratio over 0 is not-applicable; a ratio of
   facts that are not known has the state of the first that is not.
2. Cells. Where `applies` does not hold, or a needed fact is not-applicable, the cell is
   not-applicable; where a needed fact is refused, pending or missing (in this order of precedence)
   the cell is that; else the rule gives the computed score, rounded by `rounding-cell`. A settled
   score stands above all of these and makes the cell known. Not-applicable with the reading `full`
   scores the indicator's points; a bonus item that is not applicable scores 0.
3. Sections. The sum of the children's scores; children that are not applicable (reading
   `rescale`) are left out and the sum is multiplied by (points of all children) / (points of those
   that apply), 1 where nothing that applies has points; then not above `cap`; what stands at the
   top (sections and clauses alike, base only) is rounded by `rounding-section`. A section is not
   applicable when everything below it is left out. One missing child makes the section missing,
   with `known` (what the known children give) and `at_most` (an open bonus item: its points, else
   the most its rule can give). A clause without a rule is not applicable.
4. Base: the top sections, put together like the children of one section. Bonus: the sum of its
   items, not above its cap. Total: base + bonus, exact and rounded by `rounding-total`. While a
   cell is missing there is no total, whatever a veto says, only `known`, `at_most` (both without
   vetoes) and the list `missing`; a scheme in which no clause has a rule gives no total at all.
5. Vetoes, ranks, places and grades as the pages of `rules/veto` and `rules/grade` say.
"""
