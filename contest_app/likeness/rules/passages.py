"""Passages that two texts share word for word, wherever they stand in each, and where to mark them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contest_app.likeness.rules.words import Word, words_of

#: Words in a row from which a passage is one: honest works on one theme share fewer (docs/judging/likeness.md).
FEWEST_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text as it was written; ``is_shared`` where the other text has it too."""

    text: str
    is_shared: bool


def shared_passages(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the passages of ``one`` that ``other`` has too, in their order, each as long as it can be.

    >>> shared_passages("a b c d e f x".split(), "y b c d e f g".split())
    [('b', 'c', 'd', 'e', 'f')]
    """
    places = _places(other)
    found, at = [], 0
    while at + FEWEST_WORDS <= len(one):
        length = _longest(one, at, other, places.get(tuple(one[at : at + FEWEST_WORDS]), ()))
        if length:
            found.append(tuple(one[at : at + length]))
        at += length or 1
    return found


def pieces_of(text: str, passages: Collection[Sequence[str]]) -> list[Piece]:
    """Return a text cut into what is shared and what is not; put together again, it is the text.

    >>> [(piece.text, piece.is_shared) for piece in pieces_of("So: a, B c!", [["a", "b"]])]
    [('So: ', False), ('a, B', True), (' c!', False)]
    """
    words = words_of(text)
    covered = _covered([word.text for word in words], passages)
    pieces, at = [], 0
    for start, end in _stretches(words, covered):
        pieces += [Piece(text[at:start], is_shared=False), Piece(text[start:end], is_shared=True)]
        at = end
    pieces.append(Piece(text[at:], is_shared=False))
    return [piece for piece in pieces if piece.text]


def _places(words: Sequence[str]) -> Mapping[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(words) - FEWEST_WORDS + 1):
        places[tuple(words[at : at + FEWEST_WORDS])].append(at)
    return places


def _longest(one: Sequence[str], at: int, other: Sequence[str], places: Collection[int]) -> int:
    """Return how many words from ``at`` on stand in a row at one of the ``places`` too."""
    return max((_run(one, at, other, place) for place in places), default=0)


def _run(one: Sequence[str], at: int, other: Sequence[str], place: int) -> int:
    length = FEWEST_WORDS
    while at + length < len(one) and place + length < len(other) and one[at + length] == other[place + length]:
        length += 1
    return length


def _covered(words: Sequence[str], passages: Collection[Sequence[str]]) -> set[int]:
    """Return the places of the words that belong to a passage."""
    covered: set[int] = set()
    for passage in passages:
        wanted, length = list(passage), len(passage)
        for at in range(len(words) - length + 1):
            if words[at : at + length] == wanted:
                covered.update(range(at, at + length))
    return covered


def _stretches(words: Sequence[Word], covered: Collection[int]) -> Iterator[tuple[int, int]]:
    """Go through the covered stretches of a text, from the first sign to after the last."""
    start: int | None = None
    for at, word in enumerate(words):
        if at in covered and start is None:
            start = word.start
        if at not in covered and start is not None:
            yield start, words[at - 1].end
            start = None
    if start is not None:
        yield start, words[-1].end
