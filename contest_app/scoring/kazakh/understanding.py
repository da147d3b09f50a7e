"""How much of a pool of Kazakh texts is understood, and which words are missing from the lexicon."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contest_app.scoring.kazakh.gloss import is_grammar
from contest_app.scoring.kazakh.reading import Kind, Reader

ENOUGH = 0.15
"""Share of unknown words above which a user should be told to add some."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a pool's texts say beyond grammar and numbers.

    Attributes
    ----------
    content_words : how many words there are, compounds as one.
    unknown : the words that nothing explains, bare of suffixes where they could be told, with their counts.

    """

    content_words: int
    unknown: Mapping[str, int]

    @property
    def unknown_rate(self) -> float:
        """Share of content words that are not understood, from 0 to 1; 0 where there are none."""
        return sum(self.unknown.values()) / self.content_words if self.content_words else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether the lexicon knows enough of the pool."""
        return self.unknown_rate <= ENOUGH


def understanding(reader: Reader, texts: Iterable[str]) -> Understanding:
    """Return how much a reader understands of texts; of one text, or of a pool's.

    >>> from contest_app.scoring.kazakh.lexicon import Entry, Lexicon
    >>> reader = Reader(Lexicon([Entry("кітап", "n", "книга", "book")]))
    >>> dict(understanding(reader, ["2 кітапты жүмжүк"]).unknown)
    {'жүмжүк': 1}
    """
    readings = [reading for text in texts for reading in reader.read(text)]
    content = [reading for reading in readings if reading.kind is not Kind.NUMBER and not is_grammar(reading)]
    unknown = Counter(reading.text for reading in content if reading.kind is Kind.UNKNOWN)
    return Understanding(len(content), dict(unknown.most_common()))
