"""What to practise next: the facet with the most room, and a few tasks of it that are new to the pupil."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contest_app.languages import Localised
from contest_app.profiles.rules.levels import Aspect, Level
from contest_app.profiles.rules.telling import Strength, Told
from contest_app.tasks.rules.sittings import MOST_ITEMS, fits_screen

MOST: Final = 3


class Reason(StrEnum):
    """Why a facet is chosen."""

    ROOM = "room"  # it lies below the own others by more than chance
    FEW = "few"  # too few tasks of it so far to say anything
    LOWEST = "lowest"  # it lies below the own others, not by more than chance


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task of the bank that a pupil of this grade may practise."""

    slug: str
    title: Localised
    domain: Aspect
    facet: Aspect
    seconds: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A facet to practise, why, and tasks for it."""

    facet: Aspect
    reason: Reason
    tasks: tuple[Candidate, ...]


def choose(told: Sequence[Told], candidates: Iterable[Candidate], met: Collection[str]) -> Chosen:
    """Return what to practise; ``told`` are the facets, ``met`` the tasks that the pupil knows."""
    facet, reason = _weakest(told)
    fresh = [one for one in candidates if one.facet is facet and one.slug not in met]
    return Chosen(facet, reason, tuple(_spread_over_domains(fresh)[:MOST]))


def one_sitting(tasks: Iterable[Candidate], grade: int) -> list[Candidate]:
    """Return as many of the tasks, in their order, as a grade may do at a screen in a row."""
    taken: list[Candidate] = []
    for task in tasks:
        if len(taken) < MOST_ITEMS and fits_screen([*taken, task], grade):
            taken.append(task)
    return taken


def _weakest(told: Sequence[Told]) -> tuple[Aspect, Reason]:
    room = [(one.level.place.value, one.aspect) for one in told if one.strength is Strength.ROOM and one.level]
    if room:
        return min(room)[1], Reason.ROOM
    few = [one for one in told if one.strength is Strength.NOT_YET]
    if few:
        return max(few, key=lambda one: one.more).aspect, Reason.FEW
    places = [(one.level, one.aspect) for one in told if one.level]
    return min(places, key=_height)[1], Reason.LOWEST


def _height(row: tuple[Level, Aspect]) -> float:
    return row[0].place.value


def _spread_over_domains(tasks: Sequence[Candidate]) -> list[Candidate]:
    """Return the tasks with the first of each domain before any second one, by name."""
    place: Counter[Aspect] = Counter()
    ordered: list[tuple[int, Candidate]] = []
    for task in sorted(tasks, key=lambda one: one.slug):
        ordered.append((place[task.domain], task))
        place[task.domain] += 1
    return [task for _, task in sorted(ordered, key=lambda row: row[0])]
