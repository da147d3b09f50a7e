from __future__ import annotations

import csv
import hashlib
from io import BytesIO, StringIO
from typing import Any

import pytest
import time_machine
from factories import NOW, csrf, make_user
from flask import Flask
from judging.judging_factories import judged, make_contest, make_entry, make_judge, make_round
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from contest_app.accounts import queries as account_queries
from contest_app.accounts import services as account_services
from contest_app.accounts.models import User
from contest_app.accounts.rules import Purpose
from contest_app.contests.models import Contest
from contest_app.db import Database
from contest_app.judging.models import ResultSheet
from contest_app.judging.queries.rounds import members, round_of
from contest_app.judging.rules import Duty
from contest_app.roles import Role

Judged = tuple[Contest, User, User]


@pytest.fixture
def contest(database: Database) -> Judged:
    """A judged contest (two entries tie, the third is behind), its organizer and the chair of the jury."""
    with database.transaction() as session:
        organizer = make_user(session, Role.ORGANIZER)
        contest = make_contest(session, organizer)
        round_ = make_round(session, contest)
        judges = [make_judge(session, round_, name=name) for name in ("Бірінші Қазы", "Екінші Қазы")]
        chair = make_judge(session, round_, duty=Duty.CHAIR)
        entries = [
            make_entry(session, contest, code, name=name)
            for code, name in (("K001", "Қасымова Әлия"), ("K002", "=SUM(1) Ернар"), ("K003", "Лим Софья"))
        ]
        given = account_queries.student(session, entries[0].owner_id)
        assert given is not None
        account_services.record_consent(
            session, given, Purpose.PUBLICATION, is_given=True, way="paper", actor=organizer, now=NOW
        )
        judged(
            session,
            round_,
            judges,
            {entries[0]: [(4, 4), (5, 5)], entries[1]: [(5, 5), (4, 4)], entries[2]: [(1, 2), (2, 2)]},
        )
    return contest, organizer, chair


def organizers(contest: Contest, rest: str = "") -> str:
    return f"/organize/contests/{contest.id}/judging/results{rest}"


def publish(browser: Any, contest: Contest, **fields: str) -> Any:
    return browser.post(organizers(contest), data=csrf(browser, organizers(contest)) | fields)


def confirm(browser: Any, contest: Contest, database: Database) -> Any:
    with database.reading() as session:
        round_ = round_of(session, contest.id)
    assert round_ is not None
    address = f"/judging/rounds/{round_.id}"
    return browser.post(f"{address}/confirm", data=csrf(browser, address))


def test_results_are_confirmed_published_and_then_everybodys(
    app: Flask, signed_in: Any, database: Database, contest: Judged
) -> None:
    shown, organizer, chair = contest
    with time_machine.travel(shown.judging_closes_at):
        organizers_browser = signed_in(organizer)
        early = publish(organizers_browser, shown)
        confirmed = confirm(signed_in(chair), shown, database)
        published = publish(organizers_browser, shown)
        page = app.test_client().get(f"/contests/{shown.id}/results").get_data(as_text=True)

    assert (early.status_code, confirmed.status_code, published.status_code) == (422, 303, 303)
    assert "Қасымова Әлия" in page
    assert "Л. С." in page
    assert "Софья" not in page
    assert page.count("1–2") == 2
    with database.reading() as session:
        assert session.scalars(select(ResultSheet.sha256)).one() in page


def test_the_published_file_has_the_published_hash(
    app: Flask, signed_in: Any, database: Database, contest: Judged
) -> None:
    shown, organizer, chair = contest
    with time_machine.travel(shown.judging_closes_at):
        confirm(signed_in(chair), shown, database)
        publish(signed_in(organizer), shown)
        answer = app.test_client().get(f"/contests/{shown.id}/results/1.json")
        missing = app.test_client().get(f"/contests/{shown.id}/results/2.json")

    with database.reading() as session:
        assert hashlib.sha256(answer.get_data()).hexdigest() == session.scalars(select(ResultSheet.sha256)).one()
    assert missing.status_code == 404
    assert "Қасымова" not in answer.get_data(as_text=True)


def test_a_correction_needs_a_reason_and_both_versions_are_shown(
    app: Flask, signed_in: Any, database: Database, contest: Judged
) -> None:
    shown, organizer, chair = contest
    with time_machine.travel(shown.judging_closes_at):
        confirm(signed_in(chair), shown, database)
        browser = signed_in(organizer)
        publish(browser, shown)
        without = publish(browser, shown)
        corrected = publish(browser, shown, reason="Vote of the jury")
        page = app.test_client().get(f"/contests/{shown.id}/results").get_data(as_text=True)

    assert (without.status_code, corrected.status_code) == (422, 303)
    assert "Version 1" in page or "1-нұсқа" in page
    assert "Vote of the jury" in page


def test_before_the_end_the_organizer_sees_no_order_and_exports_nothing(signed_in: Any, contest: Judged) -> None:
    shown, organizer, _ = contest
    browser = signed_in(organizer)

    page = browser.get(organizers(shown)).get_data(as_text=True)

    assert "Judging is still going on" in page
    assert "K001" not in page
    assert browser.get(organizers(shown, ".csv")).status_code == 422


def test_exports_hold_places_scores_and_marks_and_run_no_formula(signed_in: Any, contest: Judged) -> None:
    shown, organizer, _ = contest
    with time_machine.travel(shown.judging_closes_at):
        browser = signed_in(organizer)
        text = browser.get(organizers(shown, ".csv")).get_data().decode("utf-8-sig")
        workbook = CalamineWorkbook.from_filelike(BytesIO(browser.get(organizers(shown, ".xlsx")).get_data()))

    rows = list(csv.DictReader(StringIO(text)))
    assert [(row["Place"], row["Code"], row["Score"]) for row in rows] == [
        ("1–2", "K001", "11.25"),
        ("1–2", "K002", "11.25"),
        ("3", "K003", "4.25"),
    ]
    assert rows[1]["Authors"] == "'=SUM(1) Ернар"
    sheets = workbook.get_sheet_by_name(workbook.sheet_names[1]).to_python()
    assert sheets[0][:5] == ["Code", "Juror", "Idea", "Value", "Total"]
    assert [row[0] for row in sheets[1:]] == ["K001", "K001", "K002", "K002", "K003", "K003"]
    assert "Қазы" not in str(sheets)


def test_the_chair_sees_progress_agreement_and_ties_and_confirms_after_the_end_only(
    signed_in: Any, database: Database, contest: Judged
) -> None:
    shown, _, chair = contest
    browser = signed_in(chair)
    with database.reading() as session:
        round_ = round_of(session, shown.id)
    assert round_ is not None

    page = browser.get(f"/judging/rounds/{round_.id}").get_data(as_text=True)
    early = browser.post(f"/judging/rounds/{round_.id}/confirm", data=csrf(browser, f"/judging/rounds/{round_.id}"))

    assert "3 of 3" in page
    assert "Krippendorff" in page
    assert page.count("1–2") == 2
    assert early.status_code == 422


def test_nobody_but_the_chair_and_the_secretary_of_this_jury_sees_its_work(
    signed_in: Any, database: Database, contest: Judged
) -> None:
    shown, organizer, _ = contest
    with database.transaction() as session:
        round_ = round_of(session, shown.id)
        assert round_ is not None
        judge = next(each.member.user for each in members(session, round_.id) if each.member.duty == Duty.JUDGE)
        secretary = make_judge(session, round_, duty=Duty.SECRETARY)
        stranger = make_user(session, Role.CHAIR)
    address = f"/judging/rounds/{round_.id}"

    statuses = [signed_in(person).get(address).status_code for person in (judge, stranger, organizer, secretary)]
    browser = signed_in(secretary)

    assert statuses == [404, 404, 403, 200]
    assert browser.post(f"{address}/confirm", data=csrf(browser, address)).status_code == 403
