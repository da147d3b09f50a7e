"""Words strung together without any grammar, as far as words alone can tell."""

from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Question

_WORDS = 7


def is_noun_salad(plain: str, question: Question) -> bool:
    """Say whether many different words come without one word of grammar. English alone can tell.

    Russian and Kazakh carry their grammar in endings, so there a list looks like a sentence; shorter
    strings, and those in all languages, are told by `meaning`.
    """
    parts = plain.split()
    if question.language != "en" or len(set(parts)) < _WORDS:
        return False
    return lexicons.entries("function_words", "en").isdisjoint(parts)
