"""Many-facet Rasch measurement by joint maximum likelihood, as FACETS does it.

`model` says what is asked, `fitting` answers; `measures`, `separation` and `bias` read the answer.
"""
