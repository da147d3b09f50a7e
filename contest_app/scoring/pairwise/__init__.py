"""Finals by comparison: judges see two entries at a time and say which is better.

Numpy alone. `plan` says who compares what, `model` makes a scale of the answers, `misfit` finds judges who see it
otherwise.
"""
