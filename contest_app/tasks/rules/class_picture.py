"""What a teacher sees of a class's answers to one item: a picture for teaching, never a ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contest_app.tasks.rules.feedback import ScoredIdea, is_unusual

#: Numbers of ideas that are shown together; the last is open.
BANDS: Final = ((0, 0), (1, 2), (3, 4), (5, 6), (7, 9), (10, None))
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
#: Flags of an idea that counts: a person may like to know, and nothing follows from them.
ASKING: Final = frozenset({"copy", "paste"})
MOST_UNUSUAL: Final = 12
MOST_EXAMPLES: Final = 4


@dataclass(frozen=True, slots=True)
class Said:
    """An idea and whose it is; ``pupil`` is the name on the class's roster, which two may share."""

    response_id: UUID
    pupil: str
    idea: ScoredIdea


@dataclass(frozen=True, slots=True)
class Band:
    """How many pupils had from ``low`` to ``high`` ideas; no ``high``, no limit."""

    low: int
    high: int | None
    pupils: int


@dataclass(frozen=True, slots=True)
class Category:
    """Ideas of one kind in the class: a name, how many ideas and pupils, and a few of the ideas."""

    name: str
    ideas: int
    pupils: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """An idea that a person should look at, and why."""

    pupil: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The class's answers to one item in one language."""

    bands: tuple[Band, ...]
    categories: tuple[Category, ...]
    unusual: tuple[Said, ...]
    to_look_at: tuple[ToLookAt, ...]


def picture(said: Sequence[Said], counts: Iterable[int], labels: Mapping[int, str], pool_people: int) -> Picture:
    """Return the picture of a class's ideas; ``counts`` are the pupils' numbers of different ideas."""
    valid = [each for each in said if each.idea.is_valid]
    return Picture(
        bands=_bands(counts),
        categories=_categories(valid, labels),
        unusual=_unusual(valid, pool_people),
        to_look_at=_to_look_at(said),
    )


def _bands(counts: Iterable[int]) -> tuple[Band, ...]:
    sizes = list(counts)
    return tuple(
        Band(low, high, sum(low <= size and (high is None or size <= high) for size in sizes)) for low, high in BANDS
    )


def _categories(valid: Sequence[Said], labels: Mapping[int, str]) -> tuple[Category, ...]:
    """Return the categories, those of most pupils first; a nameless one bears its most common idea's words."""
    members: dict[int, list[Said]] = {}
    for each in valid:
        members.setdefault(each.idea.category, []).append(each)
    found = [_category(own, labels.get(category)) for category, own in members.items()]
    return tuple(sorted(found, key=lambda category: (-category.pupils, -category.ideas, category.name)))


def _category(members: Sequence[Said], label: str | None) -> Category:
    shown = [each for each in members if _is_shown(each)]
    typical = sorted(shown, key=lambda each: (-each.idea.people, each.idea.text))
    texts = list(dict.fromkeys(each.idea.text for each in typical))
    return Category(
        name=label or (texts[0] if texts else "…"),
        ideas=len(members),
        pupils=len({each.response_id for each in members}),
        examples=tuple(texts[:MOST_EXAMPLES]),
    )


def _unusual(valid: Sequence[Said], pool_people: int) -> tuple[Said, ...]:
    rare = [
        each for each in valid if ASKING.issuperset(each.idea.flags) and is_unusual(each.idea.people, pool_people)
    ]
    rare.sort(key=lambda each: (-each.idea.rarity, -each.idea.elaboration, each.idea.text))
    return tuple(rare[:MOST_UNUSUAL])


def _is_shown(said: Said) -> bool:
    """Say whether an idea may stand before others as an example."""
    return ASKING.issuperset(said.idea.flags)


def _looked_at(idea: ScoredIdea) -> list[str]:
    return [] if "distress" in idea.flags else [flag for flag in LOOK_AT if flag in idea.flags]


def _to_look_at(said: Sequence[Said]) -> tuple[ToLookAt, ...]:
    found = [ToLookAt(each.pupil, each.idea.text, flag) for each in said for flag in _looked_at(each.idea)]
    return tuple(sorted(found, key=lambda each: LOOK_AT.index(each.reason)))
