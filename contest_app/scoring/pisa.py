"""Codes 0, 1, 2 beside the scores, in the manner of PISA 2022, each with its reason.

**Diverse ideas** (so many ideas are asked for):

- 2: all required ideas are appropriate and each differs from each.
- 1: some, where three or more are required: at least two of the appropriate ideas differ from each other. PISA 2022
  gives partial credit on its three-idea items for two of three, and none on its two-idea items, where one idea alone
  shows no diversity; with more required ideas the same bound is kept.
- 0: otherwise.

**A creative idea** or **an improvement**:

- 2: appropriate, and outside the item's frozen list of conventional themes (`themes`).
- 1: appropriate, within a conventional theme. PISA's raters also give full credit to an unusual approach to a
  conventional theme; no cosine can tell that, so here it takes a rater, whose code goes before this one.
- 0: not appropriate: it does not answer the task, or for an improvement, does not improve what was given.

Whether an idea is appropriate is told by the validity gate at least and by people at best; whether two differ by the
pool's categories or a distance. PISA codes are coarse on purpose and are no replacement for the scores.

Source: OECD (2023). PISA 2022 assessment and analytical framework: Creative thinking. OECD (2024). PISA 2022 results
(volume III): Creative minds, creative schools, annex A.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

from contest_app.scoring.themes.lists import NearestTheme

MIN_DIVERSE = 2
"""Ideas that differ from each other from which there is any diversity to credit."""


class Credit(IntEnum):
    """No, partial or full credit."""

    NONE = 0
    PARTIAL = 1
    FULL = 2


class Facet(StrEnum):
    """What a one-idea item asks for."""

    CREATIVE = "creative"
    IMPROVE = "improve"


@dataclass(frozen=True, slots=True)
class Code:
    """A credit, a key of `SENTENCES`, and the facts that its sentence names."""

    credit: Credit
    reason: str
    facts: Mapping[str, int | str]


SENTENCES = {
    "diverse.full": "All {required} ideas asked for fit the task and differ from each other.",
    "diverse.some": "{different} of the {required} ideas asked for fit the task and differ from each other.",
    "diverse.alike": "The ideas that fit the task are all alike: one idea, not {required}.",
    "diverse.unfit": "Of {required} ideas asked for, {appropriate} fit the task.",
    "creative.full": "It fits the task and lies outside the themes that most people think of.",
    "creative.conventional": "It fits the task; its theme, {theme}, is one that most people think of.",
    "creative.unfit": "It does not answer the task.",
    "improve.full": "It improves what was given, in a way that most people do not think of.",
    "improve.conventional": "It improves what was given; its theme, {theme}, is one that most people think of.",
    "improve.unfit": "It does not improve what was given.",
}
"""The English sentence of every reason."""


def in_english(code: Code) -> str:
    """Return the reason of a code in English.

    >>> in_english(code_diverse(["boat", "hat", "boat"], required=3))
    '2 of the 3 ideas asked for fit the task and differ from each other.'
    """
    return SENTENCES[code.reason].format(**code.facts)


def code_diverse(groups: Sequence[int | str | None], required: int) -> Code:
    """Code a diverse-ideas item from the group of each idea; None for an idea that is not appropriate.

    Two ideas differ where their groups do: numbers of the pool's categories, or a person's grouping. Raises
    ValueError for fewer than `MIN_DIVERSE` required ideas.
    """
    fitting = [group for group in groups if group is not None]
    return _code_diverse(appropriate=len(fitting), different=len(set(fitting)), required=required)


def code_diverse_by_distance(
    vectors: npt.NDArray[np.floating], appropriate: Sequence[bool], required: int, apart: float
) -> Code:
    """Code a diverse-ideas item from (n, d) unit rows, one an idea, where no groups are at hand.

    Two ideas differ where their cosine distance is above ``apart``. The largest number of ideas that all differ from
    each other counts, up to ``required``, whatever their order. Raises ValueError as `code_diverse`.
    """
    rows = np.asarray(vectors, dtype=np.float64)[np.asarray(appropriate, dtype=bool)]
    differs = 1.0 - rows @ rows.T > apart
    masks = [sum(1 << other for other in np.flatnonzero(row).tolist()) for row in differs]
    different = _most_different(masks, (1 << len(rows)) - 1, required)
    return _code_diverse(appropriate=len(rows), different=different, required=required)


def _most_different(masks: Sequence[int], left: int, wanted: int) -> int:
    """Return how many of the ideas left, ``wanted`` at most, all differ from each other; bits are ideas."""
    best = 0
    while left and best < wanted:
        idea = left.bit_length() - 1
        left &= ~(1 << idea)
        best = max(best, 1 + _most_different(masks, left & masks[idea], wanted - 1))
    return best


def _code_diverse(appropriate: int, different: int, required: int) -> Code:
    if required < MIN_DIVERSE:
        raise ValueError(f"an item for diverse ideas asks for {MIN_DIVERSE} or more")
    facts = {"required": required, "appropriate": appropriate, "different": min(different, required)}
    if different >= required:
        return Code(Credit.FULL, "diverse.full", facts)
    if different >= MIN_DIVERSE:
        return Code(Credit.PARTIAL, "diverse.some", facts)
    alike = appropriate >= MIN_DIVERSE
    return Code(Credit.NONE, "diverse.alike" if alike else "diverse.unfit", facts)


def code_original(facet: Facet, nearest: NearestTheme | None, *, appropriate: bool) -> Code:
    """Code a creative or improve item from the theme nearest to the idea; None where the item lists no themes."""
    if not appropriate:
        return Code(Credit.NONE, f"{facet.value}.unfit", {})
    if nearest is None or not nearest.conventional:
        return Code(Credit.FULL, f"{facet.value}.full", {})
    facts = {"theme": nearest.theme.name, "key": nearest.theme.key, "sample": nearest.sample}
    return Code(Credit.PARTIAL, f"{facet.value}.conventional", facts)
