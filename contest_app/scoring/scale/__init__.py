"""One scale over items: whoever answered whichever of them can be compared, each with an error.

`table` gathers scores, `fitting` estimates the items, `placing` the people, `item_fit` asks whether an item belongs,
`linking` joins two scales.
"""
