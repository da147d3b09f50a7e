"""What an answer says of its own: its words without grammar, without the prompt's and without those of any answer."""

from functools import cache, lru_cache

from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Question
from contest_app.scoring.gate.lemmas import lemma
from contest_app.scoring.text import normalise

_VOICED = str.maketrans("бгғ", "пкқ")
_FINAL_LETTERS = "аеийоуыьэюяәөұүі"
_ENDINGS_EN = frozenset({"", "s", "es", "'s", "ies"})
_LONGEST_ENDING = {"ru": 5, "kk": 9}
_SHORTEST_STEM = 3
_LONG_BEGINNING = 5


def own_words(plain: str, question: Question) -> tuple[str, ...]:
    """Return the words of a normalised answer that are neither grammar nor "use" nor the prompt's.

    >>> own_words("use the brick as a step", Question("brick", "en"))
    ('step',)
    """
    empty = _empty(question.language)
    said = prompt_words(question)
    return tuple(word for word in plain.split() if word not in empty and not repeats(word, said, question.language))


@cache
def _empty(language: str) -> frozenset[str]:
    return lexicons.entries("function_words", language) | lexicons.entries("carriers", language)


@lru_cache(maxsize=1_000)
def prompt_words(question: Question) -> tuple[str, ...]:
    """Return the words of the prompt that are not grammar."""
    return tuple(word for word in normalise(question.prompt).split() if word not in _empty(question.language))


@lru_cache(maxsize=100_000)
def repeats(word: str, said: tuple[str, ...], language: str) -> bool:
    """Say whether a word is one of those said, in whatever form.

    >>> repeats("boxes", ("box",), "en"), repeats("boxer", ("box",), "en"), repeats("шұлығым", ("шұлық",), "kk")
    (True, False, True)
    """
    return any(_is_form(word, of, language) for of in said)


def _is_form(word: str, of: str, language: str) -> bool:
    if word == of:
        return True
    if language == "en":
        stem = of.removesuffix("y")
        return len(stem) >= _SHORTEST_STEM and word.startswith(stem) and word[len(stem) :] in _ENDINGS_EN | {"y"}
    stem = of.rstrip(_FINAL_LETTERS) if len(of) > _SHORTEST_STEM else of
    rest = len(word) - len(stem)
    alike = word[: len(stem)].translate(_VOICED) == stem.translate(_VOICED)
    if alike and len(stem) >= _SHORTEST_STEM and rest <= _LONGEST_ENDING[language]:
        return True
    return language == "ru" and _is_diminutive(word, of)


def _is_diminutive(word: str, of: str) -> bool:
    """Say whether two Russian words share most of their letters from the first on: пуговица, пуговка."""
    beginning = word[:_LONG_BEGINNING] == of[:_LONG_BEGINNING] and len(of) >= _LONG_BEGINNING
    return beginning and max(len(word), len(of)) - _LONG_BEGINNING <= _LONGEST_ENDING["ru"]


def is_vague(word: str, language: str) -> bool:
    """Say whether a word fits any answer, words of grammar included."""
    return word in _empty(language) or says_nothing(word, language)


@lru_cache(maxsize=100_000)
def says_nothing(word: str, language: str) -> bool:
    """Say whether a word fits any answer and is no grammar: "thing", "useful", "many", "idea".

    >>> says_nothing("things", "en"), says_nothing("пайдаланудың", "kk"), says_nothing("hat", "en")
    (True, True, False)
    """
    whole, beginnings = _vague(language)
    if word in whole or word.startswith(beginnings):
        return True
    return language == "kk" and lemma(word) in whole


@cache
def _vague(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the vague words of a language, and the beginnings of others."""
    listed = lexicons.entries("vague", language)
    whole = frozenset(entry for entry in listed if not entry.endswith("*"))
    beginnings = tuple(sorted(entry.rstrip("*") for entry in listed - whole))
    return whole | lexicons.entries("carriers", language) | lexicons.in_any_language("fillers"), beginnings
