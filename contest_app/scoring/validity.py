"""The first gate: is this an answer at all? Reasons are given, nothing is dropped.

A flag that blocks makes an idea not count until a person says otherwise; a flag that does not block
only asks a person to look. Either way the idea keeps its numbers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from contest_app.scoring import lexicons
from contest_app.scoring.elaboration import content_words
from contest_app.scoring.language import KAZAKH_LETTERS, letters
from contest_app.scoring.text import normalise, same_stem


class Flag(StrEnum):
    """Why an idea is not counted, or should be looked at by a person."""

    FILLER = "filler"  # says nothing: empty, digits, "ok", "bla bla"
    MASH = "mash"  # keys at random
    REFUSAL = "refusal"  # "I don't know"
    PROMPT_REPEAT = "prompt_repeat"  # the object itself and no use
    NOUN_SALAD = "noun_salad"  # a string of words without any grammar
    DUPLICATE = "duplicate"  # the person's own earlier idea again
    DISTRESS = "distress"  # a responsible adult should see it
    PROFANITY = "profanity"
    OTHER_LANGUAGE = "other_language"  # not the page's language


BLOCKING = frozenset(
    {
        Flag.FILLER,
        Flag.MASH,
        Flag.REFUSAL,
        Flag.PROMPT_REPEAT,
        Flag.NOUN_SALAD,
        Flag.DUPLICATE,
        Flag.DISTRESS,
    }
)
"""Flags with which an idea does not count. A distress sign must never label a group on a screen."""

UNSHOWN = frozenset({Flag.PROFANITY, Flag.DISTRESS})
"""Flags with which a text is never shown to others as the label of a group."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the prompt's object and the language of the page."""

    prompt: str
    language: str


def flags_of(text: str, question: Question) -> tuple[Flag, ...]:
    """Return the flags of one idea by itself, in the order of `Flag`.

    ``DUPLICATE`` needs the person's other ideas and is not among them.

    >>> flags_of("asdfgh", Question("brick", "en"))
    (<Flag.MASH: 'mash'>,)
    """
    plain = normalise(text)
    return tuple(flag for flag in Flag if flag in _CHECKS and _CHECKS[flag](plain, question))


def blocks(flags: tuple[Flag, ...]) -> bool:
    """Say whether an idea with these flags does not count until a person has looked."""
    return not BLOCKING.isdisjoint(flags)


def _is_filler(plain: str, question: Question) -> bool:  # noqa: ARG001 -- one signature for all checks
    if not any(letter.isalpha() for letter in plain):
        return True
    return plain in lexicons.in_any_language("fillers")


_REFUSAL_LIKENESS = 92  # percent of equal letters, for "dont knw" and "не зн аю"
_REFUSAL_LETTERS = 6  # from which a likeness means anything


def _is_refusal(plain: str, question: Question) -> bool:  # noqa: ARG001 -- one signature for all checks
    refusals = lexicons.in_any_language("refusals")
    if len(plain) < _REFUSAL_LETTERS:
        return plain in refusals
    return process.extractOne(plain, refusals, scorer=fuzz.ratio, score_cutoff=_REFUSAL_LIKENESS) is not None


_VOWELS = "aeiouyаеиоуыэюяіәөүұё"
_NO_VOWELS = re.compile(rf"^[^{_VOWELS}\W\d]{{4,}}$")
_CONSONANT_RUN = re.compile(rf"[^{_VOWELS}\W\d]{{6,}}")
_ONE_LETTER_RUN = re.compile(r"(\w)\1{3,}")
_SYLLABLE_RUN = re.compile(r"(\w{2,4})\1{2,}")
_KEYBOARD_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
)
# As in property, powertool, strew, пролить, запрос, кенгуру, кормить, женитьба.
_KEYBOARD_RUNS_IN_WORDS = {"erty", "wert", "trew", "прол", "апро", "кенг", "мить", "смит", "итьб", "ьтим"}
_KEYBOARD_STEP = 4  # neighbouring keys in a row that hardly any word has
_KEYBOARD_RUNS = (
    frozenset(
        row[start : start + _KEYBOARD_STEP]
        for forward in _KEYBOARD_ROWS
        for row in (forward, forward[::-1])
        for start in range(len(row) - _KEYBOARD_STEP + 1)
    )
    - _KEYBOARD_RUNS_IN_WORDS
)


def _is_mash(plain: str, question: Question) -> bool:  # noqa: ARG001 -- one signature for all checks
    """Say whether at least half of the letters stand in words that no language has."""
    parts = plain.replace("-", " ").split()
    mashed = sum(len(word) for word in parts if _is_mashed(word))
    return 2 * mashed >= sum(map(len, parts)) > 0


def _is_mashed(word: str) -> bool:
    if _NO_VOWELS.match(word) or _CONSONANT_RUN.search(word):
        return True
    if _ONE_LETTER_RUN.search(word) or _SYLLABLE_RUN.search(word):
        return True
    return any(word[i : i + _KEYBOARD_STEP] in _KEYBOARD_RUNS for i in range(len(word)))


def _is_prompt_repeat(plain: str, question: Question) -> bool:
    """Say whether all content words are words of the prompt, in whatever form."""
    prompt = normalise(question.prompt).split()
    said = content_words(plain, question.language)
    return bool(said) and all(any(same_stem(word, other) for other in prompt) for word in said)


_SALAD_WORDS = 7


def _is_noun_salad(plain: str, question: Question) -> bool:
    """Say whether many words come without one word of grammar. English alone can tell.

    Russian and Kazakh carry their grammar in endings, so there a list looks like a sentence.
    """
    parts = plain.split()
    if question.language != "en" or len(set(parts)) < _SALAD_WORDS:
        return False
    return lexicons.entries("function_words", "en").isdisjoint(parts)


def _is_profane(plain: str, question: Question) -> bool:  # noqa: ARG001 -- one signature for all checks
    beginnings = tuple(lexicons.in_any_language("profanity"))
    return any(word.startswith(beginnings) for word in plain.split())


def _is_distress(plain: str, question: Question) -> bool:  # noqa: ARG001 -- one signature for all checks
    padded = f" {plain} "
    return any(f" {phrase}" in padded for phrase in lexicons.in_any_language("distress"))


def _is_other_language(plain: str, question: Question) -> bool:
    """Say whether the letters, or Russian function words on a Kazakh page, tell another language.

    Kazakh without its special letters looks Russian, so the page is trusted in doubt.
    """
    cyrillic, latin = letters(plain)
    if question.language == "en":
        return cyrillic > latin
    if latin > cyrillic:
        return True
    if question.language == "ru":
        return not KAZAKH_LETTERS.isdisjoint(plain)
    return KAZAKH_LETTERS.isdisjoint(plain) and _reads_as_russian(plain)


def _reads_as_russian(plain: str) -> bool:
    only_russian = lexicons.entries("function_words", "ru") - lexicons.entries("function_words", "kk")
    return any(word in only_russian and len(word) > 1 for word in plain.split())


_Check = Callable[[str, Question], bool]

_CHECKS: dict[Flag, _Check] = {
    Flag.FILLER: _is_filler,
    Flag.MASH: _is_mash,
    Flag.REFUSAL: _is_refusal,
    Flag.PROMPT_REPEAT: _is_prompt_repeat,
    Flag.NOUN_SALAD: _is_noun_salad,
    Flag.DISTRESS: _is_distress,
    Flag.PROFANITY: _is_profane,
    Flag.OTHER_LANGUAGE: _is_other_language,
}
