"""The letters of Kazakh: what sounds they are, and which harmony a word has.

Cyrillic as schools write it. Source of the rules here and in `suffixes`: the school grammar of
Kazakh; Mukhamedova, R. (2016). *Kazakh: A Comprehensive Grammar.* Routledge, chapters 1 and 2.
"""

from enum import IntEnum
from functools import lru_cache

BACK_VOWELS = frozenset("аоұыяё")
FRONT_VOWELS = frozenset("әөүіеэ")
VOWELS = BACK_VOWELS | FRONT_VOWELS
GLIDES = frozenset("йиую")
"""They close a syllable as consonants do, and и, у, ю say nothing of harmony."""

NASALS = frozenset("мнң")
BUZZING = frozenset("зж")
VOICELESS = frozenset("пкқтсшфхһцчщбвгд")
"""б, в, г and д stand at the end of loans alone, and are voiceless there."""

LETTERS = VOWELS | GLIDES | NASALS | BUZZING | VOICELESS | frozenset("рлғъь")
KAZAKH_ONLY = frozenset("әғқңөұүһі")
"""Letters that Kazakh has and Russian has not."""

VOICED_OF = {"п": "б", "к": "г", "қ": "ғ"}
"""How a stem's last letter sounds before a vowel: кітап, кітабы."""

VOICELESS_OF = {voiced: voiceless for voiceless, voiced in VOICED_OF.items()}


class Harmony(IntEnum):
    """Which suffixes a word takes: back (а, ы), front (е, і), or either in doubt."""

    BACK = 1
    FRONT = 2
    EITHER = 3


@lru_cache(maxsize=200_000)
def harmony(word: str) -> Harmony:
    """Return the harmony of a word by its last clear vowel, else by its consonants.

    The vowels и and ю, and у within a word, stand in loans that take either (ноутбукке, ноутбукқа).

    >>> harmony("мұғалім").name, harmony("кітап").name, harmony("қию").name, harmony("камин").name
    ('FRONT', 'BACK', 'BACK', 'EITHER')
    """
    if word.endswith("ь"):
        return Harmony.EITHER
    for place in range(len(word) - 1, -1, -1):
        letter = word[place]
        if letter in BACK_VOWELS:
            return Harmony.BACK
        if letter in FRONT_VOWELS:
            return Harmony.FRONT
        if letter in _UNCLEAR and place < len(word) - 1 and word[place - 1] not in VOWELS:
            break
    return Harmony.EITHER if _BACK_CONSONANTS.isdisjoint(word) else Harmony.BACK


_UNCLEAR = frozenset("иую")
_BACK_CONSONANTS = frozenset("қғ")
