"""Counting a report and keeping it.

Only ``reports/jobs.py`` imports this module: the web process loads nothing that fits scales.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.reports import queries
from contest_app.reports.models import RegionReport, ReportTrace
from contest_app.reports.queries import Recorded
from contest_app.reports.rules import bias, change, counting
from contest_app.reports.rules.answers import Pupil, Told
from contest_app.reports.rules.beside import Beside, hash_of
from contest_app.reports.rules.content import MEASURES, VERSION, Table, sha256_of
from contest_app.reports.rules.period import Month, Period
from contest_app.tasks.rules.ratings import is_shown

_MEASURE_OF: Final = {dimension: measure for measure, dimension in MEASURES.items()}


@dataclass(frozen=True, slots=True)
class Counted:
    """A report that was counted, the trace that it leaves, and its place among the reports that are kept."""

    content: dict[str, Any]
    trace: dict[str, Any]
    place: int


@dataclass(slots=True)
class Gathered:
    """What a report is counted from; pupils are numbered, and no key of a pupil goes further."""

    numbers: dict[UUID, int] = field(default_factory=dict)
    pupils: dict[int, Pupil] = field(default_factory=dict)
    items: dict[UUID, str] = field(default_factory=dict)
    scores: dict[str, list[Told]] = field(default_factory=lambda: {measure: [] for measure in MEASURES})
    runs: set[UUID] = field(default_factory=set)
    scorers: set[str] = field(default_factory=set)


def make_report(session: Session, period: Period, zone: tzinfo) -> Counted:
    """Count a report about these months, as the clocks in ``zone`` tell them, beside those that share a month."""
    place = queries.next_place(session)  # first: who is kept in between takes it, and this one is counted again
    earlier = [trace.content for trace in queries.traces(session, period)]
    gathered = _gathered(session, period, zone)
    beside = Beside(earlier, {number: hash_of(key) for key, number in gathered.numbers.items()})
    return Counted(_content(session, gathered, beside), beside.trace, place)


def _content(session: Session, gathered: Gathered, beside: Beside) -> dict[str, Any]:
    scores, pupils = gathered.scores, gathered.pupils
    measures = counting.measured(scores, pupils, beside)
    return {
        "version": VERSION,
        "runs": len(gathered.runs),
        "input": sha256_of({"runs": sorted(map(str, gathered.runs))}),
        "scorers": sorted(gathered.scorers),
        "measures": measures,
        "halves": {measure: change.halves_of(measure, scores[measure], pupils, beside) for measure in MEASURES},
        "change": {measure: change.change_of(measure, scores[measure], pupils, beside) for measure in MEASURES},
        "bias": bias.comparisons(scores["fluency"], pupils, beside),
        "names": _names(session, pupils.values(), gathered.items),
    }


def keep_report(session: Session, period: Period, counted: Counted, asked_by: UUID, *, now: datetime) -> RegionReport:
    """Add a counted report with its trace."""
    report = RegionReport(
        first_month=str(period.first),
        last_month=str(period.last),
        content=counted.content,
        sha256=sha256_of(counted.content),
        asked_by_id=asked_by,
        counted_at=now,
    )
    session.add(report)
    session.flush()  # the trace refers to the report by key
    session.add(ReportTrace(report_id=report.id, place=counted.place, content=counted.trace))
    audit.record(session, session.get(User, asked_by), "region_report.counted", report, at=now, sha256=report.sha256)
    return report


def _gathered(session: Session, period: Period, zone: tzinfo) -> Gathered:
    gathered = Gathered()
    months: dict[datetime, Month] = {}
    begins_at, ends_at = period.first.begins_at(zone), period.last.next.begins_at(zone)
    for row in queries.scores_of_record(session, begins_at, ends_at, _MEASURE_OF):
        month = months.setdefault(row.opens_at, Month.of(row.opens_at, zone))
        _take(gathered, row, month)
    return gathered


def _take(gathered: Gathered, row: Recorded, month: Month) -> None:
    measure = _MEASURE_OF[row.dimension]
    if measure == "rating" and not is_shown(row.language):
        return
    # A pupil who changed classes belongs where the last assessment was.
    number = gathered.numbers.setdefault(row.pupil, len(gathered.numbers))
    gathered.pupils[number] = Pupil(row.school_class, row.school, row.district, row.is_rural, row.grade)
    item = gathered.items.setdefault(row.item, str(row.item))
    gathered.scores[measure].append(Told(number, item, row.language, month, row.value))
    gathered.runs.add(row.run_id)
    gathered.scorers.add(row.scorer)


def _names(session: Session, pupils: Collection[Pupil], items: Collection[UUID]) -> dict[str, Any]:
    return {
        Table.DISTRICT: queries.district_names(session, {pupil.district for pupil in pupils}),
        Table.SCHOOL: queries.school_names(session, {pupil.school for pupil in pupils}),
        "item": queries.item_titles(session, items),
    }
