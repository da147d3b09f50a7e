"""CSV files as people have them: any order and case of columns, several encodings and separators."""

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SEPARATORS = ",;\t"

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # an answer of 100,000 characters is cut later, not refused


class BadInput(ValueError):
    """The file cannot be used; the message says why, and in which row."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's columns as they were given, its rows, and where the known columns are.

    ``rows`` are as long as ``columns``. ``places`` maps a known column's name to its place. ``lines`` are the lines
    of the file on which the rows end, from 1.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: Mapping[str, int]
    lines: tuple[int, ...]

    def column(self, name: str) -> list[str] | None:
        """Return the cells of a known column, stripped; None where the file has no such column."""
        place = self.places.get(name)
        return None if place is None else [row[place].strip() for row in self.rows]

    def required(self, name: str) -> list[str]:
        """Return the cells of a column that was required on reading."""
        return [row[self.places[name]].strip() for row in self.rows]


def read_table(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Read a CSV file that has the required columns.

    UTF-8 and UTF-16, with or without a mark, or Windows-1251; separated by comma, semicolon or tab.

    Raises BadInput for a file without text or without the columns, and OSError.
    """
    text = decode(path.read_bytes()).replace("\0", "")
    if not text.strip():
        raise BadInput(f"{path} is empty")
    first_line = text.lstrip("\r\n").splitlines()[0]
    separator = max(SEPARATORS, key=first_line.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        numbered = [(reader.line_num, line) for line in reader if any(line)]
    except csv.Error as error:
        raise BadInput(f"{path} is no CSV file: {error}") from error
    columns = tuple(numbered[0][1])
    places = _places(columns, required, optional, path)
    width = len(columns)
    rows = tuple(tuple([*line, *[""] * width][:width]) for _, line in numbered[1:])
    return Table(columns, rows, places, tuple(number for number, _ in numbered[1:]))


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1251, without a byte-order mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:200]:  # no other encoding has them: UTF-16 without a mark
        order = "be" if content[:200:2].count(0) > content[1:200:2].count(0) else "le"
        return content.decode(f"utf-16-{order}", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _places(columns: Sequence[str], required: Sequence[str], optional: Sequence[str], path: Path) -> dict[str, int]:
    names = [column.strip().lower() for column in columns]
    missing = [name for name in required if name not in names]
    if missing:
        found = ", ".join(column for column in columns if column) or "none"
        raise BadInput(f"{path} needs the columns {', '.join(missing)}; it has: {found}")
    return {name: names.index(name) for name in (*required, *optional) if name in names}


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file in UTF-8 with commas. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
