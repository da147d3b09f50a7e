"""The words of a text as they are compared, with where each stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\w+(?:['’ʼ-]\w+)*")
#: Latin letters that look like Cyrillic ones: put into a word, they hide a copy from whoever compares signs.
_DISGUISES: Final = str.maketrans("aceopxyihkmtbё", "асеорхуіһкмтве")
_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in its text: from ``start`` up to, not including, ``end``."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text in their order.

    >>> [word.text for word in words_of("Мёд — в «БAНКУ»!")]
    ['мед', 'в', 'банку']
    """
    return [Word(_compared(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def _compared(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word).lower()
    return plain.translate(_DISGUISES) if _CYRILLIC.search(plain) else plain
