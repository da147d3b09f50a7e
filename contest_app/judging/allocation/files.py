"""The files of the command line: CSV as people have it, with the line of whatever is wrong; plans written whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from contest_app.judging.allocation.problem import EntryToJudge, JudgeAtHand, Pair
from contest_app.scoring.tables import SEPARATORS, decode

_SHOWN: Final = 20


class BadFiles(ValueError):
    """Files that cannot be used; ``told`` says what is wrong in which line, at most some of it."""

    def __init__(self, told: Sequence[str]) -> None:
        super().__init__("\n".join(told))
        more = len(told) - _SHOWN
        self.told = [*told[:_SHOWN], *([f"… and {more} more"] if more > 0 else [])]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: where it stands and its cells by column, trimmed."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def parts(self, column: str) -> frozenset[str]:
        """Return what stands between the bars of a cell."""
        return frozenset(part.strip() for part in self[column].split("|")) - {""}

    def told(self, what: str) -> str:
        """Return what is wrong with the place where it is wrong."""
        return f"{self.path}, line {self.number}: {what}"


@dataclass(slots=True)
class _Troubles:
    """What is wrong in a file, gathered so that it can be mended in one go."""

    told: list[str] = field(default_factory=list)

    def add(self, line: Line, what: str) -> None:
        self.told.append(line.told(what))

    def check(self) -> None:
        if self.told:
            raise BadFiles(self.told)


def read_entries(path: Path) -> tuple[EntryToJudge, ...]:
    """Return the entries of a file with the columns entry, nomination, language and, optionally, school.

    Raises BadFiles, OSError.
    """
    lines, troubles = _lines(path, ("entry", "nomination", "language"), ("school",)), _Troubles()
    _check_filled(lines, ("entry", "nomination", "language"), troubles)
    _check_unique(lines, "entry", troubles)
    troubles.check()
    return tuple(
        EntryToJudge(
            entry=line["entry"],
            code=line["entry"],
            language=line["language"].casefold(),
            nomination=line["nomination"].casefold(),
            schools=_folded(line.parts("school")),
        )
        for line in lines
    )


def read_judges(path: Path) -> tuple[JudgeAtHand, ...]:
    """Return the judges of a file with the columns judge, languages and, optionally, expertise, school, max_load.

    Raises BadFiles, OSError.
    """
    lines, troubles = _lines(path, ("judge", "languages"), ("expertise", "school", "max_load")), _Troubles()
    _check_filled(lines, ("judge", "languages"), troubles)
    _check_unique(lines, "judge", troubles)
    for line in lines:
        if line["max_load"] and not (line["max_load"].isascii() and line["max_load"].isdecimal()):
            troubles.add(line, f"max_load is a whole number or empty, not “{line['max_load']}”")
    troubles.check()
    return tuple(
        JudgeAtHand(
            judge=line["judge"],
            languages=_folded(line.parts("languages")),
            expertise=_folded(line.parts("expertise")),
            max_load=int(line["max_load"]) if line["max_load"] else None,
            school=line["school"].casefold() or None,
        )
        for line in lines
    )


def read_pairs(path: Path) -> dict[Pair, Line]:
    """Return the pairs of a file with the columns judge and entry, each with the line where it first stands.

    Raises BadFiles, OSError.
    """
    lines, troubles = _lines(path, ("judge", "entry"), (), may_be_empty=True), _Troubles()
    _check_filled(lines, ("judge", "entry"), troubles)
    troubles.check()
    pairs: dict[Pair, Line] = {}
    for line in lines:
        pairs.setdefault((line["judge"], line["entry"]), line)
    return pairs


def strangers(pairs: Mapping[Pair, Line], judges: Iterable[str], entries: Iterable[str]) -> list[str]:
    """Return the judges and entries of the pairs that are in no file: not wrong, but worth telling."""
    known = {"judge": frozenset(judges), "entry": frozenset(entries)}
    found: dict[str, list[Line]] = {}
    for line in pairs.values():
        for column, names in known.items():
            if line[column] not in names:
                found.setdefault(f"there is no {column} “{line[column]}”, so this changes nothing", []).append(line)
                break
    return [f"{lines[0].path}, {_numbers(lines)}: {what}" for what, lines in found.items()]


def _numbers(lines: Sequence[Line]) -> str:
    more = len(lines) - 1
    return f"line {lines[0].number}" + (f" and {more} more" if more else "")


def write_plan(path: Path, pairs: Iterable[Pair]) -> None:
    """Write ``entry,judge`` line by line, sorted; the file is there whole or not at all. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("entry", "judge"))
            writer.writerows(sorted((entry, judge) for judge, entry in pairs))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _lines(path: Path, required: Sequence[str], optional: Sequence[str], *, may_be_empty: bool = False) -> list[Line]:
    text = decode(path.read_bytes())
    if not text.strip():
        raise BadFiles([f"{path} is empty"])
    rows = _rows(path, text)
    number, head = next(rows)
    columns = [name.strip().casefold() for name in head]
    _check_columns(path, number, columns, required, optional)
    lines, troubles = [], _Troubles()
    for number, cells in rows:
        lines.append(Line(path, number, dict(zip(columns, (cell.strip() for cell in cells), strict=False))))
        if any(cell.strip() for cell in cells[len(columns) :]):
            troubles.add(lines[-1], f"{len(cells)} cells, but the first line names {len(columns)} columns")
    troubles.check()
    if not lines and not may_be_empty:
        raise BadFiles([f"{path} has a first line and nothing below it"])
    return lines


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, each with the number of its first line."""
    first = next(line for line in text.splitlines() if line.strip())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True)
    number = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield number, row
            number = reader.line_num + 1
    except csv.Error as error:
        raise BadFiles([f"{path}, line {number}: this is no CSV ({error})"]) from error


def _check_columns(
    path: Path, number: int, columns: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> None:
    missing = [name for name in required if name not in columns]
    twice = [name for name in (*required, *optional) if columns.count(name) > 1]
    if missing:
        found = ", ".join(name for name in columns if name) or "none"
        raise BadFiles([f"{path}, line {number}: the columns {', '.join(missing)} are missing; there are: {found}"])
    if twice:
        raise BadFiles([f"{path}, line {number}: more than one column is called {', '.join(twice)}"])


def _check_filled(lines: Iterable[Line], columns: Sequence[str], troubles: _Troubles) -> None:
    for line in lines:
        empty = [name for name in columns if not line[name].strip("| ")]
        if empty:
            troubles.add(line, f"{' and '.join(empty)} must not be empty")


def _check_unique(lines: Iterable[Line], column: str, troubles: _Troubles) -> None:
    first: dict[str, int] = {}
    for line in lines:
        if line[column] and first.setdefault(line[column], line.number) != line.number:
            troubles.add(line, f"the {column} “{line[column]}” stands in line {first[line[column]]} already")


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
