"""Russian and English words within Kazakh: known by the lexicon's own meanings, with Kazakh suffixes taken off."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import itemgetter

from contest_app.scoring import lexicons
from contest_app.scoring.kazakh.cuts import EXACT, Cut, Cutter
from contest_app.scoring.kazakh.letters import KAZAKH_ONLY
from contest_app.scoring.kazakh.lexicon import Entry, Gloss
from contest_app.scoring.kazakh.suffixes import State

_ONLY_IN_LOANS = frozenset("вфцчщъьэ")
_INFLECTION = frozenset(
    {"plural", "my", "your", "our", "its", "genitive", "accusative", "dative", "locative", "ablative", "instrumental"}
)
_SHORTEST_KNOWN, _SHORTEST_UNKNOWN = 3, 4  # letters of a loan under suffixes
_NOUN = int(State.NOUN)

_RUSSIAN_ENDS = (
    "а я о е и ы у ю ь ой ей ом ем ам ям ами ями ах ях ов ев "  # nouns
    "ый ий ая яя ое ее ые ие ого его ому ему ым им ых их ую"  # adjectives
)
_ENDS: dict[Gloss, frozenset[str]] = {
    "ru": frozenset({"", *_RUSSIAN_ENDS.split()}),
    "en": frozenset({"", "s", "es", "ed", "d", "ing"}),
}
"""What may stand after what forms of one word share."""

_LONGEST_END = 3
_SHORTEST_SHARED = 3


class Loans:
    """The words of another language that pupils write among Kazakh ones.

    Parameters
    ----------
    entries
        Whose meanings are the words that are known, in order of precedence.
    language
        ``"ru"`` or ``"en"``.

    """

    def __init__(self, entries: Sequence[Entry], language: Gloss) -> None:
        self._language = language
        self._entries: dict[str, Entry] = {}
        for word, entry in _words_with_meanings(entries, language):
            self._entries.setdefault(word, entry)

    def entry(self, word: str) -> Entry | None:
        """Return a known word, or the known one of which it is a form, with what it means in both languages."""
        return self._entries.get(word) or next(
            (self._by_beginning[shared] for shared in self._shared(word) if shared in self._by_beginning), None
        )

    def looks_like(self, word: str) -> bool:
        """Say whether a word is known, or has letters that Kazakh has in loans alone."""
        return word in self._words or not _ONLY_IN_LOANS.isdisjoint(word)

    def bare(self, word: str) -> str:
        """Return a word without Kazakh suffixes (шкафқа: шкаф), or as it is if none can be told.

        A known word is found under any noun's suffixes; of an unknown one only inflection is taken off.
        """
        nouns = [cut for cut in _LOOSE.cuts(word) if cut.states & _NOUN]
        known = [cut for cut in nouns if cut.stem in self._entries and len(cut.stem) >= _SHORTEST_KNOWN]
        if known:
            return min(known, key=lambda cut: cut.cost).stem
        inflected = [cut for cut in _STRICT.cuts(word) if _is_inflected(cut)]
        return min((cut.stem for cut in inflected), key=len, default=word)

    def _shared(self, word: str) -> Iterator[str]:
        """Yield what a word may share with other forms of it, the longest first."""
        for end in range(len(word), max(len(word) - _LONGEST_END, _SHORTEST_SHARED) - 1, -1):
            if word[end:] in _ENDS[self._language]:
                yield word[:end]

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(" ".join(self._entries).split()) | lexicons.entries("function_words", self._language)

    @cached_property
    def _by_beginning(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for word, entry in self._entries.items():
            for shared in self._shared(word):
                found.setdefault(shared, entry)
        return found


def _words_with_meanings(entries: Sequence[Entry], language: Gloss) -> Iterator[tuple[str, Entry]]:
    """Yield every meaning with an entry that has it alone, in both languages; the likeliest first."""
    told = [(place, entry) for entry in entries for place in range(len(entry.meanings(language)))]
    for place, entry in sorted(told, key=itemgetter(0)):
        ru, en = entry.meanings("ru"), entry.meanings("en")
        alone = Entry(entry.lemma, entry.pos, ru[min(place, len(ru) - 1)], en[min(place, len(en) - 1)])
        yield (alone.ru if language == "ru" else alone.en).lower(), alone


def _is_inflected(cut: Cut) -> bool:
    is_noun = bool(cut.tags) and bool(cut.states & _NOUN) and _INFLECTION.issuperset(cut.tags)
    return is_noun and len(cut.stem) >= _SHORTEST_UNKNOWN and KAZAKH_ONLY.isdisjoint(cut.stem)


_STRICT = Cutter(EXACT)
_LOOSE = Cutter(EXACT, strict=False)
