"""Tables that organizers and administrators take away."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from conftest import SignedIn
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from records.routes.conftest import Made
from sqlalchemy import select

from contest_app.audit import AuditRow
from contest_app.db import Database


def rows_of(client: FlaskClient, address: str) -> list[list[str]]:
    """The rows of a CSV."""
    text = client.get(address).get_data().decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def exports(database: Database) -> list[tuple[object, dict[str, object]]]:
    with database.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.act == "records.exported").order_by(AuditRow.at))
        return [(row.actor_id, row.details) for row in rows]


def test_the_register_tells_every_certificate(made: Made, signed_in: SignedIn) -> None:
    head, *rows = rows_of(signed_in(made.organizer), f"/organize/contests/{made.contest.id}/certificates.csv")

    assert head[:4] == ["Number", "Award", "Recipient", "Work"]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        (made.diploma.number, "First diploma", "Work AAAA"),
        (made.certificate.number, "Certificate", "Work BBBB"),
    ]


def test_the_register_as_xlsx_holds_the_same(made: Made, signed_in: SignedIn) -> None:
    client = signed_in(made.organizer)
    address = f"/organize/contests/{made.contest.id}/certificates"

    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{address}.xlsx").data))

    sheet = book.get_sheet_by_index(0).to_python()
    assert [row[:4] for row in sheet] == [row[:4] for row in rows_of(client, f"{address}.csv")]


def test_a_formula_in_a_title_stays_text(made: Made, signed_in: SignedIn, database: Database) -> None:
    with database.transaction() as session:
        diploma = session.merge(made.diploma)
        diploma.content = {**diploma.content, "work": "=HYPERLINK(1)"}

    rows = rows_of(signed_in(made.organizer), f"/organize/contests/{made.contest.id}/certificates.csv")

    assert rows[1][3] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("person", ["organizer", "administrator"])
def test_the_audit_tells_who_did_what_on_which_entry(made: Made, signed_in: SignedIn, person: str) -> None:
    head, *rows = rows_of(signed_in(getattr(made, person)), f"/organize/contests/{made.contest.id}/audit.csv")

    assert head == ["When", "Who", "What was done", "On what", "Entry", "Details"]
    told = [row[1:5] for row in rows]
    for line in (
        ["Ерлан Қазы", "scoresheet.submitted", "assignments", "AAAA"],
        ["Сәуле Ахметова", "results.published", "result_sheets", ""],
        ["", "certificates.issued", "contests", ""],
    ):
        assert told.count(line) == 1


def test_each_export_leaves_an_audit_row_that_the_next_one_shows(
    made: Made, signed_in: SignedIn, database: Database
) -> None:
    client = signed_in(made.organizer)

    client.get(f"/organize/contests/{made.contest.id}/certificates.xlsx")
    _head, *rows = rows_of(client, f"/organize/contests/{made.contest.id}/audit.csv")

    assert [row[2] for row in rows].count("records.exported") == 1
    assert exports(database) == [
        (made.organizer.id, {"what": "certificates", "form": "xlsx", "rows": 2}),
        (made.organizer.id, {"what": "audit", "form": "csv", "rows": len(rows)}),
    ]


@pytest.mark.parametrize(
    ("person", "status"), [("other_organizer", 404), ("winner", 403), ("supervisor", 403), ("stranger", 403)]
)
def test_other_people_get_no_audit_and_leave_no_trace_of_an_export(
    made: Made, signed_in: SignedIn, database: Database, person: str, status: int
) -> None:
    client = signed_in(getattr(made, person))

    assert client.get(f"/organize/contests/{made.contest.id}/audit.csv").status_code == status
    assert exports(database) == []


def test_another_form_of_table_is_not_found(made: Made, signed_in: SignedIn) -> None:
    assert signed_in(made.organizer).get(f"/organize/contests/{made.contest.id}/audit.exe").status_code == 404


def test_administrators_find_every_contest_and_others_no_such_page(made: Made, signed_in: SignedIn) -> None:
    page = signed_in(made.administrator).get("/audit").get_data(as_text=True)

    assert f"/organize/contests/{made.contest.id}/audit.xlsx" in page
    assert signed_in(made.organizer).get("/audit").status_code == 403
