"""Scoring as a pure library: texts and numbers in, numbers with their errors out.

Nothing is imported here: the light parts (`ranking`, `agreement`) stay free of the encoders.
"""
