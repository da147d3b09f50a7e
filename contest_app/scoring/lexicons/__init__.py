"""Word lists in three languages, one entry a line, kept as data beside this file.

``function_words`` carry grammar, ``carriers`` any use whatever, ``vague`` words fit any answer: none is an idea.
Of the words of grammar ``relations`` change what is said; ``hedges`` may be added to an idea and change nothing.
``refusals`` are whole answers that decline to answer, ``refusal_signs`` phrases that do, ``refusal_words`` what
may stand around them; ``fillers`` are whole answers that say nothing. ``profanity`` are words and phrases, with a
star beginnings of words; ``distress`` are phrases that a responsible adult should see, ``care_…`` words that signs
of distress are often made of. ``foreign_words`` are words of grammar of languages that no page is in.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal

LANGUAGES = ("kk", "ru", "en")

FOREIGN = ("de", "es", "fr", "it", "la", "nl", "pl", "pt", "tr")
"""Languages that are told by their words of grammar and not understood."""

ListName = Literal[
    "function_words",
    "carriers",
    "vague",
    "relations",
    "hedges",
    "refusals",
    "refusal_signs",
    "refusal_words",
    "fillers",
    "profanity",
    "distress",
    "care_self",
    "care_people",
    "care_harm",
    "care_despair",
    "care_harmless",
]


@cache
def entries(name: ListName, language: str) -> frozenset[str]:
    """Return a list's entries in a language, normalised as texts are; empty for other languages."""
    if language not in LANGUAGES:
        return frozenset()
    return _lines(f"{name}.{language}.txt")


@cache
def foreign_words(language: str) -> frozenset[str]:
    """Return the words of grammar of one of the `FOREIGN` languages."""
    return _lines(f"foreign_words.{language}.txt")


def _lines(name: str) -> frozenset[str]:
    content = (files(__package__) / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in content.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def in_any_language(name: ListName) -> frozenset[str]:
    """Return a list's entries in all languages together: pupils mix their languages."""
    return frozenset().union(*(entries(name, language) for language in LANGUAGES))


@cache
def digest() -> str:
    """Return a short digest of all lists, a part of every score's version."""
    content = sha256()
    for path in sorted(files(__package__).iterdir(), key=lambda path: path.name):
        if path.name.endswith(".txt"):
            content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()[:8]
