"""Forms of one word by their letters, as far as a comparison of two short texts needs it."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

_SLIP = 6  # letters of a word in which one slip does not make another word
_SHORTEST = 3  # letters of a stem
_LONG_BEGINNING = 4  # letters from which more of the ending may differ
_LONGEST_ENDING = {"en": 3, "ru": 4, "kk": 5}
_SHORT_ENDING = {"en": 0, "ru": 2, "kk": 3}  # after a beginning of three letters

_ENGLISH_ENDINGS = re.compile(r"^(\w{2,}?)(?:(i)e[ds]|(?:(?<=[sxz])|(?<=[cs]h))es|(?<=\w{2})(?:ings?|ed|ers?|s))$")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_RUSSIAN_VERB = r"(?:ть|ти|чь|ться|тись)$"
_RUSSIAN_PREFIXES = re.compile(
    rf"^(?:(?:по|вы|на|за|про|пере|раз|рас|от|из|ис)(?=\w{{2,}}{_RUSSIAN_VERB})|[суо](?=\w{{4,}}{_RUSSIAN_VERB}))"
)
_ALTERNATING = str.maketrans("шхжзгчщцк", "ссдддтттт")
"""Consonants that take each other's place in Russian forms: украсить, украшать."""


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return a word without what its other forms have differently at either end.

    >>> stem("digging", "en"), stem("dried", "en"), stem("посушить", "ru"), stem("сушить", "ru")
    ('dig', 'dry', 'сусить', 'сусить')
    """
    if language == "en":
        return _english(word)
    return _RUSSIAN_PREFIXES.sub("", word).translate(_ALTERNATING) if language == "ru" else word


def _english(word: str) -> str:
    found = _ENGLISH_ENDINGS.match(word)
    if not found:
        return word
    return found[1] + "y" if found[2] else _DOUBLED.sub(r"\1", found[1])


def same_word(one: str, other: str, language: str) -> bool:
    """Say whether two words look like forms of one, one slip in a long word allowed.

    >>> same_word("house", "houses", "en"), same_word("car", "card", "en"), same_word("кошке", "кошка", "ru")
    (True, False, True)
    """
    if one == other or stem(one, language) == stem(other, language):
        return True
    if one.isdigit() or other.isdigit():
        return False
    if min(len(one), len(other)) >= _SLIP and OSA.distance(one, other, score_cutoff=1) <= 1:
        return True
    stems = stem(one, language), stem(other, language)
    return _share_a_stem(one, other, language) or _share_a_stem(*stems, language)


def _share_a_stem(one: str, other: str, language: str) -> bool:
    shortest, longest = sorted((len(one), len(other)))
    shared = next((place for place in range(shortest) if one[place] != other[place]), shortest)
    if shared >= _LONG_BEGINNING:
        return longest - shared <= _LONGEST_ENDING[language]
    return shared == _SHORTEST == shortest and longest - shared <= _SHORT_ENDING[language]
