"""When a contest takes entries, who may enter, and what an entry must hold: no database, no request."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from contest_app.accounts.rules import ALPHABET
from contest_app.errors import Conflict, Refusal
from contest_app.languages import N_

BLIND_CODE_LENGTH: Final = 4


class ScheduleDisordered(Refusal):
    """The dates of a contest do not follow each other."""

    message = N_("Entries must open before they close, and judging must end after that.")


class EntriesNotOpen(Refusal):
    """The contest does not take entries yet."""

    message = N_("Entries are not open yet.")


class EntriesClosed(Refusal):
    """The contest no longer takes entries."""

    message = N_("Entries closed, so this can no longer be sent. What you wrote is kept in your draft.")


class GradeOutsideContest(Refusal):
    """No age group of the contest is for this grade."""

    message = N_("This contest has no age group for grade %(grade)d.")


class TeamUnfit(Refusal):
    """Too few or too many authors."""

    message = N_("An entry of this contest has %(least)d to %(most)d authors.")


class NotAClassmate(Refusal):
    """An author who is not in the class of the entry's owner."""

    message = N_("Authors of one entry are pupils of one class.")


class AlreadyEntered(Refusal):
    """The pupil has an entry in this nomination."""

    message = N_("There is already an entry in this nomination. One nomination takes one entry from each pupil.")


class LanguageNotAccepted(Refusal):
    """The contest does not take works in this language."""

    message = N_("This contest does not accept works in this language.")


class ReasonMissing(Refusal):
    """A contest that has opened changes only with a reason."""

    message = N_("The contest is already open: write why you change it. The reason is kept for good.")


class ContestFixed(Refusal):
    """What the jury judges by cannot change once entries have closed."""

    message = N_("Entries have closed, so criteria, nominations and age groups can no longer change.")


class NominationInUse(Refusal):
    """A nomination or age group in which there are entries cannot be removed."""

    message = N_("There are entries in “%(name)s”, so it cannot be removed.")


class EntryWithdrawn(Refusal):
    """A withdrawn entry takes part no more."""

    message = N_("This entry was withdrawn.")


class AlreadySubmitted(Refusal):
    """A submitted entry is withdrawn, not deleted."""

    message = N_("This entry has been submitted; you can withdraw it.")


class EntryRejected(Refusal):
    """An entry that the formal check rejected takes part no more."""

    message = N_("This entry was not accepted, so it can no longer be changed.")


class CheckUnused(Refusal):
    """The contest has no formal check."""

    message = N_("This contest has no formal check. Turn it on under “Who may enter”.")


class WordsMissing(Refusal):
    """Whoever returns or rejects an entry says why."""

    message = N_("Write to the author what is to be mended, or why the entry is not accepted.")


class MendingPast(Refusal):
    """The time for mending has to lie ahead."""

    message = N_("Choose until when the author may mend it; that moment has to lie ahead.")


class TooManyFiles(Refusal):
    """A field holds as many files as it may."""

    message = N_("At most %(most)d files fit here. Remove one first.")


class EntryChanged(Conflict):
    """The entry was saved on another page or device since this page was opened."""

    message = N_("This entry was changed on another page or device. Compare the two texts and save again.")


class Verdict(StrEnum):
    """What the formal check says about an entry."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    REJECTED = "rejected"


class Phase(StrEnum):
    """Where a contest stands."""

    PREPARED = "prepared"
    OPEN = "open"
    JUDGING = "judging"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When entries come in, ``opens_at`` up to, not including, ``closes_at``; and when judging ends.

    For as long as the grace lasts after that an entry is still taken, and marked late.
    """

    opens_at: datetime
    closes_at: datetime
    judging_closes_at: datetime
    grace: timedelta = timedelta(0)

    @property
    def taken_until(self) -> datetime:
        """The moment from which nothing is taken any more."""
        return self.closes_at + self.grace

    def takes_entries(self, now: datetime) -> bool:
        """Say whether an entry can be handed in, in time or late."""
        return self.opens_at <= now < self.taken_until

    @classmethod
    def lasting(cls, opens_at: datetime, *, entries_days: int, judging_days: int) -> Schedule:
        """Return the schedule of a contest whose stages last so many days."""
        closes_at = opens_at + timedelta(days=entries_days)
        return cls(opens_at, closes_at, closes_at + timedelta(days=judging_days))

    def check(self) -> None:
        """Raise ``ScheduleDisordered`` unless the moments follow each other."""
        if not self.opens_at < self.closes_at <= self.judging_closes_at:
            raise ScheduleDisordered

    def phase(self, now: datetime) -> Phase:
        """Return where the contest stands at ``now``."""
        if now < self.opens_at:
            return Phase.PREPARED
        if now < self.closes_at:
            return Phase.OPEN
        return Phase.JUDGING if now < self.judging_closes_at else Phase.FINISHED

    def check_open(self, now: datetime) -> None:
        """Raise ``EntriesNotOpen`` or ``EntriesClosed`` unless ``now`` lies between opening and closing."""
        if now < self.opens_at:
            raise EntriesNotOpen
        if now >= self.closes_at:
            raise EntriesClosed

    def check_taken(self, now: datetime) -> None:
        """Raise ``EntriesNotOpen`` or ``EntriesClosed`` unless entries are taken at ``now``, be it late."""
        if now < self.opens_at:
            raise EntriesNotOpen
        if now >= self.taken_until:
            raise EntriesClosed


class HasGrades(Protocol):
    """An age group: the grades that compete with each other."""

    @property
    def grades(self) -> list[int]:
        """The grades."""


Group = TypeVar("Group", bound=HasGrades)


def age_group_of(groups: Iterable[Group], grades: Collection[int]) -> Group:
    """Return the age group of authors in ``grades``: the oldest author decides.

    Raises GradeOutsideContest.
    """
    oldest = max(grades)
    for group in groups:
        if oldest in group.grades:
            return group
    raise GradeOutsideContest(grade=oldest)


def check_team(size: int, least: int, most: int) -> None:
    """Raise ``TeamUnfit`` unless the number of authors lies within the contest's bounds."""
    if not least <= size <= most:
        raise TeamUnfit(least=least, most=most)


def new_blind_code(taken: Collection[str]) -> str:
    """Return a random code that no entry of the contest has: 29⁴ ≈ 700,000 of them.

    It follows from nothing: neither the author nor the time of submission can be read off it.
    """
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(BLIND_CODE_LENGTH))
        if code not in taken:
            return code


def neutral_name(blind_code: str, position: int, extension: str) -> str:
    """Return the name under which jurors see a file; the author's own name of it may tell who they are.

    >>> neutral_name("K7Q2", 1, "pdf")
    'entry-K7Q2-1.pdf'
    """
    return f"entry-{blind_code}-{position}.{extension}"


def removed(kept: Sequence[str], before: Sequence[str]) -> list[str]:
    """Return the keys of ``before`` that ``kept`` no longer has, in their order.

    >>> removed(["a", "c"], ["a", "b", "c"])
    ['b']
    """
    return [key for key in before if key not in kept]
