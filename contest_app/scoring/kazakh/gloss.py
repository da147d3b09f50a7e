"""Kazakh texts told word by word in Russian or English, in several views that an encoder can average."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from contest_app.scoring.kazakh.grammar import Analysis
from contest_app.scoring.kazakh.letters import KAZAKH_ONLY
from contest_app.scoring.kazakh.lexicon import Entry, Gloss
from contest_app.scoring.kazakh.reading import Kind, Reader, Reading

GRAMMAR_WORDS = frozenset({"post", "pron", "interj"})
"""Parts of speech that carry no idea of their own."""

CARRIERS = frozenset(
    {"қолдану", "пайдалану", "жасау", "істеу", "ету", "қылу", "болу", "беру", "деу", "келу", "арналу", "шығару"}
)
"""Verbs that go with any use whatever: use, make, do, be."""

AUXILIARIES = frozenset(
    {
        *("қою", "тұру", "жүру", "қалу", "алу", "беру", "кету", "жіберу", "тастау", "салу", "көру", "шығу", "отыру"),
        *("жату", "келу", "болу"),
    }
)
"""Verbs that after a converb say how, not what, is done: тіреп қою is to prop."""

_BEFORE_AUXILIARY = frozenset({"converb", "present"})
_SAID_BY_SUFFIX: dict[str, dict[Gloss, str]] = {
    "without": {"ru": "без", "en": "without"},
    "like": {"ru": "как", "en": "like"},
    "negative": {"ru": "не", "en": "not"},
}
"""Suffixes that are words in Russian and English; cases were tried and help nothing."""


@dataclass(frozen=True, slots=True)
class View:
    """One way to tell a text.

    Attributes
    ----------
    language : of the gloss.
    meaning : 0 tells every word by its commonest meaning, 1 by its second where it has one.
    light : without grammar, carriers and auxiliaries, unless nothing else is said.
    translated_only : without words that have no meaning in the language, unless there is no other; for
        encoders that know English alone.

    """

    language: Gloss
    meaning: int = 0
    light: bool = False
    translated_only: bool = False


class RussianWords(Protocol):
    """What Russian words mean in English: `russian.glossary.Glossary`."""

    @property
    def digest(self) -> str:
        """What any change of a meaning changes."""
        ...

    def meaning(self, word: str) -> str | None:
        """Return the English meaning of a normalised word, None for an unknown one."""
        ...


class Glosser:
    """Tells Kazakh texts in other languages.

    Parameters
    ----------
    reader
        Reads the texts; it remembers the word forms it has met.
    russian
        What Russian words mean in English that the reader's lexicon does not have, for views of translated words
        alone: an encoder of several languages reads them better as they are.

    """

    def __init__(self, reader: Reader, russian: RussianWords | None = None) -> None:
        self.reader = reader
        self._russian = russian

    @property
    def digest(self) -> str:
        """What any change of the words changes."""
        words = self.reader.lexicon.digest
        return words if self._russian is None else f"{words} {self._russian.digest}"

    def gloss(self, text: str, view: View) -> str:
        """Return a text told in a view; a prompt before a colon stays before it.

        >>> from contest_app.scoring.kazakh.lexicon import Entry, Lexicon
        >>> words = [Entry("есік", "n", "дверь", "door"), Entry("жабу", "v", "закрыть", "close")]
        >>> Glosser(Reader(Lexicon(words))).gloss("есікті жауып", View("en"))
        'close door'
        """
        prompt, colon, answer = text.rpartition(": ")
        told = self._told(answer, view)
        return f"{self._told(prompt, view)}: {told}" if colon else told

    def _told(self, text: str, view: View) -> str:
        readings = self.reader.read(text)
        if view.translated_only:
            readings = tuple(map(self._with_russian, readings))
        kept = _unless_empty((_light(readings) if view.light else readings), readings)
        if view.translated_only:
            kept = _unless_empty((reading for reading in kept if reading.analyses), kept)
        words = [_word(reading, view) for reading in kept]
        return " ".join([*words[-1:], *words[:-1]])  # the verb, last in Kazakh, comes first

    def _with_russian(self, reading: Reading) -> Reading:
        """Return an unknown word that Russian has with what it means."""
        if self._russian is None or reading.analyses or not _may_be_russian(reading):
            return reading
        meaning = self._russian.meaning(reading.text)
        if meaning is None:
            return reading
        return replace(reading, analyses=(Analysis(Entry(reading.text, "n", reading.text, meaning), (), 0.0),))


def _may_be_russian(reading: Reading) -> bool:
    in_cyrillic = reading.kind is Kind.RUSSIAN or (reading.kind is Kind.UNKNOWN and not reading.text.isascii())
    return in_cyrillic and KAZAKH_ONLY.isdisjoint(reading.text)


def _unless_empty(chosen: Iterable[Reading], otherwise: Sequence[Reading]) -> Sequence[Reading]:
    return tuple(chosen) or otherwise


def _light(readings: Sequence[Reading]) -> Iterator[Reading]:
    before: Reading | None = None
    for reading in readings:
        if not (is_grammar(reading) or _lemma(reading) in CARRIERS or _is_auxiliary(reading, before)):
            yield reading
        before = reading


def is_grammar(reading: Reading) -> bool:
    """Say whether a word carries no idea of its own."""
    return bool(reading.analyses) and reading.analyses[0].entry.pos in GRAMMAR_WORDS


def _is_auxiliary(reading: Reading, before: Reading | None) -> bool:
    if before is None or not before.analyses or _lemma(reading) not in AUXILIARIES:
        return False
    return not _BEFORE_AUXILIARY.isdisjoint(before.analyses[0].tags[-1:])


def _lemma(reading: Reading) -> str | None:
    return reading.analyses[0].entry.lemma if reading.analyses else None


def _word(reading: Reading, view: View) -> str:
    """Return the meaning of a word with what its suffixes say; an unknown word as it is."""
    if not reading.analyses:
        return reading.text
    analysis = reading.analyses[0]
    meanings = analysis.entry.meanings(view.language)
    said = [words[view.language] for tag, words in _SAID_BY_SUFFIX.items() if tag in analysis.tags]
    return " ".join([*said, meanings[min(view.meaning, len(meanings) - 1)]])
