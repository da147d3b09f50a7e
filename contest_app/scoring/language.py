"""Which of the three languages a pool of texts is in, by its letters."""

import re
from collections.abc import Iterable

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
"""Letters that Kazakh has and Russian has not."""

KAZAKH_SHARE = 0.15
"""Share of Cyrillic texts with a Kazakh letter from which a pool is Kazakh.

Of Kazakh texts 94 % have one; in Russian pools some pupils write Kazakh.
"""

_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")
_LATIN = re.compile(r"[a-z]")


def letters(text: str) -> tuple[int, int]:
    """Return how many Cyrillic and how many Latin letters a lower-case text has."""
    return len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))


def guess_language(texts: Iterable[str]) -> str:
    """Return ``"kk"``, ``"ru"`` or ``"en"`` for texts that belong together; English in doubt.

    >>> guess_language(["бор сияқты жазу", "уй салу"])
    'kk'
    """
    cyrillic = kazakh = latin = 0
    for text in texts:
        lowered = text.lower()
        in_cyrillic, in_latin = letters(lowered)
        cyrillic += in_cyrillic > in_latin
        latin += in_latin >= in_cyrillic
        kazakh += not KAZAKH_LETTERS.isdisjoint(lowered)
    if latin >= cyrillic:
        return "en"
    return "kk" if kazakh >= KAZAKH_SHARE * cyrillic else "ru"
