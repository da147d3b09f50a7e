"""Words that signs of distress are often made of: oneself, other people, harm, despair; and words of harmless play.

Alone they say nothing: they help the sentence's vector to tell a threat from a game.
"""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from contest_app.scoring import lexicons
from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.gate.spelling import comparable

GROUPS: tuple[lexicons.ListName, ...] = ("care_self", "care_people", "care_harm", "care_despair", "care_harmless")
PAIRS = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (2, 4), (3, 4))
WIDTH = len(GROUPS) + len(PAIRS) + 1
_SPOKEN = {"kk": ("kk", "ru"), "ru": ("ru",), "en": ("en",)}
"""The languages whose words may stand on a page; equal letters mean other things in others."""

_WEIGHT = 0.5  # brings counts to the size of a unit vector's numbers
_MOST = 2  # words of a group that tell
_SENTENCE = 12  # words, beyond which each tells less: a long story meets many
_LONG = 20  # words


def care_features(texts: Sequence[str], page: str) -> Float32Array:
    """Return an (n, 14) array: words of each group, up to two, which groups meet, and how long a text is."""
    return np.array([_row(text, page) for text in texts], dtype=np.float32).reshape(-1, WIDTH) * np.float32(_WEIGHT)


def _row(text: str, page: str) -> list[float]:
    length = len(text.split())
    share = min(1.0, _SENTENCE / max(length, 1))
    counts = [min(_count(text, group, page), _MOST) for group in GROUPS]
    met = [counts[one] > 0 and counts[other] > 0 for one, other in PAIRS]
    return [*(share * value for value in (*counts, *met)), min(length, _LONG) / _LONG]


def _count(text: str, group: lexicons.ListName, page: str) -> int:
    found = (_pattern(group, language).findall(comparable(text, language, page)) for language in _SPOKEN[page])
    return sum(map(len, found))


@cache
def _pattern(group: lexicons.ListName, language: str) -> re.Pattern[str]:
    entries = sorted(lexicons.entries(group, language))
    return re.compile("|".join(_word(entry, language) for entry in entries))


def _word(entry: str, language: str) -> str:
    """Return the pattern of a word; a star stands for any letters."""
    letters = re.escape(comparable(entry.strip("*"), language, language))
    before = r"\b\w+" if entry.startswith("*") else r"\b"
    return before + letters + ("" if entry.endswith("*") else r"\b")
