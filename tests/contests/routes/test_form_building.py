from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from contests.contests_factories import entry_as_read, make_contest, make_entry, work
from factories import csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from sqlalchemy import select

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.clock import utcnow
from contest_app.contests import queries, services
from contest_app.contests.models import Contest, Entry
from contest_app.db import Database
from contest_app.roles import Role

Browser = Callable[..., FlaskClient]
FILLED = {f"label_{code}": f"{code} What is it made of?" for code in ("kk", "ru", "en")}


@pytest.fixture
def organizer(database: Database) -> User:
    with database.transaction() as session:
        return make_user(session, Role.ORGANIZER)


@pytest.fixture
def browser(organizer: User, signed_in: Browser) -> FlaskClient:
    return signed_in(organizer)


def contest_of(database: Database, organizer: User, days_ago: int) -> Contest:
    with database.transaction() as session:
        return make_contest(session, session.merge(organizer), opened_days_ago=days_ago, now=utcnow())


def form_of(database: Database, contest: Contest) -> list[dict[str, Any]]:
    with database.reading() as session:
        found = queries.contest(session, contest.id)
    assert found is not None
    return found.form


def keys_of(database: Database, contest: Contest) -> list[str]:
    return [field["key"] for field in form_of(database, contest)]


def test_a_field_is_added_changed_moved_and_removed_before_the_contest_opens(
    database: Database, organizer: User, browser: FlaskClient
) -> None:
    contest = contest_of(database, organizer, days_ago=-2)
    address, before = f"/organize/contests/{contest.id}/form", keys_of(database, contest)
    token = csrf(browser, address)

    added = browser.post(f"{address}/new/text", data=token | FILLED | {"max_length": 90, "place": 1})
    key = keys_of(database, contest)[1]
    browser.post(f"{address}/{key}", data=token | FILLED | {"max_length": 80, "place": 1, "required": "y"})
    browser.post(f"{address}/{key}/move", data=token | {"to": "down"})

    assert added.status_code == 303
    assert keys_of(database, contest) == [before[0], before[1], key, *before[2:]]
    assert form_of(database, contest)[2] == {
        "key": key,
        "kind": "text",
        "required": True,
        "label": {code: FILLED[f"label_{code}"] for code in ("kk", "ru", "en")},
        "help": None,
        "max_length": 80,
    }
    browser.post(f"{address}/{key}", data=token | FILLED | {"max_length": 80, "place": 1, "removed": "y"})
    assert keys_of(database, contest) == before


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", {"label_kk": "", "max_length": 10}),
        ("text", {"help_kk": "in one language only", "max_length": 10}),
        ("choice", {"option__own-1__kk": "Иә", "option__own-1__ru": "Да", "option__own-1__en": "Yes"}),
        ("file", {"max_mb": 99, "count": 1, "types": "pdf"}),
    ],
)
def test_a_field_that_is_not_whole_is_refused_and_what_was_typed_stays(
    database: Database, organizer: User, browser: FlaskClient, kind: str, typed: dict[str, Any]
) -> None:
    contest = contest_of(database, organizer, days_ago=-2)
    address, before = f"/organize/contests/{contest.id}/form", keys_of(database, contest)

    answer = browser.post(f"{address}/new/{kind}", data=csrf(browser, address) | FILLED | {"place": 0} | typed)

    assert (answer.status_code, FILLED["label_ru"] in answer.get_data(as_text=True)) == (422, True)
    assert keys_of(database, contest) == before


def test_an_open_contests_form_changes_with_a_reason_and_entries_keep_what_was_answered(
    database: Database, organizer: User, browser: FlaskClient
) -> None:
    contest = contest_of(database, organizer, days_ago=1)
    with database.transaction() as session:
        entry = make_entry(session, session.merge(contest), make_student(session, make_class(session)))
    address = f"/organize/contests/{contest.id}/form/audience"
    removal = csrf(browser, f"/organize/contests/{contest.id}/form") | FILLED | {
        "max_length": 200, "place": 2, "removed": "y",
    }  # fmt: skip

    without = browser.post(address, data=removal)
    given = browser.post(address, data=removal | {"reason": "Nobody understood it"})

    assert (without.status_code, given.status_code) == (422, 303)
    assert "audience" not in keys_of(database, contest)
    with database.transaction() as session:
        [change] = session.scalars(select(AuditRow).where(AuditRow.act == "contest.changed"))
        found = entry_as_read(session, session.get_one(Entry, entry.id))
        services.save_entry(session, found, work(found), actor=found.owner, now=utcnow())
        kept = found.fields["audience"]
    assert change.details["reason"] == "Nobody understood it"
    assert kept == "Көзі көрмейтін балаларға"


def test_the_pages_show_each_kind_and_nobody_else_gets_them(
    database: Database, organizer: User, browser: FlaskClient, signed_in: Browser
) -> None:
    contest = contest_of(database, organizer, days_ago=1)
    address = f"/organize/contests/{contest.id}/form"
    kinds = ("text", "long_text", "choice", "file", "link", "industry", "consent", "ai_use")
    pages = [address, f"{address}/preview", f"{address}/title", *(f"{address}/new/{kind}" for kind in kinds)]

    assert [browser.get(page).status_code for page in (*pages, f"{address}/new/rocket")] == [200] * len(pages) + [404]
    with database.transaction() as session:
        other = make_user(session, Role.ORGANIZER)
    stranger = signed_in(other)
    assert {stranger.get(page).status_code for page in pages} == {404}
    assert stranger.post(f"{address}/title", data=csrf(stranger, "/contests")).status_code == 404
