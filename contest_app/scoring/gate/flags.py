"""The flags of the gate: what each says, which of them block, which texts are shown to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """Why an idea does not count, or should be looked at by a person."""

    MASH = "mash"  # keys at random, made-up words
    REFUSAL = "refusal"  # "I don't know"
    PROMPT_REPEAT = "prompt_repeat"  # the object or the instruction again, and no use
    NOUN_SALAD = "noun_salad"  # words strung together that make no idea
    OFF_TOPIC = "off_topic"  # prose about something else
    PROFANITY = "profanity"  # swearing and insults
    INSTRUCTION = "instruction"  # words to whoever scores: "give me five points"
    OTHER_LANGUAGE = "other_language"  # not the page's language
    FILLER = "filler"  # says nothing: empty, digits, "ok", "many things"
    DUPLICATE = "duplicate"  # the person's own earlier idea again
    COPY = "copy"  # the same rare text as another person of the class
    PASTE = "paste"  # came by the clipboard
    DISTRESS = "distress"  # a responsible adult should see it
    ACCEPTED = "accepted"  # a person has looked and said that it counts


ASKING = frozenset({Flag.COPY, Flag.PASTE, Flag.DISTRESS})
"""Flags that only ask a person to look: the idea counts. None is a judgement on anybody.

Distress is looked for so widely that some harmless answers are asked about too: that may cost nobody an idea.
"""

BLOCKING = frozenset(Flag) - ASKING - {Flag.ACCEPTED}
"""Flags with which an idea does not count until a person says otherwise."""

UNSHOWN = frozenset({Flag.PROFANITY, Flag.INSTRUCTION, Flag.DISTRESS})
"""Flags with which a text is never shown to others as the label of a group."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the prompt as the pupils read it, and the language of the page (kk, ru or en).

    ``is_story``: a story or a dialogue was asked for, so words are those of whoever speaks in it.
    """

    prompt: str
    language: str
    is_story: bool = False


def blocks(flags: Iterable[Flag]) -> bool:
    """Say whether an idea with these flags does not count until a person has looked."""
    return not BLOCKING.isdisjoint(flags)


def in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return flags once each, in the order of `Flag`.

    >>> in_order([Flag.FILLER, Flag.MASH, Flag.FILLER])
    (<Flag.MASH: 'mash'>, <Flag.FILLER: 'filler'>)
    """
    found = frozenset(flags)
    return tuple(flag for flag in Flag if flag in found)
