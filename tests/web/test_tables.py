from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from contest_app.web.tables import LONGEST_TEXT, Cell, Column, Kind, Table, csv_bytes, csv_file, xlsx_bytes, xlsx_file

COLUMNS = [Column("Аты"), Column("Идея"), Column("Саны", Kind.NUMBER), Column("Уақыты", Kind.MOMENT)]
NOON_IN_UTC = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Almaty")
PAYLOADS = [
    "=1+1",
    "+7 701",
    "-3 tea cups",
    "@SUM(A1)",
    "\tx",
    "\rx",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
]


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table("Сынып: 7 «А»", COLUMNS, rows)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def test_csv_starts_with_a_bom_and_keeps_kazakh_letters() -> None:
    data = csv_bytes(table(("Әлия Қ.", "үй, іші", 2, NOON_IN_UTC)), zone=ZONE)

    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data) == [
        ["Аты", "Идея", "Саны", "Уақыты"],
        ["Әлия Қ.", "үй, іші", "2", "2026-11-20 17:00:00+05:00"],
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_like_a_formula_gets_an_apostrophe_in_csv(payload: str) -> None:
    assert read_csv(csv_bytes(table((payload, "", 0, None))))[1][0] == f"'{payload}"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_like_a_formula_stays_the_same_text_in_xlsx(payload: str) -> None:
    data = xlsx_bytes([table((payload, "", 0, None))])

    read = str(read_xlsx(data)[1][0])
    assert read.replace("_x000D_", "\r") == payload


def test_xlsx_holds_no_formula_and_no_link_whatever_the_texts_are() -> None:
    from zipfile import ZipFile  # noqa: PLC0415 -- only this test looks inside the file

    archive = ZipFile(BytesIO(xlsx_bytes([table(*[(payload, "https://x.kz", 0, None) for payload in PAYLOADS])])))

    inside = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "<f>" not in inside["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in inside["xl/worksheets/sheet1.xml"]


def test_negative_number_stays_a_number_in_both() -> None:
    rows = table(("a", "b", Decimal("-1.5"), None))

    assert read_csv(csv_bytes(rows))[1][2] == "-1.5"
    assert read_xlsx(xlsx_bytes([rows]))[1][2] == -1.5


def test_xlsx_writes_moments_as_local_time() -> None:
    read = read_xlsx(xlsx_bytes([table(("a", "b", 1, NOON_IN_UTC))], zone=ZONE))[1][3]

    assert read.isoformat() == "2026-11-20T17:00:00"


def test_text_that_looks_like_a_number_stays_text() -> None:
    assert read_xlsx(xlsx_bytes([table(("007", "1e5", 1, None))]))[1][:2] == ["007", "1e5"]


def test_overlong_text_is_cut_visibly_instead_of_lost() -> None:
    read = read_xlsx(xlsx_bytes([table(("ә" * (LONGEST_TEXT + 10), "b", 1, None))]))[1][0]

    assert read == "ә" * (LONGEST_TEXT - 1) + "…"


def test_title_with_signs_that_a_sheet_may_not_have_still_names_the_sheet() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx_bytes([Table("7 [А]: a/b? " + "х" * 40, COLUMNS, [])])))

    assert book.sheet_names == [("7 А a b " + "х" * 40)[:31]]


def test_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 0 has 1 cells for 4 columns"):
        table(("a",))


def test_files_are_attachments_with_names_in_any_script(app: Flask) -> None:
    with app.test_request_context():
        answers = [csv_file(table(), "Сынып 7А"), xlsx_file([table()], "Сынып 7А")]

    for answer, extension in zip(answers, ("csv", "xlsx"), strict=True):
        header = answer.headers["Content-Disposition"]
        assert header.startswith("attachment;")
        assert header.endswith(f"%D0%A1%D1%8B%D0%BD%D1%8B%D0%BF%207%D0%90.{extension}")
