"""The lemmas of Kazakh words: one word has hundreds of forms, and no list holds them."""

from functools import lru_cache

from contest_app.scoring.kazakh.gloss import is_grammar
from contest_app.scoring.kazakh.lexicon import bundled_lexicon
from contest_app.scoring.kazakh.reading import Kind, Reading, reader_over
from contest_app.scoring.kazakh.spelling import key


def readings(plain: str) -> tuple[Reading, ...]:
    """Return how the bundled lexicon reads a normalised text."""
    return reader_over(bundled_lexicon()).read(plain)


def lemma_of(reading: Reading) -> str:
    """Return the lemma of a word or compound; the word as it was typed if it is not understood."""
    return reading.analyses[0].entry.lemma if reading.analyses else reading.text


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """Return the lemma of one word, the likeliest of several.

    >>> lemma("кітаптарымызды"), lemma("асдфгқ")
    ('кітап', 'асдфгқ')
    """
    return " ".join(lemma_of(reading) for reading in readings(word))


def reads_as_russian(plain: str) -> bool:
    """Say whether a normalised text is Russian rather than Kazakh with Russian words in it.

    One word with a Kazakh ending makes a sentence Kazakh: pupils mix their languages.
    """
    found = readings(plain)
    russian = sum(reading.kind is Kind.RUSSIAN for reading in found)
    kazakh = [reading for reading in found if reading.kind is Kind.KAZAKH and not is_grammar(reading)]
    return russian > len(kazakh) and not any(map(_has_ending, kazakh))


def _has_ending(reading: Reading) -> bool:
    return key(lemma_of(reading)) != key(reading.text)


@lru_cache(maxsize=50_000)
def has_ending(word: str) -> bool:
    """Say whether a word is read as a form of another one, whatever letters it is typed in.

    >>> has_ending("кітапты"), has_ending("kitapty"), has_ending("кітап")
    (True, True, False)
    """
    return any(map(_has_ending, readings(word)))
