"""Reads of reports, and of what they are counted from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import Session, defer

from contest_app.accounts.models import District, School, SchoolClass, Student
from contest_app.languages import Localised
from contest_app.reports.models import RegionReport, ReportTrace
from contest_app.reports.rules.period import Period
from contest_app.tasks.models import Attempt, Item, Response, Score, ScoringRun, Sitting
from contest_app.tasks.rules.sittings import Mode

_BATCH = 5000


class Recorded(NamedTuple):
    """One score of record: whose, on what, where and when."""

    run_id: UUID
    scorer: str
    pupil: UUID
    school_class: UUID
    school: UUID
    district: str
    is_rural: bool
    grade: int
    item: UUID
    language: str
    opens_at: datetime
    dimension: str
    value: float


def reports(session: Session, limit: int = 50) -> Sequence[RegionReport]:
    """Return the newest reports, without what they say."""
    newest = select(RegionReport).order_by(RegionReport.counted_at.desc(), RegionReport.id).limit(limit)
    return session.scalars(newest.options(defer(RegionReport.content, raiseload=True))).all()


def report(session: Session, report_id: UUID) -> RegionReport | None:
    """Return one report."""
    return session.get(RegionReport, report_id)


def traces(session: Session, period: Period) -> list[ReportTrace]:
    """Return the traces of the reports that share a month with a period, the first kept first."""
    query = select(ReportTrace).join(RegionReport, RegionReport.id == ReportTrace.report_id)
    return list(session.scalars(query.where(*_sharing(period)).order_by(ReportTrace.place)))


def next_place(session: Session) -> int:
    """Return the number of the report that is kept next."""
    return (session.scalar(select(func.max(ReportTrace.place))) or 0) + 1


def without_trace(session: Session, period: Period) -> RegionReport | None:
    """Return a report that shares a month with a period and left no trace, if there is one."""
    traced = select(ReportTrace.report_id).where(ReportTrace.report_id == RegionReport.id).exists()
    query = select(RegionReport).where(*_sharing(period), ~traced).order_by(RegionReport.counted_at).limit(1)
    return session.scalar(query.options(defer(RegionReport.content, raiseload=True)))


def _sharing(period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Months are written so that their order is that of their letters."""
    return RegionReport.first_month <= str(period.last), RegionReport.last_month >= str(period.first)


def scores_of_record(
    session: Session, begins_at: datetime, ends_at: datetime, dimensions: Collection[str]
) -> Iterator[Recorded]:
    """Go through the scores of record of assessments that opened in that time and are closed."""
    run = _newest_final_runs(begins_at, ends_at)
    query = (
        select(
            run.c.id,
            run.c.scorer_version,
            Student.user_id,
            SchoolClass.id,
            School.id,
            School.district_key,
            School.is_rural,
            SchoolClass.grade,
            run.c.item_id,
            run.c.language,
            run.c.opens_at,
            Score.dimension,
            Score.value,
        )
        .join(run, run.c.id == Score.run_id)
        .join(Response, Response.id == Score.response_id)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Student, Student.user_id == Attempt.student_id)
        .join(SchoolClass, SchoolClass.id == run.c.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .where(run.c.place == 1, Response.superseded_at.is_(None), Score.dimension.in_(dimensions))
        .order_by(run.c.opens_at, run.c.id, Score.response_id, Score.dimension)
        .execution_options(yield_per=_BATCH)
    )
    return (Recorded(*row) for row in session.execute(query))


def _newest_final_runs(begins_at: datetime, ends_at: datetime) -> Subquery:
    """Select the final runs of a time, the newest of each sitting, item and language in the first place."""
    newest_first = func.row_number().over(
        partition_by=(ScoringRun.sitting_id, ScoringRun.item_id, ScoringRun.language),
        order_by=(ScoringRun.created_at.desc(), ScoringRun.id.desc()),
    )
    query: Select[tuple[object, ...]] = (
        select(
            ScoringRun.id,
            ScoringRun.scorer_version,
            ScoringRun.item_id,
            ScoringRun.language,
            Sitting.class_id,
            Sitting.opens_at,
            newest_first.label("place"),
        )
        .join(Sitting, Sitting.id == ScoringRun.sitting_id)
        .where(
            ScoringRun.standing == "final",
            Sitting.mode == Mode.ASSESSMENT,
            Sitting.closed_at.is_not(None),
            Sitting.opens_at >= begins_at,
            Sitting.opens_at < ends_at,
        )
    )
    return query.subquery()


def district_names(session: Session, keys: Collection[str]) -> dict[str, Localised]:
    """Return the names of districts."""
    return {row.key: row.name for row in session.scalars(select(District).where(District.key.in_(keys)))}


def school_names(session: Session, keys: Collection[UUID]) -> dict[str, Localised]:
    """Return the names of schools."""
    rows = session.execute(select(School.id, School.name))
    return {str(key): name for key, name in rows if key in keys}


def item_titles(session: Session, keys: Collection[UUID]) -> dict[str, Localised]:
    """Return the titles of items."""
    return {str(key): title for key, title in session.execute(select(Item.id, Item.title)) if key in keys}
