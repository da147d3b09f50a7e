"""Words and pieces of words by number, as the gate's weights know them beside meaning: endings, turns of phrase.

Words are taken whole, by their beginnings and by their last letters, and in pairs; each piece has a place in a
table of fixed size and a sign (Weinberger et al. 2009, "Feature hashing for large scale multitask learning"), so
that no list of words is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.gate.spelling import comparable

PLACES = 2048
"""Rows of the table."""

_MOST_WORDS = 40
_SIGN = 1 << 20  # the bit of a piece's number that tells its sign
_SHORT, _LONG = 4, 6  # letters of a beginning
_ENDING = 3
_IN_A_PAIR = 5


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one text.

    Attributes
    ----------
    places : (m,) int64, 0 to `PLACES` − 1.
    weights : (m,) float32, one over the square root of the number of words, with the piece's sign.

    """

    places: npt.NDArray[np.int64]
    weights: Float32Array

    def over(self, table: Float32Array) -> Float32Array:
        """Return the sum of the pieces' rows of a (`PLACES`, k) table."""
        found: Float32Array = self.weights @ table[self.places]
        return found


def pieces_of(plain: str, language: str) -> Pieces:
    """Return the pieces of a normalised text, in whatever letters it is typed."""
    words = comparable(plain, language, language).split()[:_MOST_WORDS]
    numbers = list(map(_number, dict.fromkeys(_pieces(words))))
    signs = np.array([1.0 if number & _SIGN else -1.0 for number in numbers], dtype=np.float32)
    places = np.array([number % PLACES for number in numbers], dtype=np.int64)
    return Pieces(places, signs / np.float32(max(len(words), 1) ** 0.5))


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield word
        if len(word) > _SHORT:
            yield word[:_SHORT] + "~"
            yield "~" + word[-_ENDING:]
        if len(word) > _LONG:
            yield word[:_LONG] + "~"
    for one, other in pairwise(words):
        yield f"{one[:_IN_A_PAIR]} {other[:_IN_A_PAIR]}"


@lru_cache(maxsize=100_000)
def _number(piece: str) -> int:
    return crc32(piece.encode())
