"""Answers that say nothing yet: fillers, and the prompt over again."""

import re

from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Question
from contest_app.scoring.gate.lemmas import lemma
from contest_app.scoring.gate.saying import is_vague, prompt_words, repeats, says_nothing
from contest_app.scoring.kazakh.gloss import AUXILIARIES

_HUM = re.compile(
    r"^(?:h*m+h*|e+h*m*|u+h*m*|a+h+|[хx]*м+|э+м*|а+х*|о+х*|ха+|[xх]+а+|(?:ha)+h*|(?:ха)+х*|lo+l|ло+л|\d+)$"
)
_FEW_WORDS = 2  # of grammar alone are no answer; more may be the end of a sentence
_WORDS_OF_A_SENTENCE = 3  # beside grammar
_SHARE_OF_A_SENTENCE = 0.6
_MADE_OF = frozenset({"d", "ed", "ing", "y", "ish", "like"})


def is_filler(plain: str, question: Question) -> bool:
    """Say whether a normalised answer has no letters, or no word that says anything.

    >>> [is_filler(text, Question("brick", "en")) for text in ("", "it can be used in many ways", "a hat")]
    [True, True, False]
    """
    if not any(letter.isalpha() for letter in plain):
        return True
    if plain in lexicons.in_any_language("fillers"):
        return True
    parts = plain.split()
    if not all(_is_empty(word, question.language) for word in parts):
        return False
    return len(parts) <= _FEW_WORDS or any(says_nothing(word, question.language) for word in parts)


def is_prompt_repeat(plain: str, question: Question) -> bool:
    """Say whether a normalised answer names the object or the task again and nothing else.

    Of a prompt that is a sentence most words must come again: some of them may be an answer.

    >>> [is_prompt_repeat(text, Question("box", "en")) for text in ("the boxes", "a box is a box", "boxing")]
    [True, True, False]
    """
    said, parts, language = prompt_words(question), plain.split(), question.language
    if language == "en" and repeats("".join(parts), ("".join(said),), language):
        return True
    repeated = {word for word in parts if repeats(word, said, language)}
    enough = 1 if len(said) < _WORDS_OF_A_SENTENCE else _SHARE_OF_A_SENTENCE * len(said)
    if len(repeated) < enough:
        return False
    return all(word in repeated or _adds_nothing(word, said, language) for word in parts)


def _adds_nothing(word: str, said: tuple[str, ...], language: str) -> bool:
    """Say whether a word beside the prompt's is empty, or made of one of them: "bottles bottled"."""
    if _is_empty(word, language) or (language == "kk" and lemma(word) in AUXILIARIES):
        return True
    return language == "en" and any(word.startswith(one) and word[len(one) :] in _MADE_OF for one in said)


def _is_empty(word: str, language: str) -> bool:
    return is_vague(word, language) or _HUM.match(word) is not None
