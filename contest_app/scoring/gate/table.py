"""A table of answers to any number of prompts through the gate alone: nothing is grouped and nothing is scored."""

from collections.abc import Sequence

from contest_app.scoring.answers import read_answers
from contest_app.scoring.gate.flags import Flag, Question, blocks
from contest_app.scoring.gate.meaning import Meaning
from contest_app.scoring.rating import Answer, ideas_of, pools_of

ADDED = ("valid", "flags")
"""The columns that the gate adds."""


def flags_of_answers(answers: Sequence[Answer], meaning: Meaning | None = None) -> list[tuple[Flag, ...]]:
    """Return the flags of all answers, aligned; those of a prompt and language are compared with each other.

    Without ``meaning`` words alone tell.
    """
    found: dict[int, tuple[Flag, ...]] = {}
    for (prompt, language), rows in pools_of(answers).items():
        gated = read_answers(ideas_of(answers, rows), Question(prompt, language), meaning)
        found.update(zip(rows, gated.flags, strict=True))
    return [found[row] for row in range(len(answers))]


def cells(flags: Sequence[Flag]) -> tuple[str, str]:
    """Return the cells of the `ADDED` columns.

    >>> cells([Flag.MASH, Flag.COPY]), cells([Flag.COPY])
    (('false', 'mash|copy'), ('true', 'copy'))
    """
    return "false" if blocks(flags) else "true", "|".join(flags)
