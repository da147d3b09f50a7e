"""Words that have a right answer, as in remote associates (Mednick, 1962): a count, and no measure of divergence."""

import math
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.text import normalise, same_stem

_LONG_WORD = 6
"""Letters from which one slip of the finger does not make another word."""


def is_right(given: str, accepted: Iterable[str]) -> bool:
    """Say whether a word is one of the accepted ones; a long word also in another form, or with one slip.

    >>> is_right("Қыс!", ["қыс"]), is_right("воротаа", ["ворота"]), is_right("wheels", ["wheel"])
    (True, True, True)
    """
    word = normalise(given)
    return bool(word) and any(_is_same(word, normalise(each)) for each in accepted)


def right_words(given: Sequence[str], accepted: Sequence[Sequence[str]]) -> Estimate:
    """Return how many of the words, aligned with the accepted ones, are right, with the error of such a count.

    The model: each place is right with one chance p, of which Jeffreys' prior and the answers tell Beta(right + 1/2,
    wrong + 1/2); the error is that of n draws with its mean, √(n p (1 − p)). Range 0 to n.
    """
    right = sum(is_right(word, answers) for word, answers in zip(given, accepted, strict=True))
    chance = (right + 0.5) / (len(accepted) + 1)
    return Estimate(float(right), math.sqrt(len(accepted) * chance * (1 - chance)))


def _is_same(word: str, accepted: str) -> bool:
    is_slip = min(len(word), len(accepted)) >= _LONG_WORD and OSA.distance(word, accepted, score_cutoff=1) <= 1
    return same_stem(word, accepted) or is_slip
