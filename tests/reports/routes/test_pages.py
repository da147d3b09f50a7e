"""Reports on the page and as files."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, StringIO
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, csrf, make_user
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from reports.reports_factories import (
    SECRET_NAME,
    add_assessment,
    add_class,
    add_district,
    add_school,
    chance,
    make_region,
)
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.reports.models import RegionReport, ReportTrace
from contest_app.reports.rules.period import Month, Period
from contest_app.reports.services import making
from contest_app.roles import Role

Browser = Callable[..., FlaskClient]

AUTUMN = Period(Month(2026, 9), Month(2026, 11))
MONTHS = {"first": "2026-09", "last": "2026-11"}


@dataclass
class Scene:
    """A region of three schools, one of them small, a report of it, and who may read it."""

    reader: User
    report_id: UUID

    @property
    def page(self) -> str:
        return f"/region/reports/{self.report_id}"


def build(session: Session, schools: tuple[tuple[str, int], ...]) -> Scene:
    region = make_region(session)
    a = add_district(region, "a")
    for place, (name, pupils) in enumerate(schools):
        rural, language = bool(place % 2), ("kk", "ru")[place % 2]
        school = add_school(region, a, name, rural=rural)
        for _ in range(2):
            school_class = add_class(region, school, pupils, grade=5 + place % 3, language=language)
            add_assessment(region, school_class, chance(place), language=language)
    region.write()
    reader = make_user(session, Role.METHODOLOGIST)
    session.flush()
    counted = making.make_report(session, AUTUMN, ZoneInfo("Asia/Almaty"))
    return Scene(reader, making.keep_report(session, AUTUMN, counted, reader.id, now=NOW).id)


SCHOOLS = (("№ 10 мектеп", 15), ("=№ 9 мектеп", 20), ("Шағын мектеп", 4))


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.transaction() as session:
        return build(session, SCHOOLS)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def body(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_groups_stand_with_their_numbers_and_small_ones_are_hidden(scene: Scene, signed_in: Browser) -> None:
    text = words(body(signed_in(scene.reader), f"{scene.page}?measure=fluency&by=school"))

    assert re.search(r"№ 9 мектеп [\d.]+ [\d.]+ [\d.]+ [\d.]+ from [\d.]+ to [\d.]+ 40 2 1", text)
    assert "№ 10 мектеп hidden" in text
    assert "Шағын мектеп hidden" in text
    assert "they never serve to rank schools" in text


def test_schools_stand_in_alphabetical_order(scene: Scene, signed_in: Browser) -> None:
    page = body(signed_in(scene.reader), f"{scene.page}?by=school")

    names = re.findall(r'<th scope="row"[^>]*>([^<]*мектеп)</th>', page)

    assert names == ["=№ 9 мектеп", "№ 10 мектеп", "Шағын мектеп"]


@pytest.mark.parametrize("measure", ["fluency", "flexibility", "originality", "elaboration", "rating"])
@pytest.mark.parametrize("by", ["district", "school", "language", "grade", "place"])
def test_every_view_is_a_valid_page(scene: Scene, signed_in: Browser, measure: str, by: str) -> None:
    page = body(signed_in(scene.reader, "kk"), f"{scene.page}?measure={measure}&by={by}")

    assert page.count("<h1") == 1
    assert re.findall(r"\sstyle=|<script(?![^>]*src)", page) == []


def test_languages_are_compared_by_the_number_of_ideas_alone(scene: Scene, signed_in: Browser) -> None:
    client = signed_in(scene.reader)

    assert "Қазақша" in words(body(client, f"{scene.page}?measure=fluency&by=language")).partition("Language of")[2]
    assert "Languages are not compared" in body(client, f"{scene.page}?measure=originality&by=language")


def test_what_no_address_should_ask_for_shows_the_first_view(scene: Scene, signed_in: Browser) -> None:
    client = signed_in(scene.reader)

    assert words(body(client, f"{scene.page}?measure=../&by=<x>")) == words(body(client, scene.page))


@pytest.mark.parametrize("form", ["", ".xlsx", ".csv", "?by=school"])
def test_no_page_and_no_file_names_a_pupil(scene: Scene, signed_in: Browser, form: str) -> None:
    answer = signed_in(scene.reader).get(scene.page + form)

    content = answer.get_data()
    if form == ".xlsx":
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        content = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names]).encode()
    assert answer.status_code == 200
    assert SECRET_NAME.encode() not in content


def test_files_hide_what_the_page_hides_and_run_no_formula(scene: Scene, signed_in: Browser) -> None:
    client = signed_in(scene.reader)

    rows = list(csv.DictReader(StringIO(client.get(f"{scene.page}.csv").get_data().decode("utf-8-sig"))))
    fluency = {row["Group"]: row for row in rows if row["What is measured"] == "Number of different ideas"}

    assert fluency["'=№ 9 мектеп"]["Pupils"] == "40"
    assert fluency["Шағын мектеп"]["Pupils"] == fluency["Шағын мектеп"]["Mean, points"] == ""
    assert fluency["Шағын мектеп"]["Remark"].startswith("hidden")


def test_the_workbook_tells_how_each_number_is_counted(scene: Scene, signed_in: Browser) -> None:
    content = signed_in(scene.reader).get(f"{scene.page}.xlsx").get_data()

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    notes = {row[0]: row[1] for row in book.get_sheet_by_name(book.sheet_names[-1]).to_python()}

    assert book.sheet_names == ["Results", "Change with time", "Tasks and groups", "How it is counted"]
    assert notes["Scorer"] == "qiyal test"
    assert re.fullmatch(r"[0-9a-f]{64}", str(notes["Hash of the report (SHA-256)"]))


def test_taking_a_file_away_is_noted(scene: Scene, signed_in: Browser, database: Database) -> None:
    signed_in(scene.reader).get(f"{scene.page}.xlsx")

    with database.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.act == "region_report.exported")).all()

    assert [(row.subject_id, row.actor_id, row.details) for row in rows] == [
        (scene.report_id, scene.reader.id, {"form": "xlsx"})
    ]


def test_a_report_that_is_asked_for_is_counted_and_listed(
    scene: Scene, signed_in: Browser, database: Database, settings: Settings
) -> None:
    client = signed_in(scene.reader)

    answer = client.post("/region/reports", data=MONTHS | csrf(client, "/region/reports"))
    waiting = body(client, answer.location)
    run_due(database, settings)
    done = body(client, answer.location)

    assert answer.status_code == 303
    assert "The report is being counted" in waiting
    assert "The report is being counted" not in done
    assert done.count("September 2026 – November 2026") == 2


@pytest.mark.parametrize("months", [{"first": "2026-11", "last": "2026-09"}, {"first": "x", "last": "x"}])
def test_months_that_are_no_period_come_back_with_the_form(
    scene: Scene, signed_in: Browser, database: Database, months: dict[str, str]
) -> None:
    client = signed_in(scene.reader)

    answer = client.post("/region/reports", data=months | csrf(client, "/region/reports"))

    assert answer.status_code == 422
    assert "Please check the form" in answer.get_data(as_text=True)
    with database.reading() as session:
        assert len(session.scalars(select(RegionReport)).all()) == 1


def test_months_of_a_report_without_trace_come_back_with_its_name(
    scene: Scene, signed_in: Browser, database: Database
) -> None:
    client = signed_in(scene.reader)
    with database.transaction() as session:
        session.execute(delete(ReportTrace))

    answer = client.post("/region/reports", data=MONTHS | csrf(client, "/region/reports"))

    assert answer.status_code == 422
    assert "The report of 2026-09 – 2026-11 was counted" in answer.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT, Role.JUDGE, Role.ORGANIZER, Role.GUARDIAN])
def test_reports_are_for_the_region_alone(scene: Scene, signed_in: Browser, database: Database, role: Role) -> None:
    with database.transaction() as session:
        person = make_user(session, role)
    client = signed_in(person)

    for address in ("/region/reports", scene.page, f"{scene.page}.xlsx", f"{scene.page}.csv"):
        assert client.get(address).status_code == 403
    assert client.post("/region/reports", data=MONTHS | csrf(client, "/region/reports")).status_code == 403


def test_a_report_that_is_not_there_is_not_found(scene: Scene, signed_in: Browser) -> None:
    assert signed_in(scene.reader).get(f"/region/reports/{uuid4()}").status_code == 404
    assert signed_in(scene.reader).get(f"/region/reports/{uuid4()}.xlsx").status_code == 404


@pytest.mark.parametrize("schools", [1, 3])
def test_a_report_is_one_read_whatever_its_size(database: Database, signed_in: Browser, schools: int) -> None:
    with database.transaction() as session:
        scene = build(session, SCHOOLS[:schools])
    client = signed_in(scene.reader)
    engine = client.application.extensions["qiyal_database"].engine
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))

    client.get(f"{scene.page}?by=school")

    reads = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(reads) == 3  # who signed in, with which roles, and the report
    assert "region_reports" in reads[-1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reports_is_one_read_whatever_its_length(
    scene: Scene, signed_in: Browser, database: Database, count: int
) -> None:
    with database.transaction() as session:
        for place in range(1, count):
            counted = making.Counted({"version": 1}, {}, place + 1)
            making.keep_report(session, AUTUMN, counted, scene.reader.id, now=NOW)
    client = signed_in(scene.reader)
    engine = client.application.extensions["qiyal_database"].engine
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))

    page = body(client, "/region/reports")

    assert page.count("September 2026 – November 2026") == count
    reads = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(reads) == 3  # who signed in, with which roles, and the list
    assert "content" not in reads[-1]
