"""Tables to take away: rows with typed columns, written as CSV or XLSX that no spreadsheet runs as a formula.

The type of a column, never the look of a cell, decides how a value is written: a pupil's "=1+1" stays text and a
negative number stays a number.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from enum import Enum
from io import BytesIO, StringIO
from typing import Any, Final

from flask import Response, send_file
from xlsxwriter import Workbook

Cell = str | int | float | Decimal | datetime | None

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: A text that begins so would be run by a spreadsheet that opens the CSV.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Excel holds no longer text in a cell; XlsxWriter would leave the cell empty without a word.
LONGEST_TEXT: Final = 32_767
LONGEST_SHEET_NAME: Final = 31
NOT_IN_SHEET_NAME: Final = str.maketrans("[]:*?/\\", "       ")
WIDEST: Final = 60


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and how its cells are written; a cell may be None in any column."""

    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under typed columns; ``title`` names the sheet. Raises ValueError for a row of another length."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {place} has {len(row)} cells for {len(self.columns)} columns")


def csv_bytes(table: Table, *, zone: tzinfo = UTC) -> bytes:
    """Return the table as comma-separated UTF-8 with a BOM, so that Excel reads Kazakh letters; moments in ``zone``.

    A text that begins like a formula gets an apostrophe before it.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_inert(column.title) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(cell, column, zone) for cell, column in zip(row, table.columns, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(tables: Iterable[Table], *, zone: tzinfo = UTC) -> bytes:
    """Return the tables as one workbook, a sheet each, moments in ``zone``.

    Texts are written as texts, so none becomes a formula or a link; a text longer than a cell can hold ends in "…".
    """
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as workbook:
        for table in tables:
            _write_sheet(workbook, table, zone)
    return file.getvalue()


def csv_file(table: Table, name: str, *, zone: tzinfo = UTC) -> Response:
    """Answer with the table as ``name``.csv to be kept, not shown."""
    return send_file(BytesIO(csv_bytes(table, zone=zone)), CSV_TYPE, as_attachment=True, download_name=f"{name}.csv")


def xlsx_file(tables: Iterable[Table], name: str, *, zone: tzinfo = UTC) -> Response:
    """Answer with the tables as ``name``.xlsx to be kept, not shown."""
    file = BytesIO(xlsx_bytes(tables, zone=zone))
    return send_file(file, XLSX_TYPE, as_attachment=True, download_name=f"{name}.xlsx")


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv_cell(cell: Cell, column: Column, zone: tzinfo) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat(sep=" ", timespec="seconds")
    return str(cell) if column.kind is Kind.NUMBER else _inert(str(cell))


def _write_sheet(workbook: Workbook, table: Table, zone: tzinfo) -> None:
    sheet = workbook.add_worksheet(_sheet_name(table.title))
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day_and_time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, bold)
        sheet.set_column(place, place, _width(table, place))
    for line, row in enumerate(table.rows, start=1):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write_cell(sheet, (line, place), cell, column, zone, day_and_time)


def _write_cell(
    sheet: Any, place: tuple[int, int], cell: Cell, column: Column, zone: tzinfo, day_and_time: Any
) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(*place, cell.astimezone(zone).replace(tzinfo=None), day_and_time)
    elif column.kind is Kind.NUMBER:
        sheet.write_number(*place, float(cell))
    else:
        sheet.write_string(*place, _fitting(str(cell)))


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _sheet_name(title: str) -> str:
    """Return a title as Excel allows it for a sheet: short, without signs of its own, not quoted at its ends."""
    return " ".join(title.translate(NOT_IN_SHEET_NAME).split())[:LONGEST_SHEET_NAME].strip("'") or "1"


def _width(table: Table, place: int) -> int:
    if table.columns[place].kind is Kind.MOMENT:
        return 20
    longest = max((len(str(row[place])) for row in table.rows if row[place] is not None), default=0)
    return min(max(longest, len(table.columns[place].title)) + 2, WIDEST)
