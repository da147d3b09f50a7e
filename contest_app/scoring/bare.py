"""An answer's text as ideas are compared with each other: what is left when all that any answer may say is gone."""

from functools import cache

from contest_app.scoring import lexicons
from contest_app.scoring.text import without_prompt


def bare_text(text: str, prompt: str, language: str) -> str:
    """Return a normalised text without the prompt's own words and without what any use may begin with.

    "You can use it as a bowl" and "make a bowl of it" differ in words that are no part of the idea. Words of grammar
    that change what is said ("not", "under") stay. A text that is nothing else stays as it is.

    >>> bare_text("you can use the hat as a bowl", "hat", "en")
    'bowl'
    """
    words = without_prompt(text, prompt).split()
    opening = _openings(language)
    first = next((place for place, word in enumerate(words) if word not in opening), 0)
    return " ".join(words[first:])


@cache
def _openings(language: str) -> frozenset[str]:
    return (lexicons.entries("function_words", language) | lexicons.entries("carriers", language)) - lexicons.entries(
        "relations", language
    )
