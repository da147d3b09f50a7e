"""Builders of contests and entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from factories import NOW
from sqlalchemy.orm import Session

from contest_app.accounts.models import Student, User
from contest_app.config import ROOT
from contest_app.contests import queries, services
from contest_app.contests.models import Contest, Entry, Nomination
from contest_app.contests.presets import Preset, read_industries, read_preset
from contest_app.contests.rules import Schedule

BANK: Path = ROOT / "item_bank"
SLUG = "creative-industries-projects"


def preset() -> Preset:
    """The preset of the contest in creative industries."""
    return read_preset(BANK, SLUG)


def make_contest(
    session: Session,
    organizer: User,
    *,
    opened_days_ago: int = 1,
    now: datetime = NOW,
    own: Preset | None = None,
) -> Contest:
    """A contest that takes entries for 30 days and then is judged for 14; pages need the real ``now``."""
    session.flush()  # the contest refers to its organizer by key
    schedule = Schedule.lasting(now - timedelta(days=opened_days_ago), entries_days=30, judging_days=14)
    contest = services.create_contest(
        session, own or preset(), industries=read_industries(BANK), schedule=schedule, actor=organizer, now=NOW
    )
    session.flush()  # so that the age groups and nominations can be referred to
    return contest


#: Fields that make an entry of the contest complete.
VALUES = {
    "title": "Қолмен оқитын карта",
    "industry": "13.99.2",
    "audience": "Көзі көрмейтін балаларға",
    "description": "Киізден басылған карта.",
    "ai_use": "none",
    "link": "https://example.org/map",
}


def nomination(contest: Contest, key: str = "crafts") -> Nomination:
    """A nomination of a contest by its key."""
    return next(each for each in contest.nominations if each.key == key)


def a_day_in(contest: Contest) -> datetime:
    """A moment at which the contest takes entries: a day after it opened."""
    return contest.opens_at + timedelta(days=1)


def make_draft(session: Session, contest: Contest, student: Student, key: str = "crafts") -> Entry:
    """A pupil's empty draft in a nomination."""
    session.flush()  # queries below look for the pupil's class
    known = queries.student(session, student.user_id)
    assert known is not None
    entry = services.begin_entry(
        session,
        contest,
        known,
        nomination=nomination(contest, key),
        language="kk",
        actor=known.user,
        now=a_day_in(contest),
    )
    session.flush()
    return entry_as_read(session, entry)


def work(entry: Entry, **changes: Any) -> services.Work:
    """What a pupil types into the form of an entry, complete unless changed."""
    typed = services.Work(
        revision=entry.revision, nomination_id=entry.nomination_id, language=entry.language, values=VALUES
    )
    return replace(typed, **changes)


def make_entry(session: Session, contest: Contest, student: Student, key: str = "crafts") -> Entry:
    """A pupil's submitted entry in a nomination."""
    entry = make_draft(session, contest, student, key)
    services.save_entry(session, entry, work(entry), actor=entry.owner, now=a_day_in(contest))
    services.submit_entry(session, entry, actor=entry.owner, now=a_day_in(contest))
    session.flush()
    return entry


def entry_as_read(session: Session, entry: Entry) -> Entry:
    """The entry with all that the queries load, as a request would have it."""
    session.flush()
    session.expire(entry)
    found = queries.entry_of(session, entry.owner_id, entry.id)
    assert found is not None
    return found
