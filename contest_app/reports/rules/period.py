"""The months that a report is about, and the halves of the school year that they fall into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final, Self

from contest_app.errors import Refusal
from contest_app.languages import N_

#: The school year begins in September; its second half is told from January.
FIRST_MONTH: Final = 9
MONTHS: Final = 12
LONGEST: Final = 60


class PeriodUnfit(Refusal):
    """The period ends before it begins, or is longer than five years."""

    message = N_("The last month is not before the first, and a report is about five years at most.")


class OverlapsUntraced(Refusal):
    """A report of some of these months was counted before reports were hidden beside each other."""

    message = N_(
        "The report of %(first)s – %(last)s was counted in a way that other reports cannot be hidden beside it. "
        "Together they could show a small group, so choose months outside it."
    )


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a calendar year."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime, zone: tzinfo) -> Self:
        """Return the month of a moment where the clocks show ``zone``."""
        local = moment.astimezone(zone)
        return cls(local.year, local.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the month that is written so; raises ValueError.

        >>> Month.parse("2026-09")
        Month(year=2026, number=9)
        """
        year, _, number = text.partition("-")
        found = cls(int(year), int(number))
        if not 1 <= found.number <= MONTHS:
            raise ValueError(f"no month: {text!r}")
        return found

    @property
    def next(self) -> Month:
        """The month after it."""
        return self.before(-1)

    def before(self, count: int) -> Month:
        """Return the month that was so many earlier."""
        months = self.year * MONTHS + self.number - 1 - count
        return Month(months // MONTHS, months % MONTHS + 1)

    def begins_at(self, zone: tzinfo) -> datetime:
        """Return its first moment."""
        return datetime(self.year, self.number, 1, tzinfo=zone).astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from ``first`` to ``last``, both in it. Raises PeriodUnfit."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first or self.first < self.last.before(LONGEST - 1):
            raise PeriodUnfit


@dataclass(frozen=True, slots=True, order=True)
class Half:
    """A half of a school year: ``year`` is the one in which the school year begins."""

    year: int
    number: int

    @classmethod
    def of(cls, month: Month) -> Self:
        """Return the half that a month lies in.

        >>> Half.of(Month(2026, 10)), Half.of(Month(2027, 3))
        (Half(year=2026, number=1), Half(year=2026, number=2))
        """
        is_first = month.number >= FIRST_MONTH
        return cls(month.year if is_first else month.year - 1, 1 if is_first else 2)
