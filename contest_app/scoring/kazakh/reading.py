"""Texts read word by word: what each word is, from the strictest way to understand it to the loosest."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property

from contest_app.scoring.kazakh.compounds import Compounds
from contest_app.scoring.kazakh.cuts import EXACT, Cutter
from contest_app.scoring.kazakh.grammar import Analysis, Grammar
from contest_app.scoring.kazakh.letters import KAZAKH_ONLY
from contest_app.scoring.kazakh.lexicon import Lexicon
from contest_app.scoring.kazakh.loans import Loans
from contest_app.scoring.kazakh.slips import Slips
from contest_app.scoring.kazakh.spelling import BY_KEY, from_latin, is_latin, one_alphabet
from contest_app.scoring.text import normalise

CACHE_SIZE = 100_000
"""Word forms; a pool of 20,000 answers has about a tenth of them."""

_DEAREST = 6.0
"""Cost from which a form is rather read as another language's or as a slip."""

CLEAR = 1.5
"""Cost up to which no other reading need be tried: the lemma with an ending or two."""


class Kind(StrEnum):
    """How a word was understood."""

    KAZAKH = "kazakh"
    RUSSIAN = "russian"
    ENGLISH = "english"
    NUMBER = "number"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """A word, or a compound, as it was understood.

    Attributes
    ----------
    text : as it was typed, lower case and in Cyrillic; without Kazakh suffixes if it is a loan.
    kind : how it was understood.
    analyses : the likeliest first; of a loan, the Kazakh lemma that means the same, if one does.

    """

    text: str
    kind: Kind
    analyses: tuple[Analysis, ...] = ()


class Reader:
    """Reads Kazakh over a lexicon; the readings of word forms are kept.

    Parameters
    ----------
    lexicon
        Bundled, or with a school's own words.

    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._words = [entry for entry in lexicon.entries if " " not in entry.lemma]
        self._exact = Grammar(self._words, Cutter(EXACT))
        self._compounds = Compounds((entry for entry in lexicon.entries if " " in entry.lemma), self._exact)
        self._kept: dict[tuple[str, bool], Reading] = {}

    def read(self, text: str) -> tuple[Reading, ...]:
        """Return the readings of a text's words, in order; a compound is one reading.

        >>> from contest_app.scoring.kazakh.lexicon import Entry
        >>> reader = Reader(Lexicon([Entry("кітап", "n", "книга", "book")]))
        >>> [reading.kind.value for reading in reader.read("китаптар kitapty кирпичті")]
        ['kazakh', 'kazakh', 'russian']
        """
        plain = normalise(text)
        special = not KAZAKH_ONLY.isdisjoint(plain)
        words = [part for word in plain.split() for part in self._parts(one_alphabet(word))]
        return _verb_last(tuple(self._joined([self._word(word, special=special) for word in words])))

    def _parts(self, word: str) -> list[str]:
        """Return a word, or its parts between hyphens if the lexicon does not have it whole."""
        if "-" not in word or self._exact.analyses(word):
            return [word]
        return [part for part in word.split("-") if part]

    def _joined(self, readings: Sequence[Reading]) -> Iterator[Reading]:
        words = [reading.text for reading in readings]
        analyses = [reading.analyses for reading in readings]
        place = 0
        while place < len(readings):
            found = self._compounds.find(words[place:], analyses[place:])
            if found is None:
                yield readings[place]
                place += 1
            else:
                size, analysis = found
                yield Reading(" ".join(words[place : place + size]), Kind.KAZAKH, (analysis,))
                place += size

    def _word(self, word: str, *, special: bool) -> Reading:
        kept = self._kept.get((word, special))
        if kept is None:
            if len(self._kept) >= CACHE_SIZE:
                self._kept.clear()
            kept = self._kept[word, special] = self._read_word(word, special=special)
        return kept

    def _read_word(self, word: str, *, special: bool) -> Reading:
        if not word.isalpha() and any(letter.isdigit() for letter in word) and not is_latin(word):
            return Reading(word, Kind.NUMBER)
        if is_latin(word):
            return self._in_latin(word)
        return self._as_written(word) if special else self._as_typed(word)

    def _as_written(self, word: str) -> Reading:
        """Read a word of a text that has Kazakh letters: trust them."""
        analyses = self._exact.analyses(word)
        if analyses:
            return Reading(word, Kind.KAZAKH, analyses)
        return self._as_loan(word) or self._as_typed(word)

    def _as_typed(self, word: str) -> Reading:
        """Read a word whose special letters may be missing; a Russian one unless it is clearly Kazakh."""
        analyses = self._by_key.analyses(word)
        if not analyses and "нг" in word:  # ң typed as it sounds
            analyses = self._by_key.analyses(word.replace("нг", "н"))
        cost = analyses[0].cost if analyses else math.inf
        if cost <= CLEAR:
            return Reading(word, Kind.KAZAKH, analyses)
        loan = self._as_loan(word)
        if loan is None and cost < _DEAREST:
            return Reading(word, Kind.KAZAKH, analyses)
        return loan or self._as_slip(word)

    def _as_slip(self, word: str) -> Reading:
        analyses = self._loose.analyses(word) or self._slips.analyses(word)
        if analyses:
            return Reading(word, Kind.KAZAKH, analyses)
        return Reading(self.russian.bare(word), Kind.UNKNOWN)

    def _as_loan(self, word: str) -> Reading | None:
        """Return the reading of a known Russian word, with or without Kazakh suffixes; None for others."""
        bare = self.russian.bare(word)
        entry = self.russian.entry(bare)
        if entry is not None:
            return Reading(bare, Kind.RUSSIAN, (Analysis(entry, (), 0.0),))
        return Reading(bare, Kind.RUSSIAN) if self.russian.looks_like(bare) else None

    def _in_latin(self, word: str) -> Reading:
        """Read a word in Latin as the likeliest of what it may be in Cyrillic, or as English."""
        best: Reading | None = None
        for spelt in from_latin(word):
            analyses = self._by_key.analyses(spelt)
            if analyses and (best is None or analyses[0].cost < best.analyses[0].cost):
                best = Reading(spelt, Kind.KAZAKH, analyses)
                if analyses[0].cost <= CLEAR:
                    break
        if best is not None:
            return best
        entry = self.english.entry(word)
        return Reading(word, Kind.ENGLISH, (Analysis(entry, (), 0.0),)) if entry else Reading(word, Kind.UNKNOWN)

    @cached_property
    def _by_key(self) -> Grammar:
        return Grammar(self._words, Cutter(BY_KEY))

    @cached_property
    def _loose(self) -> Grammar:
        return self._by_key.cut_by(Cutter(BY_KEY, strict=False))

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self._by_key.stems, Cutter(BY_KEY))

    @cached_property
    def russian(self) -> Loans:
        """The Russian words that are known."""
        return Loans(self.lexicon.entries, "ru")

    @cached_property
    def english(self) -> Loans:
        """The English words that are known."""
        return Loans(self.lexicon.entries, "en")


def _verb_last(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return the readings with the last of several read as a verb if it is one as simply (есікті тіреу)."""
    if len(readings) < 2 or not readings[-1].analyses:  # noqa: PLR2004 -- a last word and one before it
        return readings
    last = readings[-1]
    first, *others = last.analyses
    verb = next((one for one in others if one.entry.pos == "v" and one.cost <= first.cost), None)
    if first.entry.pos != "n" or verb is None:
        return readings
    return (*readings[:-1], replace(last, analyses=(verb, first, *(one for one in others if one is not verb))))


@cache
def reader_over(lexicon: Lexicon) -> Reader:
    """Return the reader over a lexicon; the same one each time, because its indexes take time and memory."""
    return Reader(lexicon)
