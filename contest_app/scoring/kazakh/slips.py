"""Long words with one slip of the pen: a letter left out, put in, changed, or two that changed places."""

from collections.abc import Iterator, Mapping
from functools import cache

from rapidfuzz.distance import OSA

from contest_app.scoring.kazakh.cuts import Cutter
from contest_app.scoring.kazakh.grammar import Analysis, Stem, ranked

SHORTEST_STEM = 6
"""Letters of a key; in a shorter one a slip makes another word too often."""

_SLIP_COST = 2.0


class Slips:
    """Finds stems one slip away from those of a form.

    Parameters
    ----------
    stems
        The stems by key, as `Grammar.stems` has them.
    cutter
        The one that the stems' keys were made with.

    """

    def __init__(self, stems: Mapping[str, list[Stem]], cutter: Cutter) -> None:
        self._stems = stems
        self._cutter = cutter
        self._near = cache(self._by_shorter)

    def analyses(self, word: str) -> tuple[Analysis, ...]:
        """Return the ways to understand a form with one slip in its stem, the likeliest first."""
        return ranked(self._read(word))

    def _read(self, word: str) -> Iterator[tuple[int, Analysis]]:
        for cut in self._cutter.cuts(word):
            if len(cut.stem) >= SHORTEST_STEM:
                for text in self._one_slip_away(cut.stem):
                    for stem in self._stems[text]:
                        if stem.state & cut.states and self._cutter.fits(cut, stem.text):
                            yield stem.order, Analysis(stem.entry, cut.tags, cut.cost + _SLIP_COST)

    def _one_slip_away(self, stem: str) -> Iterator[str]:
        """Yield the stems one slip away: they share a spelling with at most one letter left out.

        The first letter is right: hardly anybody slips there.
        """
        near = self._near(stem[0])
        candidates = {text for shorter in _shorter(stem) for text in near.get(shorter, ())}
        return (text for text in sorted(candidates) if OSA.distance(text, stem, score_cutoff=1) == 1)

    def _by_shorter(self, first: str) -> Mapping[str, list[str]]:
        """Return the stems with a first letter by every spelling with at most one other letter left out."""
        found: dict[str, list[str]] = {}
        for stem in self._stems:
            if stem[0] == first and len(stem) >= SHORTEST_STEM:
                for shorter in _shorter(stem):
                    found.setdefault(shorter, []).append(stem)
        return found


def _shorter(stem: str) -> set[str]:
    return {stem, *(stem[:place] + stem[place + 1 :] for place in range(1, len(stem)))}
