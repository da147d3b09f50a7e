"""Builders of contests and entries."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from factories import NOW
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.config import ROOT
from contest_app.contests import services
from contest_app.contests.models import Contest
from contest_app.contests.presets import Preset, read_industries, read_preset
from contest_app.contests.rules import Schedule

BANK: Path = ROOT / "item_bank"
SLUG = "creative-industries-projects"


def preset() -> Preset:
    """The preset of the contest in creative industries."""
    return read_preset(BANK, SLUG)


def make_contest(session: Session, organizer: User, *, opened_days_ago: int = 1) -> Contest:
    """A contest that takes entries for 30 days and then is judged for 14."""
    session.flush()  # the contest refers to its organizer by key
    schedule = Schedule.lasting(NOW - timedelta(days=opened_days_ago), entries_days=30, judging_days=14)
    contest = services.create_contest(
        session, preset(), industries=read_industries(BANK), schedule=schedule, actor=organizer, now=NOW
    )
    session.flush()  # so that the age groups and nominations can be referred to
    return contest
