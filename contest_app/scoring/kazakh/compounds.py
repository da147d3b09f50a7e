"""Lemmas of several words: қол шатыр, сурет салу, бөлме өсімдігі, in whatever form."""

from collections.abc import Iterable, Sequence
from functools import cache

from contest_app.scoring.kazakh.grammar import Analysis, Grammar
from contest_app.scoring.kazakh.lexicon import Entry
from contest_app.scoring.kazakh.spelling import key


class Compounds:
    """Finds fixed compounds at the beginning of a run of words.

    Parameters
    ----------
    entries
        Lemmas of several words, in order of precedence.
    grammar
        Tells the forms of a compound's last word (өсімдігі is өсімдік).

    """

    def __init__(self, entries: Iterable[Entry], grammar: Grammar) -> None:
        self._grammar = grammar
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for entry in entries:
            parts = tuple(entry.lemma.split())
            self._by_first.setdefault(key(parts[0]), []).append((parts, entry))
        for choices in self._by_first.values():
            choices.sort(key=lambda choice: -len(choice[0]))
        self._forms = cache(self._last_word)

    def find(self, words: Sequence[str], analyses: Sequence[Sequence[Analysis]]) -> tuple[int, Analysis] | None:
        """Return the longest compound that the words begin with: how many words it has, and its analysis.

        Parameters
        ----------
        words
            Words from a place in a text on.
        analyses
            Of each word.

        """
        firsts = {key(words[0]), *(key(analysis.entry.lemma) for analysis in analyses[0][:1])}
        choices = [choice for first in sorted(firsts) for choice in self._by_first.get(first, ())]
        for parts, entry in sorted(choices, key=lambda choice: -len(choice[0])):
            size = len(parts)
            if size <= len(words) and _begins(parts, entry, words, analyses):
                tags = self._tags(parts[-1], words[size - 1], analyses[size - 1])
                if tags is not None:
                    return size, Analysis(entry, tags, 0.0)
        return None

    def _tags(self, last: str, word: str, analyses: Sequence[Analysis]) -> tuple[str, ...] | None:
        """Return the suffixes of a word beyond those of a compound's last word; None if it is another word."""
        if key(word) == key(last):
            return ()
        for form in self._forms(last):
            for analysis in analyses:
                if analysis.entry == form.entry and analysis.tags[: len(form.tags)] == form.tags:
                    return analysis.tags[len(form.tags) :]
        return None

    def _last_word(self, word: str) -> tuple[Analysis, ...]:
        return self._grammar.analyses(word)[:2]


def _begins(parts: Sequence[str], entry: Entry, words: Sequence[str], analyses: Sequence[Sequence[Analysis]]) -> bool:
    """Say whether all words but the last are the compound's; a verb's object may have suffixes (суретін салу)."""
    for part, word, known in zip(parts[:-1], words, analyses, strict=False):
        same = key(word) == key(part)
        if not same and not (entry.pos == "v" and known and known[0].entry.lemma == part):
            return False
    return True
