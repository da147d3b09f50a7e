"""How a text is made: its length, its words of grammar, and the words that stand in a form of their own.

Strung-together words have neither grammar nor endings, ideas have one or the other. Endings are told in Kazakh,
whose grammar is in them; what Russian ones say the pieces of words know (see `pieces`).
"""

from collections.abc import Sequence

import numpy as np

from contest_app.scoring import lexicons
from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.gate.lemmas import has_ending

WIDTH = 3

_LONG = 20  # words


def shape_features(texts: Sequence[str], language: str) -> Float32Array:
    """Return an (n, 3) array of normalised texts, 0 to 1: length, share of grammar, share of words with endings."""
    return np.array([_row(text.split(), language) for text in texts], dtype=np.float32).reshape(-1, WIDTH)


def _row(words: Sequence[str], language: str) -> tuple[float, float, float]:
    grammar = sum(map(lexicons.entries("function_words", language).__contains__, words))
    count = max(len(words), 1)
    return min(len(words), _LONG) / _LONG, grammar / count, endings(words, language) / count


def endings(words: Sequence[str], language: str) -> int:
    """Return how many words of a Kazakh text have an ending; 0 in other languages.

    >>> endings(["есікті", "тіреп", "қою"], "kk"), endings(["шұжық", "парламент", "скрипка"], "kk")
    (2, 0)
    """
    return sum(map(has_ending, words)) if language == "kk" else 0
