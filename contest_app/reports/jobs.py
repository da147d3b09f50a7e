"""The machine's work on reports."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from contest_app.jobs.registry import Work, job
from contest_app.reports.rules.period import Month, Period
from contest_app.reports.services import asking, making


@job(asking.MAKE)
def make_report(work: Work, first: str, last: str, asked_by: str) -> None:
    """Count a report about the months from ``first`` to ``last`` and keep it."""
    period = Period(Month.parse(first), Month.parse(last))
    with work.reading() as session:
        counted = making.make_report(session, period, ZoneInfo(work.settings.time_zone))
    with work.completing() as session:
        making.keep_report(session, period, counted, UUID(asked_by), now=work.now)
