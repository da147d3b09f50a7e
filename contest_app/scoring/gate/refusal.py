"""Answers that decline to answer, with slips, politely or not."""

import re
from functools import cache

from rapidfuzz import fuzz, process

from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Question
from contest_app.scoring.gate.spelling import comparable

_LIKENESS = 92  # percent of equal letters, for "dont knw" and "не зн аю"
_SHORTEST = 6  # letters from which a likeness means anything
_BETWEEN = r"\b.*\b"
_LONGEST = 60  # letters of the longest phrase and its slips


def is_refusal(plain: str, question: Question) -> bool:
    """Say whether a normalised answer declines, and says nothing beside.

    Either the whole answer is a known refusal, one slip allowed; or it has a phrase that declines and,
    beside it, only words that go with such a phrase. "I don't know, maybe a hat" is an answer.

    >>> [is_refusal(text, Question("brick", "en")) for text in ("sorry i have no idea", "no idea maybe a hat")]
    [True, False]
    """
    return any(_declines(comparable(plain, language, question.language), language) for language in lexicons.LANGUAGES)


def _declines(text: str, language: str) -> bool:
    whole = _comparable_entries("refusals", language)
    if text in whole:
        return True
    parts = text.split()
    if all(word in _words_beside() or word in _words_of(language) for word in parts):
        return _signs(language).search(text) is not None
    if not _SHORTEST <= len(text) <= _LONGEST:
        return False
    return process.extractOne(text, whole, scorer=fuzz.ratio, score_cutoff=_LIKENESS) is not None


@cache
def _comparable_entries(name: lexicons.ListName, language: str) -> frozenset[str]:
    return frozenset(comparable(entry, language, language) for entry in lexicons.entries(name, language))


@cache
def _signs(language: str) -> re.Pattern[str]:
    """Return a pattern of the phrases that decline; other words may stand between theirs."""
    signs = sorted(_comparable_entries("refusal_signs", language))
    return re.compile("|".join(rf"\b{sign.replace(' ', _BETWEEN)}\b" for sign in signs))


@cache
def _words_of(language: str) -> frozenset[str]:
    """Return the words of a language that may stand in a refusal: those of the signs, and those beside them."""
    signs = _comparable_entries("refusal_signs", language)
    return _comparable_entries("refusal_words", language) | {word for sign in signs for word in sign.split()}


@cache
def _words_beside() -> frozenset[str]:
    """Return the words of any language that may stand beside a refusal: pupils mix their languages."""
    return frozenset().union(*(_words_of(language) for language in lexicons.LANGUAGES))
