"""The tables of ``docs/scoring/figures.md``, measured anew on the data beside the repository.

``python -m benchmarks.scoring_figures DATA_FOLDER docs/scoring/figures.md`` measures all of them, in about ten
minutes of one core; ``--only attacks distress`` measures some and keeps the others as the file has them. One module a
subject, one function a table.
"""
