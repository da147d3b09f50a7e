"""The three languages: their codes, own names and alphabetical order.

Neither SQLite nor a PostgreSQL without ICU sorts Kazakh, and SQLite lowers ASCII only, so search and sort
keys are computed here and stored beside the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

LANGUAGES: Final[dict[str, str]] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
DEFAULT_LANGUAGE: Final = "kk"

Localised = Mapping[str, str]

#: The Kazakh alphabet in its own order (42 letters); it contains the whole Russian alphabet.
KAZAKH_ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

_WEIGHTS: Final = {letter: chr(0x4000 + place) for place, letter in enumerate(KAZAKH_ALPHABET)}


def N_(msgid: str) -> str:  # noqa: N802 -- gettext's own name for "translated later"
    """Return ``msgid`` unchanged; it only marks the text for the catalogues."""
    return msgid


def search_key(text: str) -> str:
    """Return ``text`` as it is searched: compatibility-normalised, case-folded, single-spaced.

    >>> search_key("  ӘЛІЯ   Қ. ")
    'әлія қ.'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def sort_key(text: str) -> str:
    """Return a key whose code-point order is the Kazakh alphabetical order (Latin before Cyrillic).

    >>> sorted(["Ұлан", "Уәли", "Ән", "Азат"], key=sort_key)
    ['Азат', 'Ән', 'Уәли', 'Ұлан']
    """
    return "".join(_WEIGHTS.get(letter, letter) for letter in search_key(text))


def in_language(text: Localised, language: str) -> str:
    """Return the reader's version of a text in several languages, else the first there is.

    Order of fall-back: the language asked for, Kazakh, Russian, English.
    """
    for code in (language, *LANGUAGES):
        if text.get(code):
            return text[code]
    return ""
