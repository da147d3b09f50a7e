"""How alike two texts are: word for word, in their words, and in what they say.

The thresholds were chosen on pairs in three languages: `docs/judging/likeness.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from rapidfuzz import fuzz

from contest_app.likeness.rules.passages import shared_passages
from contest_app.likeness.rules.words import words_of

#: Between two fields of one work: no passage runs across it, and no word is like it.
_BORDER: Final = "|"

#: The share of the shorter text that stands in shared passages, from which a pair is shown.
COPIED: Final = 0.08
#: Rapidfuzz's token-set ratio, from 0 to 1, from which a pair is shown.
WORDING: Final = 0.72
#: The nearness of two texts of one language from which a pair is shown: encoders read Kazakh by glosses, more alike.
MEANING: Final[Mapping[str, float]] = {"kk": 0.55, "ru": 0.38, "en": 0.48}
#: Shorter texts say too little to be compared by wording and meaning.
FEWEST_COMPARED: Final = 12


@dataclass(frozen=True, slots=True)
class TextLikeness:
    """What is alike in two texts.

    ``copied`` is a share of the shorter text, ``wording`` a ratio, both from 0 to 1; ``meaning`` is the nearness
    of their parts, None for texts of two languages. Passages are told in words as they are compared.
    """

    copied: float
    wording: float
    meaning: float | None
    passages: tuple[tuple[str, ...], ...]
    language: str

    @property
    def likeness(self) -> float:
        """From 0, where pairs begin to be shown, to 1, the same text: what tells most decides."""
        return max(self.signs.values(), default=0.0)

    @property
    def signs(self) -> dict[str, float]:
        """What of the three is enough to show the pair, and how much each tells, from 0 to 1."""
        near = 0.0 if self.meaning is None else _above(self.meaning, MEANING[self.language])
        told = {
            "copied": self.copied if self.copied >= COPIED else 0.0,
            "wording": _above(self.wording, WORDING),
            "meaning": near,
        }
        return {sign: value for sign, value in told.items() if value}


def compared_words(fields: Sequence[str]) -> list[str]:
    """Return the words of a work's fields, with a border between two fields.

    >>> compared_words(["Қар!", "", "Ақ қар"])
    ['қар', '|', 'ақ', 'қар']
    """
    parts = [[word.text for word in words_of(field)] for field in fields]
    return list(chain.from_iterable([_BORDER, *part] for part in parts if part))[1:]


def compare_texts(one: Sequence[str], other: Sequence[str], meaning: float | None, language: str) -> TextLikeness:
    """Return what is alike in two works, told as `compared_words`."""
    passages = shared_passages(one, other)
    shorter = min(_size(one), _size(other))
    is_long = shorter >= FEWEST_COMPARED
    return TextLikeness(
        copied=min(1.0, sum(map(_size, passages)) / shorter) if shorter else 0.0,
        wording=fuzz.token_set_ratio(" ".join(one), " ".join(other)) / 100 if is_long else 0.0,
        meaning=meaning if is_long else None,
        passages=tuple(passages),
        language=language,
    )


def _size(words: Sequence[str]) -> int:
    return sum(word != _BORDER for word in words)


def _above(value: float, threshold: float) -> float:
    return max(0.0, (value - threshold) / (1 - threshold))
