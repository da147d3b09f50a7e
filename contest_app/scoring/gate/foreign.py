"""Answers in another language than the page's, by letters and by words of grammar."""

from functools import cache

from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Question
from contest_app.scoring.gate.lemmas import reads_as_russian
from contest_app.scoring.gate.plausibility import is_known, table
from contest_app.scoring.language import KAZAKH_LETTERS, letters

_OTHER_ALPHABET = 0.7
"""Share of an answer's letters in the other alphabet from which it is in another language; brands are less."""

_HITS = 2  # words of another language's grammar that are no accident
_SENTENCE = 3  # words
_KAZAKH_WORDS = 2  # with Kazakh letters on a Russian page: one is a borrowed word
_KAZAKH_SHARE = 0.4  # of such words in a Kazakh sentence; endings often have no special letter


def is_other_language(plain: str, question: Question) -> bool:
    """Say whether a normalised answer is in another language than the page's.

    The page is trusted in doubt: a Kazakh answer without its own letters looks Russian, and one in
    Latin letters is still Kazakh.

    >>> is_other_language("Man kann damit die Tür offen halten".lower(), Question("brick", "en"))
    True
    """
    cyrillic, latin = letters(plain)
    every = sum(letter.isalpha() for letter in plain)
    if 2 * (cyrillic + latin) < every:
        return True
    if question.language == "en":
        return cyrillic > latin or _is_foreign_latin(plain, "en")
    if latin > _OTHER_ALPHABET * every:
        return question.language == "ru" or _is_foreign_latin(plain, "kk") or _is_english(plain)
    if question.language == "ru":
        return _reads_as_kazakh(plain)
    return _reads_as_russian(plain)


def _is_foreign_latin(plain: str, page: str) -> bool:
    """Say whether words of a third language's grammar outnumber what the page's language knows."""
    parts = plain.split()
    hits = max(sum(word in words for word in parts) for words in _foreign_grammar().values())
    if hits < _HITS:
        return False
    ours = sum(_is_ours(word, page) for word in parts)
    return hits > ours


@cache
def _foreign_grammar() -> dict[str, frozenset[str]]:
    return {code: lexicons.foreign_words(code) for code in lexicons.FOREIGN}


@cache
def _all_foreign() -> frozenset[str]:
    return frozenset().union(*_foreign_grammar().values())


def _is_ours(word: str, page: str) -> bool:
    if page == "en" and word in lexicons.entries("function_words", "en"):
        return True
    return word not in _all_foreign() and is_known(word)


def _is_english(plain: str) -> bool:
    """Say whether most words of a text in Latin letters are English; one word may be a name."""
    parts = plain.split()
    return len(parts) > 1 and 2 * sum(map(_looks_english, parts)) > len(parts)


def _looks_english(word: str) -> bool:
    """Say whether a word is known and its letters are no more surprising in English than in Kazakh in Latin."""
    return is_known(word) and table("latin").surprise(word) <= table("kazakh_latin").surprise(word)


def _reads_as_kazakh(plain: str) -> bool:
    parts = plain.split()
    kazakh = sum(not KAZAKH_LETTERS.isdisjoint(word) for word in parts)
    return kazakh >= _KAZAKH_WORDS and kazakh >= _KAZAKH_SHARE * len(parts)


def _reads_as_russian(plain: str) -> bool:
    """Say whether a Cyrillic text on a Kazakh page is a Russian sentence, not Kazakh with Russian words in it."""
    parts = plain.split()
    if len(parts) < _SENTENCE or not KAZAKH_LETTERS.isdisjoint(plain):
        return False
    only_russian = lexicons.entries("function_words", "ru") - lexicons.entries("function_words", "kk")
    return not only_russian.isdisjoint(parts) and reads_as_russian(plain)
