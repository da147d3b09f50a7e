"""How near two texts are in what they say, told by the vectors of their parts.

Means of long texts are near each other whatever they say, so they only choose whom to compare; what counts is how
near the parts of the shorter text come to some part of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float32]

_PART: Final = 20  # words: encoders were made for sentences


def parts_of(words: Sequence[str]) -> list[str]:
    """Return the parts of a text that are encoded one by one.

    >>> parts_of(["a"] * 21)[1:]
    ['a']
    """
    return [" ".join(words[at : at + _PART]) for at in range(0, len(words), _PART)]


def mean_rows(texts: Sequence[Rows]) -> Rows:
    """Return the mean direction of each text's parts, as unit rows."""
    sums = np.stack([rows.sum(axis=0) for rows in texts])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    units: Rows = sums / np.maximum(lengths, np.finfo(np.float32).tiny)
    return units


def nearness(one: Rows, other: Rows) -> float:
    """Return how near each part of the shorter text comes to some part of the other: the mean cosine."""
    shorter, longer = sorted((one, other), key=len)
    cosines: Rows = shorter @ longer.T
    along, across = (float(cosines.max(axis=axis).mean()) for axis in (1, 0))
    return along if len(shorter) < len(longer) else min(along, across)
