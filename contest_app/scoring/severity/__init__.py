"""How severe each judge is, and what an entry would have got from an average jury.

`ratings` is the table of ratings by facets (judge, entry, criterion, …), `connection` asks which of them can be
compared at all. Two models read it: `rasch`, in logits, with the fit of every judge; `additive`, in marks, with every
effect drawn from a population. docs/judging/severity.md has the equations.
"""
