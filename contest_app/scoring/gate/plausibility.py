"""Could this be a word? Known words, and how strange the letters of an unknown one are.

A table holds, for every four letters, how surprising the last one is after the first three, in bits: orders
one to four joined by Witten and Bell's method (1991), fitted to types of words. The tables, the hashes of
the known words and the weights of strangeness are made by ``benchmarks/scoring_gate/fit_words.py``.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from io import BytesIO
from zlib import crc32

import numpy as np
import numpy.typing as npt

ALPHABETS: Mapping[str, str] = {
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
    "kazakh_latin": "abcdefghijklmnopqrstuvwxyz",
}
"""The letters of each table: English; Russian and Kazakh, also without its own letters; Kazakh in Latin."""

ORDER = 4
STEPS_A_BIT = 4
"""The tables count in quarters of a bit, in a byte, up to `MOST_BITS`."""

MOST_BITS = 16.0
"""Nothing is stranger: a letter that no word has, or a pair of letters never seen."""

SHORTEST_STEM = 5
"""Letters of a known stem; its other forms differ in the last three letters at most."""

STEM_MARK = "~"
_ENDING = 3
_SHORTEST_SLIP = 4  # letters of a word of which a slip leaves enough

_PLAIN = str.maketrans("әғқңөұүһіы", "агкноуухии")
_MARKED = re.compile(r"[à-ɏəẁ-ỿ]")
_OTHER_LETTERS = {"ı": "i", "ə": "a", "ß": "s", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "ŋ": "n"}
_CRY = re.compile(r"(\w)\1{2,}")
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True)
class LetterTable:
    """How surprising each letter is after the three before it.

    Attributes
    ----------
    alphabet : its letters; the border of a word has the number 0.
    steps : one byte for each four letters, in quarters of a bit, the last letter's number changing first.

    """

    alphabet: str
    steps: bytes

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {letter: number for number, letter in enumerate(self.alphabet, start=1)}

    def surprise(self, word: str) -> float:
        """Return the mean bits a letter, the word's end included: 0 to 16, more is stranger.

        A word with letters of another alphabet is as strange as can be.
        """
        size = len(self.alphabet) + 1
        context, total = 0, 0
        for letter in (*word, ""):
            number = self._numbers.get(letter, 0 if letter == "" else -1)
            if number < 0:
                return MOST_BITS
            place = context * size + number
            total += self.steps[place]
            context = place % size ** (ORDER - 1)
        return total / (len(word) + 1) / STEPS_A_BIT


@cache
def _weights() -> Mapping[str, npt.NDArray[np.generic]]:
    content = (files(__package__) / "weights" / "words.npz").read_bytes()
    with np.load(BytesIO(content)) as arrays:
        return dict(arrays)


@cache
def table(name: str) -> LetterTable:
    """Return the table of one of the `ALPHABETS`."""
    return LetterTable(ALPHABETS[name], _weights()[name].tobytes())


@cache
def strangeness_weights() -> tuple[float, ...]:
    """Return the weights of a strange word's surprise, length, their product, and one."""
    return tuple(_weights()["mash"].tolist())


@cache
def _known() -> frozenset[int]:
    return frozenset(_weights()["known"].tolist())


def word_hash(word: str) -> int:
    """Return the number under which a word is known, with or without the special letters of Kazakh."""
    return crc32(word.translate(_PLAIN).encode())


def stem_hashes(word: str) -> list[int]:
    """Return the hashes of what a word may share with its other forms: itself without its last letters."""
    return [word_hash(word[:-cut] + STEM_MARK) for cut in (1, 2) if len(word) - cut >= SHORTEST_STEM]


def is_known(word: str) -> bool:
    """Say whether a normalised word, or another form of it, was among the words of the tables.

    >>> is_known("doorstop"), is_known("lalulabo")
    (True, False)
    """
    if word_hash(word) in _known():
        return True
    beginnings = (word[:-cut] for cut in range(1, _ENDING + 1) if len(word) - cut >= SHORTEST_STEM)
    return any(_known_beginning(beginning) for beginning in beginnings)


def _known_beginning(beginning: str) -> bool:
    return word_hash(beginning) in _known() or word_hash(beginning + STEM_MARK) in _known()


@lru_cache(maxsize=100_000)
def is_near_known(word: str) -> bool:
    """Say whether one slip of the pen lies between a word and a known one.

    >>> is_near_known("dorstop"), is_near_known("lalulabo")
    (True, False)
    """
    return len(word) >= _SHORTEST_SLIP and any(word_hash(other) in _known() for other in _one_slip_away(word))


def _one_slip_away(word: str) -> Iterator[str]:
    """Yield a word with a letter left out, added, changed or in its neighbour's place."""
    alphabet = ALPHABETS["latin" if _LATIN.search(word) else "cyrillic"]
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in ("", *alphabet):
            yield before + letter + after[1:]
            yield before + letter + after
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def bare(text: str) -> str:
    """Return a normalised text whose Latin letters have no marks.

    >>> bare("piñata, tayaqşa, айна")
    'pinata, tayaqsa, айна'
    """
    return text if text.isascii() else _MARKED.sub(lambda found: _unmarked(found[0]), text)


@cache
def _unmarked(letter: str) -> str:
    return _OTHER_LETTERS.get(letter) or unicodedata.normalize("NFKD", letter)[0]


@lru_cache(maxsize=100_000)
def surprise(word: str, *, kazakh: bool) -> float:
    """Return how strange a normalised word's letters are, by the table that knows it best, in bits a letter.

    Cried letters count once ("sooooo"). Kazakh in Latin is no surprise on a Kazakh page.
    """
    calm = _CRY.sub(r"\1", word)
    if not _LATIN.search(calm):
        return table("cyrillic").surprise(calm)
    strange = table("latin").surprise(calm)
    return min(strange, table("kazakh_latin").surprise(calm)) if kazakh else strange
