"""All that can be told of ideas one by one: their words first, then their meanings."""

from collections.abc import Sequence

from contest_app.scoring.gate.flags import Flag, Question, blocks, in_order
from contest_app.scoring.gate.meaning import Meaning
from contest_app.scoring.gate.words import flags_of


def flags_of_each(texts: Sequence[str], question: Question, meaning: Meaning | None = None) -> list[tuple[Flag, ...]]:
    """Return the flags of normalised texts, aligned, in the order of `Flag`; no text's depend on another's.

    Without ``meaning`` words alone tell. What words explain already needs no second reason, but a sign of
    distress is always looked for.
    """
    by_words = [flags_of(text, question) for text in texts]
    if meaning is None:
        return by_words
    by_meaning = meaning.flags(texts, question)
    return [together(*both) for both in zip(by_words, by_meaning, strict=True)]


def together(words: tuple[Flag, ...], meaning: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """Return the flags of one text that its words and its meaning give, in the order of `Flag`."""
    if blocks(words):
        meaning = tuple(flag for flag in meaning if flag is Flag.DISTRESS)
    return in_order((*words, *meaning))
