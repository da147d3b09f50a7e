"""From a word's form to its lemma: every cut whose stem the lexicon has, the simplest first."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple, Self

from contest_app.scoring.kazakh.cuts import Cut, Cutter
from contest_app.scoring.kazakh.lexicon import Entry
from contest_app.scoring.kazakh.stems import verb_stems
from contest_app.scoring.kazakh.suffixes import State

_BARE_VERB = 1.8
"""What a verb's stem alone costs: as an order ("жап!") it is rarer than a noun that looks the same."""

_HIDDEN_LEMMAS = frozenset({"алып", "басты", "ласты", "майдан", "мыстан", "сала", "ұшты"})
"""Lemmas that are rarer than forms of other words written alike: a giant is rarer than taking."""

_HIDDEN = 1.5


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way to understand a form.

    Attributes
    ----------
    entry : the lemma.
    tags : names of the suffixes from the stem on, as in `suffixes`.
    cost : 0 for the lemma itself; more for each suffix, and most for derivation.

    """

    entry: Entry
    tags: tuple[str, ...]
    cost: float


class Stem(NamedTuple):
    """What a lemma looks like before suffixes.

    Attributes
    ----------
    text : as schoolbooks write it.
    state : bits of `State`.
    bare_cost : what the stem costs without a suffix.
    order : of the entry in the lexicon; the commoner words come first.
    entry : the lemma.

    """

    text: str
    state: int
    bare_cost: float
    order: int
    entry: Entry


class Grammar:
    """Analyses of word forms over a set of entries.

    Parameters
    ----------
    entries
        Lemmas of one word, in order of precedence.
    cutter
        How words are cut and compared.

    """

    def __init__(self, entries: Iterable[Entry], cutter: Cutter) -> None:
        self._cutter = cutter
        self.stems = _stems(entries, cutter.orthography.fold)

    def cut_by(self, cutter: Cutter) -> Self:
        """Return the grammar over the same stems with another cutter of the same orthography."""
        other = copy(self)
        other._cutter = cutter  # noqa: SLF001 -- its own
        return other

    def analyses(self, word: str) -> tuple[Analysis, ...]:
        """Return the ways to understand a form, the likeliest first; none for an unknown word.

        Each lemma and part of speech comes once, in its simplest way.
        """
        hits = ((cut, stem) for cut in self._cutter.cuts(word) for stem in self.stems.get(cut.stem, ()))
        return ranked(self._understood(word, hits))

    def _understood(self, word: str, hits: Iterable[tuple[Cut, Stem]]) -> Iterator[tuple[int, Analysis]]:
        unlikeness = self._cutter.orthography.unlikeness
        for cut, stem in hits:
            if stem.state & cut.states and self._cutter.fits(cut, stem.text):
                cost = (cut.cost if cut.tags else stem.bare_cost) + unlikeness(word, stem.text)
                yield stem.order, Analysis(stem.entry, cut.tags, cost)


def ranked(found: Iterable[tuple[int, Analysis]]) -> tuple[Analysis, ...]:
    """Return analyses, each with its entry's order, by cost and order; of an entry the cheapest alone."""
    simplest: dict[Entry, tuple[float, int, Analysis]] = {}
    for order, analysis in found:
        known = simplest.get(analysis.entry)
        if known is None or analysis.cost < known[0]:
            simplest[analysis.entry] = analysis.cost, order, analysis
    return tuple(analysis for *_, analysis in sorted(simplest.values(), key=lambda one: one[:2]))


def _stems(entries: Iterable[Entry], fold: Callable[[str], str]) -> Mapping[str, list[Stem]]:
    found: dict[str, list[Stem]] = {}
    for order, entry in enumerate(entries):
        for text, state, cost in _forms(entry):
            found.setdefault(fold(text), []).append(Stem(text, state, cost, order, entry))
    return found


_NOUN, _VERB, _DONE = int(State.NOUN), int(State.VERB), int(State.DONE)


def _forms(entry: Entry) -> Iterator[tuple[str, int, float]]:
    """Yield an entry's stems with their state and what they cost without a suffix."""
    if entry.pos == "v":
        yield entry.lemma, _NOUN, 0.0
        for stem in verb_stems(entry.lemma):
            yield stem, _VERB, _BARE_VERB
    else:
        cost = _HIDDEN if entry.lemma in _HIDDEN_LEMMAS else 0.0
        yield entry.lemma, _DONE if _is_particle(entry) else _NOUN, cost


def _is_particle(entry: Entry) -> bool:
    """Say whether nothing is ever added: to да and мен, but дейін has дейінгі and екен has екені."""
    return entry.pos == "interj" or (entry.pos == "post" and len(entry.lemma) <= _LONGEST_PARTICLE)


_LONGEST_PARTICLE = 3
