"""Which of the three languages a pool of texts is in: by its letters, and in doubt by its words."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from contest_app.scoring.kazakh.lexicon import bundled_lexicon
from contest_app.scoring.kazakh.reading import CLEAR, Kind, reader_over
from contest_app.scoring.text import words

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
"""Letters that Kazakh has and Russian has not."""

KAZAKH_SHARE = 0.15
"""Share of Cyrillic texts with a Kazakh letter from which a pool is Kazakh.

Of Kazakh texts 94 % have one; in Russian pools some pupils write Kazakh.
"""

READ_TEXTS = 200
"""Of a larger pool, as many are read for their words: enough to tell, and quick."""

_CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")
_LATIN = re.compile(r"[a-z]")
_SHORTEST_WORD = 3  # letters, from which a word tells its language


def letters(text: str) -> tuple[int, int]:
    """Return how many Cyrillic and how many Latin letters a lower-case text has."""
    return len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))


def guess_language(texts: Iterable[str]) -> str:
    """Return ``"kk"``, ``"ru"`` or ``"en"`` for texts that belong together; English in doubt.

    Kazakh typed without its letters, or in Latin, is told by its words.

    >>> guess_language(["бор сияқты жазу", "уй салу"]), guess_language(["esik jabu", "kirpish kalau"])
    ('kk', 'kk')
    """
    lowered = [text.lower() for text in texts]
    counts = [letters(text) for text in lowered]
    cyrillic = sum(in_cyrillic > in_latin for in_cyrillic, in_latin in counts)
    special = sum(not KAZAKH_LETTERS.isdisjoint(text) for text in lowered)
    likely: Literal["ru", "en"] = "ru" if 2 * cyrillic > len(counts) else "en"
    if likely == "ru" and special >= KAZAKH_SHARE * cyrillic:
        return "kk"
    return "kk" if _reads_as_kazakh(lowered, likely) else likely


def kazakh_leaning(text: str, other: Literal["ru", "en"]) -> int:
    """Return how many more words of a text are clearly Kazakh than are another language's or unknown.

    >>> kazakh_leaning("уйди жылыту", "ru"), kazakh_leaning("построить дом", "ru")
    (2, -2)
    """
    return sum(_word_leaning(word, other) for word in words(text) if len(word) >= _SHORTEST_WORD)


def _reads_as_kazakh(texts: Sequence[str], other: Literal["ru", "en"]) -> bool:
    distinct = sorted(set(texts))
    step = -(-len(distinct) // READ_TEXTS) or 1
    leanings = [kazakh_leaning(text, other) for text in distinct[::step]]
    return sum(leaning > 0 for leaning in leanings) > sum(leaning < 0 for leaning in leanings)


def _word_leaning(word: str, other: Literal["ru", "en"]) -> int:
    reader = reader_over(bundled_lexicon())
    reading = reader.read(word)[0]
    others = reader.russian if other == "ru" else reader.english
    is_kazakh = reading.kind is Kind.KAZAKH and reading.analyses[0].cost <= CLEAR
    is_other = others.entry(word) is not None or others.looks_like(word)
    return int(is_kazakh) - int(is_other or not is_kazakh)
