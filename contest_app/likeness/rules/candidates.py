"""Which pairs of texts are worth a slow comparison: those that share rare runs of words, or lie near in meaning.

Nothing here is quadratic in slow steps: runs of words are sorted once, and meanings are multiplied in blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

Pairs = set[tuple[int, int]]

#: The cosine of two texts' means from which they are compared part by part.
WORTH_COMPARING: Final = 0.5

_RUN: Final = 3  # words
_FEWEST_RUNS: Final = 3  # that two texts share
#: A run that stands in more texts than this is the form's or the teacher's, not one pupil's.
_MOST_TEXTS: Final = 12
_BLOCK: Final = 1024  # texts multiplied at once
#: Texts near in meaning that one text brings at most.
_NEAREST: Final = 5


def sharing_runs(texts: Sequence[Sequence[str]], count: int) -> Pairs:
    """Return the pairs that share a few rare runs of words; one of each is among the first ``count`` texts."""
    runs = np.array(sorted((run, text) for text, words in enumerate(texts) for run in _runs(words)), dtype=np.int64)
    if not len(runs):
        return set()
    borders = np.flatnonzero(np.diff(runs[:, 0])) + 1
    shared: dict[tuple[int, int], int] = {}
    for group in np.split(runs[:, 1], borders):
        for pair in _pairs_within(group, count):
            shared[pair] = shared.get(pair, 0) + 1
    return {pair for pair, times in shared.items() if times >= _FEWEST_RUNS}


def near_in_meaning(vectors: npt.NDArray[np.float32], count: int, threshold: float) -> Pairs:
    """Return the pairs of unit rows whose cosine reaches the threshold, of each text the nearest few.

    One of each pair is among the first ``count`` rows.
    """
    pairs: Pairs = set()
    for start in range(0, count, _BLOCK):
        cosines = vectors[start : min(start + _BLOCK, count)] @ vectors.T
        cosines[np.arange(len(cosines)), np.arange(start, start + len(cosines))] = -1.0
        pairs |= set(_nearest(cosines, start, threshold))
    return pairs


def _runs(words: Sequence[str]) -> set[int]:
    return {crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1)}


def _pairs_within(group: npt.NDArray[np.int64], count: int) -> Iterator[tuple[int, int]]:
    if not 1 < len(group) <= _MOST_TEXTS:
        return
    texts = [int(text) for text in group]
    for place, one in enumerate(texts):
        if one < count:
            yield from ((one, other) for other in texts[place + 1 :])


def _nearest(cosines: npt.NDArray[np.float32], start: int, threshold: float) -> Iterator[tuple[int, int]]:
    kept = min(_NEAREST, cosines.shape[1])
    nearest = np.argpartition(cosines, -kept, axis=1)[:, -kept:]
    for row, places in enumerate(nearest):
        for place in places[cosines[row, places] >= threshold]:
            one, other = sorted((start + row, int(place)))
            yield one, other
