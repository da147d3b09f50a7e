"""Untranslated words on a page: source texts of the catalogues, and English where another language is promised.

A heuristic. It reads what is shown (and what is read aloud) outside elements that say they are in another language.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import Final

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from contest_app.web.assets import PACKAGE

PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
#: Words that an English sentence can hardly do without, and that neither Kazakh nor Russian has, IT-class apart.
ENGLISH: Final = re.compile(
    r"\b(the|and|of|your|you|is|are|for|with|not|this|from|what|when|has|have|was|were|been|that|they|it(?!-))\b",
    re.IGNORECASE,
)
RUSSIAN: Final = re.compile(r"\b(что|это|как|для|или|его|если|чтобы|только|уже|когда|будет|ещё|вы|вас|ты|тебя)\b")
LETTERS: Final = re.compile(r"[^\W\d_]{2,}")


def untranslated(phrases: Sequence[str], language: str, names: Container[str] = ()) -> list[str]:
    """Return the phrases of a page in ``language`` that seem to have stayed in another one.

    ``names`` are words that mean the same in every language, such as log-in names.
    """
    if language == "en":
        return []
    words = (phrase.strip() for phrase in dict.fromkeys(phrases))
    return [phrase for phrase in words if phrase not in names and _is_left_over(phrase, language)]


def _is_left_over(phrase: str, language: str) -> bool:
    if not LETTERS.search(phrase):
        return False
    if any(pattern.fullmatch(phrase) for pattern in _source_texts(language)):
        return True
    return bool(ENGLISH.search(phrase)) or (language == "kk" and bool(RUSSIAN.search(phrase.lower())))


@cache
def _source_texts(language: str) -> list[re.Pattern[str]]:
    """Return what the English texts look like on a page, for those that read differently in ``language``."""
    return [re.compile(pattern) for pattern in sorted({*_patterns(language)})]


def _patterns(language: str) -> Iterator[str]:
    for path in PACKAGE.glob(f"*/translations/{language}/LC_MESSAGES/messages.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                yield from _patterns_of(message)


def _patterns_of(message: Message) -> Iterator[str]:
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    translations = message.string if isinstance(message.string, tuple | list) else (message.string,)
    for source in sources:
        fixed = PLACEHOLDER.sub("", source)
        if LETTERS.search(fixed) and source not in translations:
            yield ".+?".join(re.escape(part) for part in PLACEHOLDER.split(source))
