"""What a teacher may set right in the groups of a class's ideas: merge two, split a wording off, name one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID

from contest_app.errors import Conflict, Refusal
from contest_app.languages import N_

LONGEST_NAME: Final = 80
LONGEST_REASON: Final = 500


class CorrectionKind(StrEnum):
    """What was set right."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"


class SameGroup(Refusal):
    """Two groups to merge are one."""

    message = N_("Choose two different groups.")


class NothingLeftBehind(Refusal):
    """A wording is to leave a group in which it stands alone."""

    message = N_("This idea stands alone in its group: there is nothing to split it from.")


class GroupsChanged(Conflict):
    """The groups were counted anew, or there is no such group."""

    message = N_("The groups have been counted anew since you opened the page. Look at them again.")


@dataclass(frozen=True, slots=True)
class Member:
    """A counted idea of the class in a group; its key is that of its response and its own."""

    response_id: UUID
    idea_id: UUID
    text: str
    category: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a correction speaks of: ideas, and for a split those that stay behind."""

    ideas: tuple[Member, ...]
    kept: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it is offered: its number in the run, its name, and its different wordings."""

    number: int
    name: str
    wordings: tuple[str, ...]


def groups(members: Sequence[Member], labels: Mapping[int, str]) -> tuple[Group, ...]:
    """Return the groups of a class, by number: that of most people first."""
    texts: dict[int, dict[str, None]] = {}
    for member in members:
        texts.setdefault(member.category, {})[member.text] = None
    return tuple(
        Group(number, labels.get(number) or next(iter(own)), tuple(own)) for number, own in sorted(texts.items())
    )


@dataclass(frozen=True, slots=True)
class Merge:
    """Two groups are one."""

    one: int
    other: int

    kind: ClassVar = CorrectionKind.MERGE
    name: ClassVar = None

    def chosen(self, members: Sequence[Member]) -> Chosen:
        """Return the ideas of both groups. Raises SameGroup, GroupsChanged."""
        if self.one == self.other:
            raise SameGroup
        chosen = tuple(member for member in members if member.category in (self.one, self.other))
        if {member.category for member in chosen} != {self.one, self.other}:
            raise GroupsChanged
        return Chosen(chosen)


@dataclass(frozen=True, slots=True)
class Split:
    """The ideas in these words get a group of their own."""

    text: str

    kind: ClassVar = CorrectionKind.SPLIT
    name: ClassVar = None

    def chosen(self, members: Sequence[Member]) -> Chosen:
        """Return these ideas, and those of their group that stay. Raises NothingLeftBehind, GroupsChanged."""
        moved = tuple(member for member in members if member.text == self.text)
        if not moved:
            raise GroupsChanged
        of_group = {member.category for member in moved}
        kept = tuple(member for member in members if member.category in of_group and member.text != self.text)
        if not kept:
            raise NothingLeftBehind
        return Chosen(moved, kept)


@dataclass(frozen=True, slots=True)
class Rename:
    """A group has this name."""

    number: int
    name: str

    kind: ClassVar = CorrectionKind.RENAME

    def chosen(self, members: Sequence[Member]) -> Chosen:
        """Return the ideas of the group. Raises GroupsChanged."""
        chosen = tuple(member for member in members if member.category == self.number)
        if not chosen:
            raise GroupsChanged
        return Chosen(chosen)


#: What a teacher may wish for.
Wish = Merge | Split | Rename
