"""The Kazakh lexicon: lemmas with their Russian and English meanings, bundled or added by users.

The tables lie in the folder ``lexicon``, one a topic: UTF-8, tab separated, the columns kk, pos, ru
and en, up to three meanings between commas, the commonest first. A school's own words come in a
table of the same form.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Literal

Gloss = Literal["ru", "en"]

HEADER = ("kk", "pos", "ru", "en")
PARTS_OF_SPEECH = frozenset({"n", "v", "adj", "adv", "num", "pron", "post", "interj"})

_FIRST_TABLES = ("homographs.tsv", "core.tsv", "grammar.tsv")
"""Read before the topics, in this order: of two words written alike, theirs is the commoner."""

_LETTERS = frozenset("аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя -.")
_INFINITIVE = ("у", "ю")


class BadWords(ValueError):
    """A table of words is not as it should be; the message names the file, the line and what to mend."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A lemma with a part of speech and its meanings.

    Attributes
    ----------
    lemma : lower case, ё written е; one word or a fixed compound of several.
    pos : one of `PARTS_OF_SPEECH`; ``post`` is a postposition, particle or conjunction.
    ru, en : meanings between commas, the commonest first.

    """

    lemma: str
    pos: str
    ru: str
    en: str

    def meanings(self, language: Gloss) -> tuple[str, ...]:
        """Return the meanings in a language, the commonest first.

        >>> Entry("төбе", "n", "потолок, холм", "ceiling, hill").meanings("en")
        ('ceiling', 'hill')
        """
        return tuple((self.ru if language == "ru" else self.en).split(", "))


class Lexicon:
    """Entries by lemma; the first of a lemma is the one that is meant most often.

    Parameters
    ----------
    entries
        In order of precedence; of several with the same lemma and part of speech the first is kept.

    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        unique: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            unique.setdefault((entry.lemma, entry.pos), entry)
        self.entries = tuple(unique.values())

    @cached_property
    def by_lemma(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of each lemma, in order of precedence."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            found[entry.lemma] = (*found.get(entry.lemma, ()), entry)
        return found

    @cached_property
    def digest(self) -> str:
        """Eight hexadecimal digits that any change of a word or of a meaning changes."""
        rows = "\n".join(f"{entry.lemma}\t{entry.pos}\t{entry.ru}\t{entry.en}" for entry in self.entries)
        return hashlib.sha256(rows.encode()).hexdigest()[:8]

    def with_words(self, words: Iterable[Entry]) -> "Lexicon":
        """Return the lexicon with a user's words before its own: they win where both have a lemma."""
        return Lexicon((*words, *self.entries))


@cache
def bundled_lexicon() -> Lexicon:
    """Return the lexicon that ships, read once."""
    folder = files(__package__) / "lexicon"
    topics = {path.name for path in folder.iterdir() if path.name.endswith(".tsv")} - set(_FIRST_TABLES)
    tables = ((folder / name).read_text(encoding="utf-8") for name in (*_FIRST_TABLES, *sorted(topics)))
    return Lexicon(entry for table in tables for entry in _entries(table))


@cache
def lexicon_with(words: Path | None) -> Lexicon:
    """Return the bundled lexicon, with a user's table of words if one is given; the same one each time.

    Raises BadWords or OSError, as `read_words`.
    """
    return bundled_lexicon().with_words(read_words(words)) if words else bundled_lexicon()


def _entries(table: str) -> Iterable[Entry]:
    """Yield the rows of a table that is known to be good; the tests check those that ship."""
    for line in _with_e(table).splitlines()[1:]:
        kk, pos, ru, en = line.split("\t")
        yield Entry(kk, pos, ru, en)


def _with_e(table: str) -> str:
    """Return a table with ё written е, as texts are normalised."""
    return table.replace("ё", "е").replace("Ё", "Е")


def read_words(path: Path) -> tuple[Entry, ...]:
    """Return the words of a user's table, for `Lexicon.with_words`.

    Raises BadWords, naming the line, for a table that is not as it should be; OSError for no file.
    """
    try:
        lines = _with_e(path.read_text(encoding="utf-8-sig")).splitlines()
    except UnicodeDecodeError:
        raise BadWords(f"{path}: the file is not in UTF-8") from None
    if not lines or _cells(lines[0].lower()) != HEADER:
        raise BadWords(f"{path}, line 1: the columns must be kk, pos, ru, en, with tabs between")
    numbered = ((number, line) for number, line in enumerate(lines[1:], start=2) if line.strip())
    return tuple(_checked(_cells(line), f"{path}, line {number}") for number, line in numbered)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in line.split("\t"))


def _checked(cells: tuple[str, ...], place: str) -> Entry:
    if len(cells) != len(HEADER) or not all(cells):
        raise BadWords(f"{place}: four cells are needed (kk, pos, ru, en), with tabs between")
    kk, pos, ru, en = cells
    lemma = kk.lower()
    if not _LETTERS.issuperset(lemma):
        wrong = "".join(sorted(set(lemma) - _LETTERS))
        raise BadWords(f"{place}: '{kk}' has what no Kazakh word has: {wrong}")
    if pos not in PARTS_OF_SPEECH:
        raise BadWords(f"{place}: '{pos}' is none of {', '.join(sorted(PARTS_OF_SPEECH))}")
    if pos == "v" and not lemma.endswith(_INFINITIVE):
        raise BadWords(f"{place}: the verb '{kk}' must stand in its form in -у or -ю")
    return Entry(lemma, pos, ru, en)
