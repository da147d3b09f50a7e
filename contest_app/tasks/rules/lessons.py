"""What a class could do next, built from its own answers and the item bank: a lesson, never a verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contest_app.tasks.rules.facets import FACETS, Aspect, weakest
from contest_app.tasks.rules.idea_map import MapGroup
from contest_app.tasks.rules.items import Listed

LESSON_MINUTES: Final = 40
MOST_ITEMS: Final = 2
#: Groups that a ladder starts from.
MOST_THEMES: Final = 3
#: Minutes of a lesson beside the task and the talk about it.
OPENING, LADDER, CLOSING = 5, 10, 5
#: The shortest talk about what came out that is worth having.
LEAST_TALK: Final = 8


class Why(StrEnum):
    """Why a facet is suggested."""

    WEAKEST = "weakest"  # the class lies surely lower here than in another
    NOT_TRIED = "not_tried"  # the sitting did not ask for it
    NEXT = "next"  # nothing stands out: what follows


@dataclass(frozen=True, slots=True)
class Focus:
    """The facet that the next lesson is for."""

    facet: str
    why: Why


@dataclass(frozen=True, slots=True)
class Ladder:
    """An exercise that climbs from what many thought of: the common themes, each with how many pupils had it."""

    themes: tuple[tuple[str, int], ...]
    pupils: int


class Step(StrEnum):
    """A part of the lesson."""

    OPENING = "opening"
    LADDER = "ladder"
    TASK = "task"
    TALK = "talk"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the lesson and how long it takes."""

    step: Step
    minutes: int


def focus(found: Sequence[Aspect]) -> Focus:
    """Return the facet to work on; ``found`` are the sitting's, in their order.

    >>> focus([Aspect("diverse", 2, 20, None), Aspect("creative", 2, 20, None), Aspect("improve", 0, 0, None)])
    Focus(facet='improve', why=<Why.NOT_TRIED: 'not_tried'>)
    """
    low = weakest(found)
    if low is not None:
        return Focus(low.name, Why.WEAKEST)
    untried = next((aspect.name for aspect in reversed(found) if not aspect.tasks), None)
    return Focus(untried, Why.NOT_TRIED) if untried else Focus(FACETS[-1], Why.NEXT)


def next_items(
    bank: Iterable[Listed], facet: str, grade: int, *, used: Collection[str], kinds: Collection[str]
) -> tuple[Listed, ...]:
    """Return items of the facet for the grade that the class has not had, each of another kind.

    ``kinds`` are those that can be suggested. The fewer grades an item is for, the better it fits this one.
    """
    fitting = [
        item
        for item in bank
        if item.facet == facet and grade in item.grades and item.slug not in used and item.kind in kinds
    ]
    fitting.sort(key=lambda item: (len(item.grades), item.seconds, item.slug))
    first_of_kind = {item.kind: item for item in reversed(fitting)}
    chosen = [item for item in fitting if first_of_kind[item.kind] is item]
    return tuple(chosen[:MOST_ITEMS])


def ladder(groups: Sequence[MapGroup], pupils: int) -> Ladder | None:
    """Return the ladder from the themes that several pupils had; None where nobody thought alike."""
    common = [(group.name, group.pupils) for group in groups if group.pupils > 1]
    return Ladder(tuple(common[:MOST_THEMES]), pupils) if common else None


def timing(seconds: int, *, has_ladder: bool) -> tuple[Part, ...]:
    """Return the parts of a lesson around a task of so many seconds; a long task leaves the ladder to another lesson.

    >>> [part.minutes for part in timing(300, has_ladder=True)]
    [5, 10, 5, 15, 5]
    """
    task = -(-seconds // 60)
    climbs = has_ladder and task + OPENING + LADDER + CLOSING + LEAST_TALK <= LESSON_MINUTES
    before = LADDER if climbs else 0
    talk = max(LEAST_TALK, LESSON_MINUTES - OPENING - before - task - CLOSING)
    ladder_part = [Part(Step.LADDER, before)] if climbs else []
    return (
        Part(Step.OPENING, OPENING),
        *ladder_part,
        Part(Step.TASK, task),
        Part(Step.TALK, talk),
        Part(Step.CLOSING, CLOSING),
    )
