"""The map of a class's ideas as it is read: numbered circles, and beside them a table of what they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from contest_app.tasks.rules.class_picture import Said, is_example

#: Colours of the largest groups, by the names of the design; every other group is plain.
TONES: Final = ("sky", "sun", "grass", "poppy")
PLAIN: Final = "plain"


@dataclass(frozen=True, slots=True)
class Circle:
    """Where an idea lies, in units of a sheet 1000 wide."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class MapIdea:
    """One idea: its number on the map, its most usual words, how many pupils had it; not every idea has a circle."""

    number: int
    text: str
    pupils: int
    circle: Circle | None


@dataclass(frozen=True, slots=True)
class MapGroup:
    """A category: its name, its colour, its ideas (of most pupils first), and how many pupils had any of them."""

    name: str
    tone: str
    ideas: tuple[MapIdea, ...]
    pupils: int

    @property
    def is_single(self) -> bool:
        """Whether it is one idea of one pupil."""
        return len(self.ideas) == self.pupils == 1


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The groups of a class's ideas and the sheet they lie on; groups of several ideas first, then by pupils.

    ``height`` is None where no sheet was drawn; ``likeness`` says how far to trust nearness, from 0 to 1.
    """

    groups: tuple[MapGroup, ...]
    height: float | None
    likeness: float | None

    @property
    def several(self) -> list[MapGroup]:
        """The groups of several ideas."""
        return [group for group in self.groups if len(group.ideas) > 1]

    @property
    def shared(self) -> list[MapGroup]:
        """The ideas that stand alone in their group, and that several pupils had."""
        return [group for group in self.groups if len(group.ideas) == 1 and not group.is_single]

    @property
    def single(self) -> list[MapGroup]:
        """The ideas that stand alone in their group, and that one pupil had."""
        return [group for group in self.groups if group.is_single]

    @property
    def circles(self) -> list[tuple[MapIdea, Circle, str]]:
        """The ideas that lie on the sheet, each with its colour."""
        return [(idea, idea.circle, group.tone) for group in self.groups for idea in group.ideas if idea.circle]

    @property
    def off_sheet(self) -> int:
        """How many ideas are in the table alone."""
        return sum(idea.circle is None for group in self.groups for idea in group.ideas)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was drawn for a run: x, y and radius by cluster."""

    height: float
    likeness: float | None
    spots: Mapping[int, Circle]


def map_picture(said: Sequence[Said], labels: Mapping[int, str], sheet: Sheet | None) -> MapPicture:
    """Return the map of the ideas that count; one whose words are nobody's example is not on it.

    Numbers go on from group to group, so that the table is read in their order.
    """
    members: dict[int, list[Said]] = {}
    for each in said:
        if each.idea.is_valid and is_example(each):
            members.setdefault(each.idea.category, []).append(each)
    ordered = sorted(members.items(), key=lambda item: (_is_one(item[1]), -_pupils(item[1]), -len(item[1]), item[0]))
    numbers = count(1)
    tones = iter(TONES)
    groups = []
    for category, own in ordered:
        ideas = _ideas(own, sheet, numbers)
        tone = PLAIN if _is_one(own) else next(tones, PLAIN)
        groups.append(MapGroup(labels.get(category) or ideas[0].text, tone, ideas, _pupils(own)))
    return MapPicture(tuple(groups), sheet.height if sheet else None, sheet.likeness if sheet else None)


def _ideas(members: Sequence[Said], sheet: Sheet | None, numbers: count[int]) -> tuple[MapIdea, ...]:
    clusters: dict[int, list[Said]] = {}
    for each in members:
        clusters.setdefault(each.idea.cluster, []).append(each)
    ordered = sorted(clusters.items(), key=lambda item: (-_pupils(item[1]), item[0]))
    return tuple(
        MapIdea(next(numbers), _usual(own), _pupils(own), sheet.spots.get(cluster) if sheet else None)
        for cluster, own in ordered
    )


def _usual(members: Sequence[Said]) -> str:
    """Return the words that most pupils used; of equals the shortest."""
    times: dict[str, int] = {}
    for each in members:
        times[each.idea.text] = times.get(each.idea.text, 0) + 1
    return min(times, key=lambda text: (-times[text], len(text), text))


def _is_one(members: Sequence[Said]) -> bool:
    return len({each.idea.cluster for each in members}) == 1


def _pupils(members: Sequence[Said]) -> int:
    return len({each.response_id for each in members})
