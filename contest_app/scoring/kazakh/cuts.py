"""Where a word's suffixes may begin: they are cut off from the end while harmony and assimilation allow it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from contest_app.scoring.kazakh.letters import Harmony, harmony
from contest_app.scoring.kazakh.stems import before_vowel, contractions
from contest_app.scoring.kazakh.suffixes import ANY_END, Shape, shapes

MOST_SUFFIXES = 7
"""No answer of a pupil has a word with more."""


@dataclass(frozen=True, slots=True)
class Orthography:
    """How words are compared.

    Attributes
    ----------
    fold : spells a word so that what counts as equal is equal.
    harmony : the harmony of a folded word, as far as it can be told.
    unlikeness : what it costs to read a form as typed (first) as one of a stem (second).

    """

    fold: Callable[[str], str]
    harmony: Callable[[str], Harmony]
    unlikeness: Callable[[str, str], float]


EXACT = Orthography(fold=str, harmony=harmony, unlikeness=lambda _typed, _stem: 0.0)
"""Words as schoolbooks write them."""


class Ending(NamedTuple):
    """A shape of a suffix as it meets the eye, with plain numbers: it stands in the inner loop.

    Attributes
    ----------
    gives, after : bits of `State`.
    harmony, letters : of the stem before it, as schoolbooks write it.
    folded_letters : the same letters, folded.
    restored : what the spelling swallowed, to be put back to the left.

    """

    gives: int
    after: int
    harmony: int
    letters: frozenset[str]
    folded_letters: frozenset[str]
    cost: float
    tag: str
    restored: str
    opens_with_vowel: bool
    drops: bool

    def fits(self, stem: str) -> bool:
        """Say whether it may stand after a stem as schoolbooks write it."""
        last = stem[-2:-1] if stem.endswith("ь") else stem[-1:]
        return last in self.letters and bool(harmony(stem) & self.harmony)


class Cut(NamedTuple):
    """A beginning of a word and the suffixes after it.

    Attributes
    ----------
    stem : folded as the orthography folds.
    states : what the stem must be, as bits of `State`.
    cost : sum over the suffixes.
    tags : names of the suffixes from the stem on.
    ending : the suffix next to the stem, if there is one.

    """

    stem: str
    states: int
    cost: float
    tags: tuple[str, ...]
    ending: Ending | None


class Cutter:
    """Cuts words in every way that the suffixes allow.

    Parameters
    ----------
    orthography
        How words are compared.
    strict
        Whether harmony and assimilation are checked; without, it is for slips of the pen.

    """

    def __init__(self, orthography: Orthography = EXACT, *, strict: bool = True) -> None:
        self._orthography = orthography
        self._strict = strict
        self._endings = _endings(orthography.fold)
        self._longest = max(map(len, self._endings))

    @property
    def orthography(self) -> Orthography:
        """How words are compared."""
        return self._orthography

    def fits(self, cut: Cut, stem: str) -> bool:
        """Say whether a cut holds for a stem as schoolbooks write it."""
        return not self._strict or cut.ending is None or cut.ending.fits(stem)

    def cuts(self, word: str) -> Iterator[Cut]:
        """Yield the whole word, then every cut of it.

        >>> [cut.stem for cut in Cutter().cuts("аяғым") if cut.tags == ("my",)]
        ['аяғы', 'аяғ', 'аяқ']
        """
        return self._read(Cut(self._orthography.fold(word), int(ANY_END), 0.0, (), None))

    def _read(self, cut: Cut) -> Iterator[Cut]:
        yield cut
        if len(cut.tags) == MOST_SUFFIXES:
            return
        word = cut.stem
        for size in range(1, min(self._longest, len(word) - 1) + 1):
            for ending in self._endings.get(word[-size:], ()):
                if ending.gives & cut.states:
                    cost, tags = cut.cost + ending.cost, (ending.tag, *cut.tags)
                    for left in self._lefts(word[:-size], ending):
                        yield from self._read(Cut(left, ending.after, cost, tags, ending))

    def _lefts(self, left: str, ending: Ending) -> Iterator[str]:
        """Yield what may have stood before an ending, if the ending may stand after it."""
        left += ending.restored
        candidates: Iterable[str] = (left,)
        if ending.opens_with_vowel and not ending.restored:
            candidates = before_vowel(left, drops=ending.drops, converb=ending.tag == "converb")
        if not self._strict:
            yield from candidates
            return
        for candidate in candidates:
            last = candidate[-2:-1] if candidate.endswith("ь") else candidate[-1]
            if last in ending.folded_letters and self._orthography.harmony(candidate) & ending.harmony:
                yield candidate


def _endings(fold: Callable[[str], str]) -> Mapping[str, list[Ending]]:
    found: dict[str, list[Ending]] = {}
    for shape in shapes():
        for text, restored in contractions(shape.text):
            found.setdefault(fold(text), []).append(_ending(shape, fold, fold(restored)))
    return found


def _ending(shape: Shape, fold: Callable[[str], str], restored: str) -> Ending:
    suffix = shape.suffix
    return Ending(
        gives=int(suffix.gives),
        after=int(suffix.after),
        harmony=int(shape.harmony),
        letters=shape.after,
        folded_letters=frozenset(fold(letter)[-1:] for letter in shape.after),
        cost=suffix.cost,
        tag=suffix.tag,
        restored=restored,
        opens_with_vowel=shape.text[0] in "аеыіу",
        drops=suffix.drops,
    )
