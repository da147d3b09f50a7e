"""Word lists in three languages, one entry a line, kept as data beside this file.

``function_words`` carry grammar, ``carriers`` any use whatever, neither an idea. ``refusals`` are whole
answers that decline to answer, ``fillers`` whole answers that say nothing. ``profanity`` are beginnings of
words, ``distress`` phrases that a responsible adult should see.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal

LANGUAGES = ("kk", "ru", "en")

ListName = Literal["function_words", "carriers", "refusals", "fillers", "profanity", "distress"]


@cache
def entries(name: ListName, language: str) -> frozenset[str]:
    """Return a list's entries in a language, normalised as texts are; empty for other languages."""
    if language not in LANGUAGES:
        return frozenset()
    content = (files(__package__) / f"{name}.{language}.txt").read_text(encoding="utf-8")
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
