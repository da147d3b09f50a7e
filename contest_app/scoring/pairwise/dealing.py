"""Comparisons dealt to judges: loads even, nobody before the own pupil's entry, nobody before a pair twice.

Each comparison goes to the judge with the least so far. Where conflicts have made loads uneven, they are evened along
chains: one judge hands a comparison to a second who hands another one on.
"""

from collections import deque
from collections.abc import Collection, Sequence

Pair = tuple[int, int]


class NobodyLeft(ValueError):
    """A pair must be compared by more judges than may see it."""

    def __init__(self, pair: Pair) -> None:
        super().__init__(f"too few judges may compare entries {pair}")
        self.pair = pair


def dealt(pairs: Sequence[Pair], judges: int, conflicts: Collection[tuple[int, int]] = ()) -> list[int]:
    """Return the judge of each pair of entries, all by their numbers; ``conflicts`` are judges with an entry each.

    A pair may come several times, whichever of its entries is first, and then goes to as many judges. Loads differ by
    one at most, or as little as conflicts let them. Raises NobodyLeft.

    >>> dealt([(0, 1), (1, 0), (0, 2), (1, 2)], judges=2)
    [0, 1, 0, 1]
    >>> dealt([(0, 1), (1, 0), (0, 2), (1, 2)], judges=2, conflicts=[(1, 2)])
    [0, 1, 0, 0]
    """
    deal = _Deal(pairs, judges, frozenset(conflicts))
    deal.first()
    deal.even()
    return deal.judge_of


class _Deal:
    def __init__(self, pairs: Sequence[Pair], judges: int, conflicts: frozenset[tuple[int, int]]) -> None:
        self.pairs = pairs
        self.conflicts = conflicts
        self.held: list[list[int]] = [[] for _ in range(judges)]
        self.seen: list[set[frozenset[int]]] = [set() for _ in range(judges)]
        self.judge_of: list[int] = [-1] * len(pairs)

    def first(self) -> None:
        """Give each comparison to the judge with the least so far."""
        for number, pair in enumerate(self.pairs):
            able = [judge for judge in range(len(self.held)) if self._may(judge, number)]
            if not able:
                raise NobodyLeft(pair)
            self._give(number, min(able, key=lambda judge: (len(self.held[judge]), judge)))

    def even(self) -> None:
        """Hand comparisons on until no chain makes loads more even."""
        while any(self._hand_on(judge) for judge in sorted(range(len(self.held)), key=lambda j: -len(self.held[j]))):
            pass

    def _may(self, judge: int, number: int) -> bool:
        pair = self.pairs[number]
        return frozenset(pair) not in self.seen[judge] and not any((judge, entry) in self.conflicts for entry in pair)

    def _give(self, number: int, judge: int) -> None:
        self.held[judge].append(number)
        self.seen[judge].add(frozenset(self.pairs[number]))
        self.judge_of[number] = judge

    def _take(self, number: int) -> None:
        judge = self.judge_of[number]
        self.held[judge].remove(number)
        self.seen[judge].remove(frozenset(self.pairs[number]))

    def _hand_on(self, start: int) -> bool:
        """Hand a comparison on, by a chain if need be, to a judge with two less; say whether there was one."""
        came: dict[int, int] = {}  # by judge, the comparison that would come to them
        waiting = deque([start])
        while waiting:
            judge = waiting.popleft()
            if len(self.held[judge]) <= len(self.held[start]) - 2:
                self._follow(judge, came, start)
                return True
            for other in range(len(self.held)):
                number = self._passed(judge, other) if other != start and other not in came else None
                if number is not None:
                    came[other] = number
                    waiting.append(other)
        return False

    def _passed(self, judge: int, other: int) -> int | None:
        return next((number for number in self.held[judge] if self._may(other, number)), None)

    def _follow(self, last: int, came: dict[int, int], start: int) -> None:
        judge = last
        while judge != start:
            number = came[judge]
            before = self.judge_of[number]
            self._take(number)
            self._give(number, judge)
            judge = before
