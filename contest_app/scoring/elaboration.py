"""Elaboration: how far an idea is worked out beyond the shortest way to say it."""

from contest_app.scoring import lexicons
from contest_app.scoring.text import words

MAX_ELABORATION = 12
"""Content words beyond which more words add nothing: length alone must not pay."""


def content_words(text: str, language: str) -> tuple[str, ...]:
    """Return the words that make the idea: no grammar, no "use" and "make", no numbers.

    >>> content_words("Use it to make a house for 2 birds", "en")
    ('house', 'birds')
    """
    empty = lexicons.entries("function_words", language) | lexicons.entries("carriers", language)
    return tuple(word for word in words(text) if word not in empty and not word.isdigit())


def elaboration(text: str, language: str) -> int:
    """Return the content words beyond the first, in words, from 0 to `MAX_ELABORATION`.

    The shortest saying of an idea is one content word.

    >>> elaboration("a warm house for a stray cat", "en")
    3
    """
    return min(max(len(content_words(text, language)) - 1, 0), MAX_ELABORATION)
