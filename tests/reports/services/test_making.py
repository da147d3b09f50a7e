"""Counting a report from what is in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, make_user
from reports.reports_factories import (
    Region,
    add_assessment,
    add_class,
    add_district,
    add_run,
    add_school,
    chance,
    make_region,
)
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.reports.models import RegionReport, ReportTrace
from contest_app.reports.rules.content import Content
from contest_app.reports.rules.period import Month, OverlapsUntraced, Period
from contest_app.reports.services import asking, making
from contest_app.roles import Role
from contest_app.tasks.models import Item, Response

ZONE = ZoneInfo("Asia/Almaty")
AUTUMN = Period(Month(2026, 9), Month(2026, 11))


def school_with_class(region: Region, name: str, pupils: int, district: str, **options: Any) -> UUID:
    rural = options.pop("rural", False)
    return add_class(region, add_school(region, district, name, rural=rural), pupils, **options)


def content_of(session: Session, period: Period = AUTUMN) -> Content:
    return Content(making.make_report(session, period, ZONE).content)


def fluency(value: float) -> Any:
    return lambda _pupil, _item: {"fluency": value}


def counts(content: Content, table: str) -> dict[str, int | None]:
    return {line.key: line.cell.pupils if line.cell else None for line in content.lines("fluency", table)}


def test_a_pupil_stands_in_one_row_of_every_table(session: Session) -> None:
    region = make_region(session)
    a, b = add_district(region, "a"), add_district(region, "b")
    for name, district, rural, grade, language in (("1", a, False, 5, "kk"), ("2", b, True, 6, "ru")):
        school_class = school_with_class(region, name, 12, district, rural=rural, grade=grade, language=language)
        add_assessment(region, school_class, chance(1), language=language)
    region.write()

    content = content_of(session)

    assert counts(content, "all") == {"all": 24}
    assert counts(content, "district") == {"a": 12, "b": 12}
    assert counts(content, "place") == {"rural": 12, "urban": 12}
    assert counts(content, "grade") == {"05": 12, "06": 12}
    assert counts(content, "language") == {"kk": 12, "ru": 12}
    assert list(counts(content, "school").values()) == [12, 12]


def test_only_scores_of_record_of_assessments_in_the_months_count(session: Session) -> None:
    region = make_region(session)
    school_class = school_with_class(region, "1", 12, add_district(region, "a"))
    add_assessment(region, school_class, chance(1), mode="practice")
    add_assessment(region, school_class, chance(2), standing="provisional")
    add_assessment(region, school_class, chance(3), opens_at=NOW - timedelta(days=120))
    region.write()

    content = content_of(session)

    assert content.is_empty
    assert content.said["runs"] == 0


def test_of_two_runs_over_one_question_the_newer_counts(session: Session) -> None:
    region = make_region(session, items=1)
    school_class = school_with_class(region, "1", 12, add_district(region, "a"))
    sitting = add_assessment(region, school_class, chance(1))
    responses = [row["id"] for row in region.rows[Response]]
    newer = {key: {"fluency": float(place)} for place, key in enumerate(responses)}
    add_run(region, sitting, region.items[0], newer, created_at=NOW + timedelta(days=1))
    region.write()

    content = content_of(session)

    assert content.said["runs"] == 1
    assert content.lines("flexibility", "all") == []
    assert counts(content, "all") == {"all": 12}


def test_the_first_and_last_moment_of_a_month_are_the_regions(session: Session) -> None:
    region = make_region(session)
    school_class = school_with_class(region, "1", 12, add_district(region, "a"))
    midnight = Month(2026, 9).begins_at(ZONE)
    add_assessment(region, school_class, chance(1), opens_at=midnight)
    region.write()

    september = Period(Month(2026, 9), Month(2026, 9))
    august = Period(Month(2026, 8), Month(2026, 8))

    assert not content_of(session, september).is_empty
    assert content_of(session, august).is_empty


def test_ratings_of_kazakh_answers_are_not_told(session: Session) -> None:
    region = make_region(session)
    a = add_district(region, "a")
    for name, language in (("1", "kk"), ("2", "ru")):
        add_assessment(
            region, school_with_class(region, name, 12, a, language=language), chance(1), language=language
        )
    region.write()

    content = content_of(session)

    assert [line.cell.pupils for line in content.lines("rating", "all") if line.cell] == [12]


def test_languages_are_compared_by_the_number_of_ideas_alone(session: Session) -> None:
    region = make_region(session)
    a = add_district(region, "a")
    for name, language, few in (("1", "kk", 2.0), ("2", "ru", 6.0)):
        school_class = school_with_class(region, name, 12, a, language=language)
        other = school_with_class(region, name + "b", 12, a, language=language)
        add_assessment(region, school_class, fluency(few), language=language)
        add_assessment(region, other, fluency(few + 1), language=language)
    region.write()

    content = content_of(session)
    means = {line.key: line.cell.mean or 0 for line in content.lines("fluency", "language") if line.cell}

    assert content.lines("originality", "language") == []
    assert means["kk"] < 50 < means["ru"]
    assert [line.cell.mean for line in content.lines("fluency", "all") if line.cell] == [50.0]


def test_a_small_school_is_hidden_together_with_another(session: Session) -> None:
    region = make_region(session)
    a = add_district(region, "a")
    for name, pupils in (("small", 4), ("middle", 12), ("large", 30)):
        add_assessment(region, school_with_class(region, name, pupils, a), chance(1))
    region.write()

    content = content_of(session)
    shown = {content.name("school", line.key)["en"]: line.cell for line in content.lines("fluency", "school")}

    assert shown["small"] is None
    assert shown["middle"] is None
    assert shown["large"] is not None
    assert counts(content, "all") == {"all": 46}


def test_of_one_class_alone_no_mean_is_told(session: Session) -> None:
    region = make_region(session)
    add_assessment(region, school_with_class(region, "1", 12, add_district(region, "a")), chance(1))
    region.write()

    [line] = content_of(session).lines("fluency", "all")

    assert line.cell is not None
    assert (line.cell.pupils, line.cell.mean, line.cell.low, line.cell.high) == (12, None, None, None)


def test_the_same_pupils_change_is_told_with_parallel_forms(session: Session) -> None:
    region = make_region(session, items=2)
    a = add_district(region, "a")
    first, second = region.items
    spring = NOW + timedelta(days=150)
    for place in range(4):
        school_class = school_with_class(region, str(place), 10, a)
        before, after = ([first], [second]) if place % 2 else ([second], [first])
        add_assessment(region, school_class, _rising(0, first), items=before)
        add_assessment(region, school_class, _rising(3, first), items=after, opens_at=spring)
    region.write()

    content = content_of(session, Period(Month(2026, 9), Month(2027, 5)))
    cell = content.change("fluency").cell

    assert cell is not None
    assert (cell.pupils, cell.classes, cell.schools) == (40, 4, 4)
    assert cell.mean is not None
    assert cell.mean > 5
    assert [line.key for line in content.halves("fluency")] == ["2026-1", "2026-2"]


def _rising(more: float, harder: Item) -> Any:
    def values(pupil: UUID, item: Item) -> dict[str, float]:
        return {"fluency": 5 + more + pupil.int % 5 - 4 * (item.id == harder.id)}

    return values


def test_the_job_keeps_a_report_that_is_the_same_when_counted_again(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        region = make_region(session)
        add_assessment(region, school_with_class(region, "1", 12, add_district(region, "a")), chance(1))
        region.write()
        person = make_user(session, Role.METHODOLOGIST)
    for _ in range(2):
        with database.transaction() as session:
            asking.ask_for_report(session, AUTUMN, actor=person, now=NOW)
        run_due(database, settings)

    with database.reading() as session:
        first, second = session.scalars(select(RegionReport)).all()
        acts = session.execute(select(AuditRow.act, AuditRow.actor_id).where(AuditRow.subject_id == first.id)).all()

    assert first.content == second.content
    assert first.sha256 == second.sha256
    assert first.period == AUTUMN
    assert acts == [("region_report.counted", person.id)]


def test_a_longer_report_hides_who_came_in_after_the_shorter_one(database: Database, settings: Settings) -> None:
    winter = NOW + timedelta(days=90)
    year = Period(Month(2026, 9), Month(2027, 5))
    with database.transaction() as session:
        region = make_region(session)
        a = add_district(region, "a")
        for name, before, later in (("few", 20, 4), ("middle", 15, 12), ("many", 20, 14)):
            school = add_school(region, a, name)
            add_assessment(region, add_class(region, school, before), chance(1))
            add_assessment(region, add_class(region, school, later), chance(2), opens_at=winter)
        region.write()
        person = make_user(session, Role.METHODOLOGIST)
    for period in (AUTUMN, year):
        with database.transaction() as session:
            asking.ask_for_report(session, period, actor=person, now=NOW)
        run_due(database, settings)

    with database.reading() as session:
        reports = session.scalars(select(RegionReport).order_by(RegionReport.last_month)).all()
        shown = [
            {content.name("school", line.key)["en"] for line in content.lines("fluency", "school") if line.cell}
            for content in (report.told for report in reports)
        ]

    assert shown == [{"few", "middle", "many"}, {"many"}]  # the middle one would tell of the few


def test_of_two_reports_counted_at_once_the_second_is_counted_again(database: Database) -> None:
    with database.transaction() as session:
        person = make_user(session, Role.METHODOLOGIST)
    with database.reading() as session:
        first, second = (making.make_report(session, AUTUMN, ZONE) for _ in range(2))
    with database.transaction() as session:
        making.keep_report(session, AUTUMN, first, person.id, now=NOW)

    with pytest.raises(IntegrityError), database.transaction() as session:
        making.keep_report(session, AUTUMN, second, person.id, now=NOW)


def test_beside_a_report_that_left_no_trace_none_is_counted(session: Session) -> None:
    person = make_user(session, Role.METHODOLOGIST)
    session.flush()
    report = making.keep_report(session, AUTUMN, making.Counted({"version": 1}, {}, 1), person.id, now=NOW)
    session.flush()
    session.execute(delete(ReportTrace).where(ReportTrace.report_id == report.id))
    november, december = Month(2026, 11), Month(2026, 12)

    asking.ask_for_report(session, Period(december, december), actor=person, now=NOW)
    with pytest.raises(OverlapsUntraced) as refused:
        asking.ask_for_report(session, Period(november, december), actor=person, now=NOW)

    assert refused.value.facts == {"first": "2026-09", "last": "2026-11"}


def test_a_report_cannot_be_edited(session: Session) -> None:
    person = make_user(session, Role.METHODOLOGIST)
    session.flush()
    making.keep_report(session, AUTUMN, making.Counted({"version": 1}, {}, 1), person.id, now=NOW)
    session.flush()

    with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
        session.execute(update(RegionReport).values(sha256="0"))


@pytest.mark.parametrize("classes", [1, 3])
def test_counting_runs_as_many_statements_whatever_the_region(session: Session, classes: int) -> None:
    region = make_region(session)
    a = add_district(region, "a")
    for place in range(classes):
        add_assessment(region, school_with_class(region, str(place), 12, a), chance(1))
    region.write()
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *facts: statements.append(facts[2]))

    making.make_report(session, AUTUMN, ZONE)

    assert len(statements) == 6
