"""Texts as the scorers see them: normalised, split into ideas, compared by spelling."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

MAX_CHARACTERS = 1_000
"""Longer texts are read up to here: nobody says one idea in more, and length must not pay."""

_APOSTROPHES = str.maketrans("’‘`´ʼ", "'''''")
_ENUMERATION = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-–—•*·])\s*(?=\S)")
_NOT_IN_WORDS = re.compile(r"[^\w\s'*-]|_")
_WORD = re.compile(r"[^\W_]+(?:(?:['-]|\*+)[^\W_]+)*")
_BETWEEN_IDEAS = re.compile(r"[\n\r;]+")

_STEM = 4  # letters
_SUFFIX = 3  # letters that a form may add or change
_LONG_WORD = 6  # letters, from which one slip does not make another word
_BLOCK = 512  # texts compared at once


def normalise(text: str) -> str:
    """Return the text as it is compared and encoded: lower case, words and single spaces only.

    An enumeration mark at the start falls away, ё is written е, apostrophes are straight, and stars that
    hide letters of a word stay.

    >>> normalise("  2) Мёд — в БАНКУ!  ")
    'мед в банку'
    """
    text = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower().replace("ё", "е")
    text = _ENUMERATION.sub("", text).translate(_APOSTROPHES)
    return " ".join(_WORD.findall(_NOT_IN_WORDS.sub(" ", text)))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, normalised.

    >>> words("A bird's-eye view, 2 m up")
    ('a', "bird's-eye", 'view', '2', 'm', 'up')
    """
    return tuple(normalise(text).split())


def same_stem(one: str, other: str) -> bool:
    """Say whether two normalised words look like forms of one word.

    >>> same_stem("дөңгелек", "дөңгелегі"), same_stem("wheel", "whale")
    (True, False)
    """
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return one == other or (shared >= _STEM and max(len(one), len(other)) - shared <= _SUFFIX)


def without_prompt(text: str, prompt: str) -> str:
    """Return a normalised text without the prompt's own words, in whatever form; as it is if it has no others.

    That two answers about a wheel both say "wheel" does not make them the same idea.

    >>> without_prompt("wheel of a cart", "bicycle wheel")
    'of a cart'
    """
    said = words(prompt)
    return " ".join(word for word in text.split() if not any(same_stem(word, own) for own in said)) or text


def split_ideas(text: str) -> tuple[str, ...]:
    """Return the ideas of a response written in one field: one a line, or between semicolons.

    Commas and "and" do not split: they are parts of ideas more often than borders between them.

    >>> split_ideas("1. a hat; 2. a boat")
    ('a hat', 'a boat')
    """
    parts = (_ENUMERATION.sub("", part).strip() for part in _BETWEEN_IDEAS.split(text))
    return tuple(part for part in parts if part)


def earlier_duplicates(texts: Sequence[str]) -> list[int | None]:
    """Return for each text the index of the first earlier text with the same wording, or None.

    The same wording: the same words in any order, with or without spaces, or with a slip of one
    letter in words of six letters and more. Short words that differ in a letter are other words.

    >>> earlier_duplicates(["flower pot", "Flowerpot!", "hat for a cat", "hat for a rat"])
    [None, 0, None, None]
    """
    originals: list[int | None] = [None] * len(texts)
    for later, earlier in _similar_pairs([normalise(text) for text in texts]):
        if originals[later] is None:
            originals[later] = earlier
    return originals


def _similar_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield (later, earlier) pairs of the same wording, the first earlier text first."""
    compact = ["".join(sorted(text.split())) for text in texts]
    joined = [text.replace(" ", "") for text in texts]
    for start in range(0, len(texts), _BLOCK):
        block = slice(start, start + _BLOCK)
        near = np.minimum(_slips(compact, block), _slips(joined, block))
        for row, earlier in zip(*np.nonzero(near <= 1), strict=True):
            later = start + int(row)
            if earlier < later and _same_wording(texts[later], texts[int(earlier)]):
                yield later, int(earlier)


def _slips(texts: Sequence[str], block: slice) -> np.ndarray:
    """Return how many letters apart the block's texts are from all up to its end, 2 for more."""
    return process.cdist(texts[block], texts[: block.stop], scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)


def _same_wording(one: str, other: str) -> bool:
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    pairs = list(zip(sorted(one.split()), sorted(other.split()), strict=False))
    return len(one.split()) == len(other.split()) and all(_same_word(*pair) for pair in pairs)


def _same_word(one: str, other: str) -> bool:
    slip_allowed = min(len(one), len(other)) >= _LONG_WORD and not (one + other).isdigit()
    return one == other or (slip_allowed and OSA.distance(one, other, score_cutoff=1) <= 1)
