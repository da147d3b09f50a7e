"""What must be together and what must be apart, brought into one consistent whole and laid over a partition.

Statements are made one after another, and of two that contradict each other the later holds. They speak of members
by name; members that a partition does not have are passed over, so the same statements fit any later partition.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Statement:
    """Members of ``together`` belong together; those of ``apart`` do not belong with them and stay where they are.

    With ``apart`` it is ``together`` that leaves. Members are names; at least two of them in all.
    """

    together: tuple[str, ...]
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A part of a statement that a later one overrides: the pair is kept apart, or together, after all."""

    statement: int
    pair: tuple[str, str]


class Constraints:
    """The consistent whole of statements.

    Parameters
    ----------
    statements
        In the order in which they were made; the latest weighs most.

    Attributes
    ----------
    contradictions : what gave way, by statement and pair.

    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._root: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)  # between roots, both ways
        self._left: dict[str, int] = {}  # the latest statement by which a root left a group
        found = [
            each for number in reversed(range(len(statements))) for each in self._add(number, statements[number])
        ]
        self.contradictions = tuple(sorted(found, key=lambda each: (each.statement, each.pair)))

    def lay_over(self, partition: Mapping[str, Group]) -> dict[str, int]:
        """Return the partition with all constraints kept, numbered by the first member of each group in order.

        Groups with members that belong together become one. Then members leave that may not be with others of
        their group, those that left latest last; whatever no statement speaks of stays.
        """
        groups = [part for members in self._merged(partition) for part in self._parted(members)]
        return {member: number for number, members in enumerate(sorted(groups, key=min)) for member in members}

    def _add(self, number: int, statement: Statement) -> Iterable[Contradiction]:
        """Take in what does not contradict the later statements, which were taken in before."""
        yield from self._join(number, statement.together)
        for member in dict.fromkeys(statement.together):
            for other in dict.fromkeys(statement.apart):
                if self._find(member) == self._find(other):
                    yield Contradiction(number, (member, other))
                else:
                    self._part(self._find(member), self._find(other), number)

    def _join(self, number: int, members: Sequence[str]) -> Iterable[Contradiction]:
        """Join each member with all before it that it may be with."""
        parts: list[str] = []
        for member in dict.fromkeys(members):
            for other in parts:
                if self._find(member) in self._apart[self._find(other)]:
                    yield Contradiction(number, (other, member))
                else:
                    self._unite(self._find(other), self._find(member))
            if self._find(member) not in {self._find(other) for other in parts}:
                parts.append(member)

    def _find(self, member: str) -> str:
        while member in self._root:
            member = self._root[member]
        return member

    def _unite(self, one: str, other: str) -> None:
        if one == other:
            return
        self._root[other] = one
        for apart in self._apart.pop(other, set()):
            self._apart[apart].remove(other)
            self._apart[apart].add(one)
            self._apart[one].add(apart)
        if other in self._left:
            self._left[one] = max(self._left.get(one, -1), self._left.pop(other))

    def _part(self, leaving: str, staying: str, number: int) -> None:
        self._apart[leaving].add(staying)
        self._apart[staying].add(leaving)
        self._left[leaving] = max(self._left.get(leaving, -1), number)

    def _merged(self, partition: Mapping[str, Group]) -> list[list[str]]:
        """Return the groups' members, groups with members that belong together being one."""
        whole: dict[Hashable, Hashable] = {}

        def find(group: Hashable) -> Hashable:
            while group in whole:
                group = whole[group]
            return group

        first: dict[str, Hashable] = {}
        for member in sorted(partition.keys() & {*self._root, *self._root.values()}):
            own, other = find(partition[member]), find(first.setdefault(self._find(member), partition[member]))
            if own != other:
                whole[own] = other
        groups: dict[Hashable, list[str]] = defaultdict(list)
        for member, group in partition.items():
            groups[find(group)].append(member)
        return list(groups.values())

    def _parted(self, members: Sequence[str]) -> Iterable[Sequence[str]]:
        """Return those of a group that stay together, and apart from them all that leave."""
        leaving = self._leaving({self._find(member) for member in members} & self._apart.keys())
        parts: dict[str | None, list[str]] = defaultdict(list)
        for member in members:
            root = self._find(member)
            parts[root if root in leaving else None].append(member)
        return parts.values()

    def _leaving(self, roots: set[str]) -> set[str]:
        """Return which of the roots may not be with those that left a group before them, or never did."""
        staying: set[str] = set()
        for root in sorted(roots, key=lambda root: (self._left.get(root, -1), root)):
            if self._apart[root].isdisjoint(staying):
                staying.add(root)
        return roots - staying
