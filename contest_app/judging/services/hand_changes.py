"""Giving one entry to a juror and taking it away, by the organizer's hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.contests.models import Entry
from contest_app.judging import rules
from contest_app.judging.hand_rules import NotForJuror, Obstacle, SheetBegun, obstacle
from contest_app.judging.models import Assignment, Round
from contest_app.judging.queries import drafts as queries
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.queries import sheets
from contest_app.judging.queries.rounds import Member
from contest_app.judging.rules import Duty
from contest_app.judging.services import allocation


class Change(Protocol):
    """Giving or taking."""

    def __call__(
        self, session: Session, round_: Round, entry: Entry, judge: User, *, actor: User, now: datetime
    ) -> None:
        """Change who has an entry."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A juror to whom an entry might be given, and what stands against it."""

    juror: Member
    obstacle: Obstacle | None
    is_in_field: bool

    @property
    def is_full(self) -> bool:
        """Say whether the juror has as many entries as the juror wished to have at most."""
        limit = self.juror.member.max_load
        return limit is not None and self.juror.progress.total >= limit


def choices(session: Session, round_: Round, entry: Entry) -> list[Choice]:
    """Return the jurors of a round, those who may have the entry first, the least laden before the others."""
    judges = [each for each in round_queries.members(session, round_.id) if each.member.duty == Duty.JUDGE]
    barred = allocation.barred_pairs(session, round_, [entry], judges)
    known = allocation.entry_to_judge(entry)
    found = []
    for each in judges:
        judge = allocation.judge_at_hand(each)
        against = obstacle(known, judge, barred, has_signed=each.is_ready_to_mark)
        found.append(Choice(each, against, known.nomination in judge.expertise))
    return sorted(
        found, key=lambda each: (each.obstacle is not None, not each.is_in_field, each.juror.progress.total)
    )


def give(session: Session, round_: Round, entry: Entry, judge: User, *, actor: User, now: datetime) -> None:
    """Give an entry to a juror; one who has it keeps it.

    Raises AlreadyPublished, EntriesStillOpen, NotForJuror.
    """
    _check_open(round_, now)
    round_queries.hold(session, round_.id)
    offered = {each.juror.member.user_id: each for each in choices(session, round_, entry)}
    if judge.id not in offered or offered[judge.id].obstacle is not None:
        raise NotForJuror
    row = sheets.pair(session, round_.id, judge.id, entry.id)
    if row is not None and row.withdrawn_at is None:
        return
    row = row or _added(session, round_, entry, judge, now)
    row.withdrawn_at = None
    session.flush()  # the audit names the row by its key
    audit.record(session, actor, "assignment.given_by_hand", row, at=now, judge_id=str(judge.id))


def take(session: Session, round_: Round, entry: Entry, judge: User, *, actor: User, now: datetime) -> None:
    """Take an entry that is not begun from a juror; who does not have it stays without.

    Raises AlreadyPublished, EntriesStillOpen, SheetBegun.
    """
    _check_open(round_, now)
    round_queries.hold(session, round_.id)
    row = sheets.pair(session, round_.id, judge.id, entry.id)
    if row is None or row.withdrawn_at is not None:
        return
    if row.marks or row.submitted_at is not None:
        raise SheetBegun
    audit.record(session, actor, "assignment.taken_by_hand", row, at=now, judge_id=str(judge.id))
    session.delete(row)


def _added(session: Session, round_: Round, entry: Entry, judge: User, now: datetime) -> Assignment:
    position = queries.last_position(session, round_.id, judge.id) + 1
    row = Assignment(round_id=round_.id, entry_id=entry.id, judge_id=judge.id, position=position, created_at=now)
    session.add(row)
    return row


def _check_open(round_: Round, now: datetime) -> None:
    if round_.published_at is not None:
        raise rules.AlreadyPublished
    if now < round_.contest.closes_at:
        raise rules.EntriesStillOpen
