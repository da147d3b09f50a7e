"""Keys at random and made-up words: the letters of an answer against those of real words."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from operator import mul

from contest_app.scoring.gate.flags import Question
from contest_app.scoring.gate.plausibility import bare, is_known, is_near_known, strangeness_weights, surprise
from contest_app.scoring.gate.saying import own_words, says_nothing
from contest_app.scoring.kazakh.spelling import one_alphabet

BOUND = 0.5
"""Evidence for mash, in natural logarithms of odds, from which an answer is flagged."""

_KNOWN = -3.0  # evidence of one real word
_MISSPELT = -1.5  # of one slip away from a real word
_TOO_STRANGE = 7.0  # bits a letter; a slip leaves most letters of a word as they were
_UNKNOWN = {"en": 1.5, "ru": 1.5, "kk": 1.0}  # of an unknown word: of real ones few are
_MANY = 3  # words none of which is known, of an answer in Cyrillic
_NONE_KNOWN = 1.5  # evidence of each of them; Kazakh in Latin is mostly unknown
_NO_NAME = 7.0  # bits a letter, from which a word is no name of anything
_MOST_OF_A_NAME = 0.42  # evidence a letter: an invented name beside one real word is no mash
_MOST_OF_KEYS = 0.75  # evidence a letter of what is no name
_LONGEST = 8  # letters that count
_SHORTEST = 3  # letters of a word that can be strange; of two letters any pair is an abbreviation
_TYPED = 8  # letters, of which so many neighbours on the keyboard are no accident
_NEIGHBOURS = 0.8
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "әіңғүұқөһ")
_SIDE_BY_SIDE = frozenset(pair for row in _ROWS for keys in pairwise(row) for pair in (keys, keys[::-1]))
_CRY = re.compile(r"^\w?(\w)\1{2,}$")
_SYLLABLES = re.compile(r"^(\w{2,4})\1{2,}$")


def is_mash(plain: str, question: Question) -> bool:
    """Say whether a normalised answer's own words are strange rather than real.

    Words of grammar, of the prompt, and such as "use" and "thing" tell nothing: "use it as a sdjfh" is mash.
    Neither does a cry beside a word: "twang it, brrr".

    >>> is_mash("hjkhjk kjhkjh", Question("brick", "en")), is_mash("umbrela stand", Question("brick", "en"))
    (True, False)
    """
    return strangeness(plain, question) > BOUND or _runs_along_the_keys(plain)


def _runs_along_the_keys(plain: str) -> bool:
    """Say whether most letters stand beside the ones before them on a keyboard, with spaces or without."""
    letters = plain.replace(" ", "")
    pairs = list(pairwise(letters))
    return len(letters) >= _TYPED and sum(map(_SIDE_BY_SIDE.__contains__, pairs)) >= _NEIGHBOURS * len(pairs)


def strangeness(plain: str, question: Question) -> float:
    """Return the evidence for mash in a normalised answer: logarithms of odds, added up over its own words."""
    own = (word for word in own_words(bare(plain), question) if not says_nothing(word, question.language))
    words = [one_alphabet(part) for word in own for part in word.split("-")]
    distinct = [word for word in dict.fromkeys(words) if len(word) >= _SHORTEST]
    distinct = [word for word in distinct if not _CRY.match(word)] or distinct
    found = sum(_evidence(word, question.language) for word in distinct)
    if len(distinct) >= _MANY and not plain.isascii() and not any(map(is_known, distinct)):
        found += _NONE_KNOWN * len(distinct)
    return found


@lru_cache(maxsize=100_000)
def _evidence(word: str, language: str) -> float:
    letters = min(len(word), _LONGEST)
    if not word.isalpha() or len(word) < _SHORTEST:
        return 0.0
    if _CRY.match(word) or _SYLLABLES.match(word):
        return _MOST_OF_KEYS * letters
    if is_known(word):
        return _KNOWN
    bits = surprise(word, kazakh=language == "kk")
    if bits < _TOO_STRANGE and is_near_known(word):
        return _MISSPELT
    features = _features(bits, len(word))
    found: float = sum(map(mul, strangeness_weights(), features)) + _UNKNOWN.get(language, 0.0)
    most = _MOST_OF_KEYS if bits >= _NO_NAME else _MOST_OF_A_NAME
    return min(max(found, _KNOWN), most * letters)


def _features(bits: float, letters: int) -> Sequence[float]:
    """Return what the fitted weights multiply: surprise, length, their product up to eight letters, and one."""
    return (bits, letters, bits * min(letters, _LONGEST), 1.0)
