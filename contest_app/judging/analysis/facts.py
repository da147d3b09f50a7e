"""What an analysis of a round reads, and whether that is enough to tell anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from contest_app.judging.canonical import content_hash
from contest_app.judging.rules import GENERAL, Rubric
from contest_app.judging.standings import Group, Standing, SubmittedSheet, suggested_award, total_of

#: Raised with every change that changes what is told of the same marks.
VERSION: Final = 1
#: Of fewer jurors a spread of severities says nothing.
FEWEST_JURORS: Final = 3
#: So many entries must have two sheets at least, or severity and quality are not told apart.
FEWEST_SHARED: Final = 8
#: A juror with fewer sheets is not told a number.
FEWEST_SHEETS: Final = 5
#: An interval of agreement from fewer entries is too short (docs/judging/agreement.md).
FEWEST_FOR_INTERVAL: Final = 20
SHARED: Final = 2


class TooLittle(StrEnum):
    """Why nothing is told of severity and of fair scores."""

    JURORS = "jurors"
    ENTRIES = "entries"
    EQUAL = "equal"  # every sheet has the same total
    ALIKE = "alike"  # the sheets of an entry differ as much as those of different entries


@dataclass(frozen=True)
class Facts:
    """A round when it is analysed: its sheets, the official order and the awards that places bring."""

    rubric: Rubric
    sheets: Sequence[SubmittedSheet]
    standings: Mapping[Group, Sequence[Standing]]
    awards: Sequence[Mapping[str, Any]]
    seed: int

    @cached_property
    def totals(self) -> list[tuple[UUID, UUID, float]]:
        """Entry, juror and weighted total of each sheet."""
        return [(each.entry, each.judge, float(total_of(each, self.rubric))) for each in self.sheets]

    @property
    def sheets_of_jurors(self) -> Counter[UUID]:
        """How many sheets each juror submitted."""
        return Counter(judge for _, judge, _ in self.totals)

    @property
    def shared_entries(self) -> int:
        """How many entries two jurors at least have marked."""
        return sum(count >= SHARED for count in Counter(entry for entry, _, _ in self.totals).values())

    @property
    def too_little(self) -> TooLittle | None:
        """What is missing before severity can be told from the marks."""
        if len(self.sheets_of_jurors) < FEWEST_JURORS:
            return TooLittle.JURORS
        if self.shared_entries < FEWEST_SHARED:
            return TooLittle.ENTRIES
        return TooLittle.EQUAL if len({total for _, _, total in self.totals}) == 1 else None

    def winners(self, group: Group) -> set[UUID]:
        """Return the entries of a group to which their places bring an award."""
        rows = self.standings[group]
        return {row.competitor.entry for row in rows if suggested_award(row, self.awards) is not None}

    @property
    def sha256(self) -> str:
        """The hash of all that is read: the same marks need no second analysis."""
        return content_hash(
            {
                "version": VERSION,
                "seed": self.seed,
                "weights": {key: str(weight) for key, weight in self.rubric.weights.items()},
                "sheets": sorted([str(each.entry), str(each.judge), _marks(each)] for each in self.sheets),
                "order": [_placed(row) for group in sorted(self.standings) for row in self.standings[group]],
                "awards": list(self.awards),
            }
        )


def _marks(sheet: SubmittedSheet) -> list[list[Any]]:
    return sorted([key, given.value] for key, given in sheet.given.items() if key != GENERAL)


def _placed(row: Standing) -> list[Any]:
    score = None if row.score is None else str(row.score)
    return [*row.competitor.group, row.competitor.code, score, row.place, row.last_place]
