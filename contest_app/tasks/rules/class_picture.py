"""What a teacher sees of a class's answers to one item: a picture for teaching, never a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contest_app.tasks.rules.feedback import ScoredIdea, is_unusual

#: Flags that a person should look at, the gravest first. A repetition of one's own idea is no such thing, and
#: signs of distress go another way, not into a list.
LOOK_AT: Final = (
    "profanity",
    "instruction",
    "copy",
    "paste",
    "off_topic",
    "other_language",
    "noun_salad",
    "prompt_repeat",
    "mash",
    "refusal",
    "filler",
)
#: Flags of an idea that counts: a person may like to know, or has let it count, and nothing follows from them.
ASKING: Final = frozenset({"accepted", "copy", "paste"})
MOST_UNUSUAL: Final = 12


@dataclass(frozen=True, slots=True)
class Said:
    """An idea and whose it is; ``pupil`` is the name on the class's roster, which two may share.

    ``rarity_error`` is in bits, None where it was not kept; ``theme`` is the key of a conventional theme of the item;
    a hidden idea counts and is nobody's example.
    """

    response_id: UUID
    idea_id: UUID
    pupil: str
    idea: ScoredIdea
    rarity_error: float | None = None
    theme: str | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """An idea that a person should look at, and why."""

    pupil: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The class's answers to one item in one language: ideas to talk about, hidden ones, and ideas to look at."""

    unusual: tuple[Said, ...]
    hidden: tuple[Said, ...]
    to_look_at: tuple[ToLookAt, ...]


def picture(said: Sequence[Said], pool_people: int) -> Picture:
    """Return the picture of a class's ideas among ``pool_people`` people."""
    valid = [each for each in said if each.idea.is_valid]
    return Picture(
        unusual=_unusual(valid, pool_people),
        hidden=tuple(each for each in valid if each.is_hidden and ASKING.issuperset(each.idea.flags)),
        to_look_at=_to_look_at(said),
    )


def is_example(said: Said) -> bool:
    """Say whether an idea may stand before others as an example."""
    return not said.is_hidden and ASKING.issuperset(said.idea.flags)


def _unusual(valid: Sequence[Said], pool_people: int) -> tuple[Said, ...]:
    rare = [each for each in valid if is_example(each) and is_unusual(each.idea.people, pool_people)]
    rare.sort(key=lambda each: (-each.idea.rarity, -each.idea.elaboration, each.idea.text))
    return tuple(rare[:MOST_UNUSUAL])


def _looked_at(idea: ScoredIdea) -> list[str]:
    return [] if "distress" in idea.flags else [flag for flag in LOOK_AT if flag in idea.flags]


def _to_look_at(said: Sequence[Said]) -> tuple[ToLookAt, ...]:
    found = [ToLookAt(each.pupil, each.idea.text, flag) for each in said for flag in _looked_at(each.idea)]
    return tuple(sorted(found, key=lambda each: LOOK_AT.index(each.reason)))
