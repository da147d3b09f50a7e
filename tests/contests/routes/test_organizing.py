from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from contests.contests_factories import SLUG, make_contest, make_draft, make_entry
from factories import csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.clock import utcnow
from contest_app.contests import queries
from contest_app.contests.models import Contest
from contest_app.db import Database
from contest_app.roles import Role

Browser = Callable[..., FlaskClient]


@pytest.fixture
def organizer(database: Database) -> User:
    with database.transaction() as session:
        return make_user(session, Role.ORGANIZER)


@pytest.fixture
def browser(organizer: User, signed_in: Browser) -> FlaskClient:
    return signed_in(organizer)


def contest_of(database: Database, organizer: User, days_ago: int = 1) -> Contest:
    with database.transaction() as session:
        return make_contest(session, session.merge(organizer), opened_days_ago=days_ago, now=utcnow())


def fresh(database: Database, contest: Contest) -> Contest:
    with database.reading() as session:
        found = queries.contest(session, contest.id)
    assert found is not None
    return found


def form_of(browser: FlaskClient, address: str) -> MultiDict[str, str]:
    """The fields of the form on a page as a browser would send them back untouched."""
    from html.parser import HTMLParser  # noqa: PLC0415 -- only this builder reads HTML

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: MultiDict[str, str] = MultiDict()
            self.area: str | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            name = given.get("name")
            if tag == "textarea" and name:
                self.area = name
                self.found.add(name, "")
            elif tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
                self.found.add(name, given.get("value") or "")

        def handle_data(self, data: str) -> None:
            if self.area:
                self.found[self.area] = self.found[self.area] + data.removeprefix("\n")

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = None

    reader = Reader()
    reader.feed(browser.get(address).get_data(as_text=True))
    return reader.found


def test_a_contest_is_made_from_a_preset_without_typing_anything(database: Database, browser: FlaskClient) -> None:
    assert f"/organize/contests/new/{SLUG}" in browser.get("/organize/contests/new").get_data(as_text=True)
    address = f"/organize/contests/new/{SLUG}"

    answer = browser.post(address, data=form_of(browser, address))

    with database.reading() as session:
        contest = session.scalars(select(Contest)).one()
    assert answer.headers["Location"] == f"/organize/contests/{contest.id}"
    assert contest.preset == SLUG
    assert (contest.closes_at - contest.opens_at).days == 30


def test_a_contest_that_would_close_before_it_opens_is_refused_and_nothing_typed_is_lost(
    database: Database, browser: FlaskClient
) -> None:
    address = f"/organize/contests/new/{SLUG}"
    form = form_of(browser, address)
    form["closes_at"], form["name_en"] = "2020-01-01T09:00", "A name of our own"

    answer = browser.post(address, data=form)

    assert (answer.status_code, "A name of our own" in answer.get_data(as_text=True)) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Contest)).all() == []


def test_dates_are_typed_in_the_time_of_the_region(database: Database, browser: FlaskClient) -> None:
    address = f"/organize/contests/new/{SLUG}"
    form = form_of(browser, address)
    form["opens_at"], form["closes_at"], form["judging_closes_at"] = (
        "2030-01-10T09:00", "2030-02-10T09:00", "2030-03-10T09:00",
    )  # fmt: skip

    browser.post(address, data=form)

    with database.reading() as session:
        assert session.scalars(select(Contest.opens_at)).one().isoformat() == "2030-01-10T04:00:00+00:00"


@pytest.mark.parametrize("slug", ["unknown", "..%2Fitems", "%2A"])
def test_a_preset_that_is_not_in_the_bank_does_not_exist(browser: FlaskClient, slug: str) -> None:
    assert browser.get(f"/organize/contests/new/{slug}").status_code == 404


@pytest.mark.parametrize("section", ["basics", "groups", "criteria", "terms"])
def test_an_untouched_form_changes_nothing(
    database: Database, organizer: User, browser: FlaskClient, section: str
) -> None:
    contest = contest_of(database, organizer, days_ago=-2)
    before = fresh(database, contest)
    address = f"/organize/contests/{contest.id}/{section}"

    answer = browser.post(address, data=form_of(browser, address))

    after = fresh(database, contest)
    assert answer.status_code == 303
    assert (after.name, after.description, after.rubric, after.form) == (
        before.name, before.description, before.rubric, before.form,
    )  # fmt: skip
    assert [each.name for each in after.nominations] == [each.name for each in before.nominations]
    assert [each.grades for each in after.age_groups] == [each.grades for each in before.age_groups]


@pytest.mark.parametrize("section", ["basics", "groups", "criteria", "terms"])
def test_an_open_contest_changes_only_with_a_reason(
    database: Database, organizer: User, browser: FlaskClient, section: str
) -> None:
    contest = contest_of(database, organizer)
    address = f"/organize/contests/{contest.id}/{section}"
    form = form_of(browser, address)

    without = browser.post(address, data=form)
    form["reason"] = "A slip of the pen"
    given = browser.post(address, data=form)

    assert (without.status_code, given.status_code) == (422, 303)


def test_a_level_text_is_changed_with_its_reason_in_the_audit(
    database: Database, organizer: User, browser: FlaskClient
) -> None:
    contest = contest_of(database, organizer)
    address = f"/organize/contests/{contest.id}/criteria"
    form = form_of(browser, address)
    form["originality__3__en"], form["reason"] = "Clearer words.", "Jurors asked"

    browser.post(address, data=form)

    assert fresh(database, contest).rubric["criteria"][0]["levels"]["3"]["en"] == "Clearer words."
    with database.reading() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.act == "contest.changed")).one()
    assert (row.actor_id, row.details["reason"], list(row.details["changed"])) == (
        organizer.id, "Jurors asked", ["rubric"],
    )  # fmt: skip


def test_a_nomination_is_added_and_another_removed(database: Database, organizer: User, browser: FlaskClient) -> None:
    contest = contest_of(database, organizer, days_ago=-2)
    address = f"/organize/contests/{contest.id}/groups"
    form = form_of(browser, address)
    form["nomination__stage__removed"] = "y"
    for code, name in {"kk": "Аспаздық", "ru": "Кулинария", "en": "Cookery"}.items():
        form[f"nomination__own-1__{code}"] = name

    browser.post(address, data=form)

    assert [each.key for each in fresh(database, contest).nominations] == [
        "crafts", "design", "media", "digital", "own-1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nomination__crafts__kk": ""}, "This is needed in each of the three languages."),
        ({"age_group__grades-5-7__grades": "five"}, "Write grades from 1 to 12"),
        ({"age_group__grades-5-7__grades": "5, 6, 8"}, "A grade stands in two age groups."),
        ({"age_group__grades-5-7__grades": "5, 77"}, "Write grades from 1 to 12"),
    ],
)
def test_a_group_that_makes_no_sense_is_refused_in_words(
    database: Database, organizer: User, browser: FlaskClient, changes: dict[str, str], words: str
) -> None:
    contest = contest_of(database, organizer, days_ago=-2)
    address = f"/organize/contests/{contest.id}/groups"
    form = form_of(browser, address)
    for name, value in changes.items():
        form[name] = value

    answer = browser.post(address, data=form)

    assert (answer.status_code, words in answer.get_data(as_text=True)) == (422, True)


def test_a_nomination_with_entries_cannot_be_removed(
    database: Database, organizer: User, browser: FlaskClient
) -> None:
    contest = contest_of(database, organizer)
    with database.transaction() as session:
        make_draft(session, session.merge(contest), make_student(session, make_class(session)))
    address = f"/organize/contests/{contest.id}/groups"
    form = form_of(browser, address)
    form["nomination__crafts__removed"], form["reason"] = "y", "Too few"

    answer = browser.post(address, data=form)

    assert answer.status_code == 422
    assert len(fresh(database, contest).nominations) == 5


def test_the_organizer_sees_what_came_in_by_nomination_and_age_group(
    database: Database, organizer: User, browser: FlaskClient
) -> None:
    contest = contest_of(database, organizer)
    with database.transaction() as session:
        known, school_class = session.merge(contest), make_class(session)
        for _ in range(2):
            make_entry(session, known, make_student(session, school_class))
        make_draft(session, known, make_student(session, school_class))

    page = browser.get(f"/organize/contests/{contest.id}").get_data(as_text=True)

    assert "2 (+1)" in page
    assert f"/organize/contests/{contest.id}/judging" in page


def test_drafts_are_not_the_organizers_to_read(database: Database, organizer: User, browser: FlaskClient) -> None:
    contest = contest_of(database, organizer)
    with database.transaction() as session:
        draft = make_draft(session, session.merge(contest), make_student(session, make_class(session)))

    assert browser.get(f"/organize/entries/{draft.id}").status_code == 404
    assert str(draft.id) not in browser.get(f"/organize/contests/{contest.id}/entries").get_data(as_text=True)


def test_entries_are_taken_away_as_text_that_no_spreadsheet_runs(
    database: Database, organizer: User, browser: FlaskClient
) -> None:
    contest = contest_of(database, organizer)
    with database.transaction() as session:
        school_class = make_class(session)
        entry = make_entry(session, session.merge(contest), make_student(session, school_class, "=1+1 Ә."))
    address = f"/organize/contests/{contest.id}/entries"

    rows = list(csv.DictReader(io.StringIO(browser.get(f"{address}.csv").get_data().decode("utf-8-sig"))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(f"{address}.xlsx").get_data()))
    sheet = book.get_sheet_by_index(0).to_python()

    assert [(row["Code"], row["Authors"], row["Title"]) for row in rows] == [
        (entry.blind_code, "'=1+1 Ә.", entry.title)
    ]
    assert dict(zip(sheet[0], sheet[1], strict=True))["Authors"] == "=1+1 Ә."
    with database.reading() as session:
        taken = session.scalars(select(AuditRow.details).where(AuditRow.act == "entries.exported")).all()
    assert sorted(details["kind"] for details in taken) == ["csv", "xlsx"]


def test_another_organizers_contest_and_entries_do_not_exist(
    database: Database, organizer: User, signed_in: Browser
) -> None:
    contest = contest_of(database, organizer)
    with database.transaction() as session:
        entry = make_entry(session, session.merge(contest), make_student(session, make_class(session)))
        stranger = make_user(session, Role.ORGANIZER)
    browser = signed_in(stranger)
    page, token = f"/organize/contests/{contest.id}", csrf(browser, "/contests")

    read = [
        browser.get(address).status_code
        for address in (
            page, f"{page}/basics", f"{page}/groups", f"{page}/criteria", f"{page}/entries", f"{page}/entries.csv",
            f"{page}/entries.xlsx", f"/organize/entries/{entry.id}", f"/organize/entries/{entry.id}/files/{entry.id}",
        )
    ]  # fmt: skip
    written = [browser.post(f"{page}/{act}", data=token).status_code for act in ("basics", "groups", "criteria")]

    assert read + written == [404] * 12


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER, Role.JUDGE, Role.CHAIR, Role.ADMINISTRATOR])
def test_the_organizers_pages_are_for_organizers_only(
    database: Database, organizer: User, signed_in: Browser, role: Role
) -> None:
    contest = contest_of(database, organizer)
    with database.transaction() as session:
        person = make_user(session, role)
    browser = signed_in(person)

    codes = {
        browser.get(address).status_code
        for address in ("/organize/contests", f"/organize/contests/{contest.id}", "/organize/contests/new")
    }

    assert codes == {403}


def test_the_lists_run_as_many_statements_for_three_as_for_one(
    database: Database, organizer: User, browser: FlaskClient, statements: Any
) -> None:
    contest = contest_of(database, organizer)
    own = browser.application.extensions["qiyal_database"]
    counts = []
    for _ in range(3):
        with database.transaction() as session:
            make_entry(session, session.merge(contest), make_student(session, make_class(session)))
        with statements(own) as ran:
            for address in ("/organize/contests", f"/organize/contests/{contest.id}/entries"):
                browser.get(address)
            browser.get(f"/organize/contests/{contest.id}")
        counts.append(len(ran))

    assert counts == [counts[0]] * 3


def test_an_entry_is_returned_on_its_page_and_the_author_reads_what_to_mend(
    database: Database, organizer: User, browser: FlaskClient, signed_in: Browser
) -> None:
    with database.transaction() as session:
        contest = make_contest(session, session.merge(organizer), now=utcnow())
        contest.formal_check = True
        entry = make_entry(session, contest, make_student(session, make_class(session)))
    page = f"/organize/entries/{entry.id}"
    typed = csrf(browser, page) | {"verdict": "returned", "mend_until": "2100-01-01T09:00"}

    wordless = browser.post(f"{page}/check", data=typed)
    given = browser.post(f"{page}/check", data=typed | {"words": "The picture is missing."})

    assert (wordless.status_code, given.status_code) == (422, 303)
    assert "The picture is missing." in browser.get(page).get_data(as_text=True)
    with database.reading() as session:
        author = session.get_one(User, entry.owner_id)
    assert "The picture is missing." in signed_in(author).get(f"/my/entries/{entry.id}").get_data(as_text=True)
