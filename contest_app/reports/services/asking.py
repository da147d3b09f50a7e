"""Asking for a report, and taking one away."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.jobs.services import enqueue
from contest_app.reports import queries
from contest_app.reports.models import RegionReport
from contest_app.reports.rules.period import OverlapsUntraced, Period

MAKE: Final = "reports.make"


def job_key(period: Period) -> str:
    """Return the key under which the work on a report of these months is asked for once."""
    return f"{MAKE}:{period.first}:{period.last}"


def ask_for_report(session: Session, period: Period, *, actor: User, now: datetime) -> None:
    """Call for a report about these months; it is counted by the machine.

    Raises OverlapsUntraced.
    """
    if earlier := queries.without_trace(session, period):
        raise OverlapsUntraced(first=earlier.first_month, last=earlier.last_month)
    payload = {"first": str(period.first), "last": str(period.last), "asked_by": str(actor.id)}
    enqueue(session, MAKE, payload, now=now, unique_key=job_key(period))


def take_away(session: Session, report: RegionReport, form: str, *, actor: User, now: datetime) -> None:
    """Note that somebody takes a report away as a file of that form."""
    audit.record(session, actor, "region_report.exported", report, at=now, form=form)
