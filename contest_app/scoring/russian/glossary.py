"""A Russian-English glossary by word stems.

Its words are those of ``lexicon.tsv`` beside this file, and the Kazakh lexicon read backwards: every
Russian meaning that is one word stands beside English ones. Stems are Snowball's (Porter 2001,
*Snowball: A language for stemming algorithms*). ``homographs.tsv`` are words as they are written, whose
stem is another word's: *цветы* are flowers, *цвет* is a colour.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import snowballstemmer

from contest_app.scoring.kazakh.lexicon import Entry, bundled_lexicon

_SAME_PLACE = 3.0  # the first Russian meaning beside the first English one
_OTHER_PLACE = 1.0


class Glossary:
    """English words by the stems of Russian ones.

    Parameters
    ----------
    meanings
        English meaning by Russian stem.
    homographs
        English meaning by Russian word, looked up before its stem.

    """

    def __init__(self, meanings: Mapping[str, str], homographs: Mapping[str, str] = MappingProxyType({})) -> None:
        self._meanings = dict(meanings)
        self._homographs = dict(homographs)
        self._stems: dict[str, str] = {}
        self._stemmer = snowballstemmer.stemmer("russian")

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that any change of a meaning changes."""
        pairs = [*sorted(self._meanings.items()), *sorted(self._homographs.items())]
        rows = "\n".join(f"{russian}\t{meaning}" for russian, meaning in pairs)
        return hashlib.sha256(rows.encode()).hexdigest()[:8]

    def gloss(self, text: str) -> str:
        """Return a normalised text word by word in English; unknown words fall away, all unknown ones stay.

        The colon between a prompt and its answer stays where it is.

        >>> bundled_glossary().gloss("дверь: держать")
        'door: hold'
        """
        told = ((self.meaning(word.rstrip(":")), word.endswith(":")) for word in text.split())
        return " ".join(f"{meaning}:" if colon else meaning for meaning, colon in told if meaning) or text

    def meaning(self, word: str) -> str | None:
        """Return the English meaning of a normalised word; a word in Latin letters is its own."""
        if word.isascii():
            return word
        return self._homographs.get(word) or self._meanings.get(self._stem(word))

    def _stem(self, word: str) -> str:
        if word not in self._stems:
            self._stems[word] = self._stemmer.stemWord(word)
        return self._stems[word]


@cache
def bundled_glossary() -> Glossary:
    """Return the glossary that ships, read once."""
    stemmer = snowballstemmer.stemmer("russian")
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entry in bundled_lexicon().entries:
        for russian, english, weight in _backwards(entry):
            weights[stemmer.stemWord(russian.lower())][english] += weight
    meanings = {stem: max(found, key=lambda each: (found[each], each)) for stem, found in weights.items()}
    meanings.update((stemmer.stemWord(russian), english) for russian, english in _table("lexicon.tsv"))
    return Glossary(meanings, dict(_table("homographs.tsv")))


def _table(name: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of a table beside this file, with ё written е, as texts are normalised."""
    content = (files(__package__) / name).read_text(encoding="utf-8").replace("ё", "е")
    for line in content.splitlines()[1:]:
        russian, english = line.split("\t")
        yield russian, english


def _backwards(entry: Entry) -> Iterator[tuple[str, str, float]]:
    """Yield the pairs of one Russian word and an English meaning, short meanings first in weight."""
    for place, russian in enumerate(entry.meanings("ru")):
        if " " in russian:
            continue
        for other, english in enumerate(entry.meanings("en")):
            weight = _SAME_PLACE if place == other else _OTHER_PLACE
            yield russian, english, weight / (1 + english.count(" "))
