"""What a report says, as it is stored and as pages read it: tables, measures, and the words that both sides use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

#: Raised when a report is counted in another way.
VERSION: Final = 2
#: The one row of the table of all pupils.
ALL: Final = "all"


class Table(StrEnum):
    """By what pupils are put into rows."""

    ALL = "all"
    DISTRICT = "district"
    SCHOOL = "school"
    LANGUAGE = "language"
    GRADE = "grade"
    PLACE = "place"


#: What is measured, and the dimension of the stored score that it is read from.
MEASURES: Final[Mapping[str, str]] = {
    "fluency": "fluency",
    "flexibility": "flexibility",
    "originality": "originality_top2",
    "elaboration": "elaboration",
    "rating": "rating",
}
#: Measures that mean the same in every language: a count of different ideas. Rarity, groups of meaning and numbers
#: of words depend on the language and on what the scorer knows of it.
COMPARED_OVER_LANGUAGES: Final = frozenset({"fluency"})


@dataclass(frozen=True, slots=True)
class Cell:
    """What is told of a group of pupils, in points; no mean and no interval where one class alone is there."""

    pupils: int
    classes: int
    schools: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; no ``cell`` where it is hidden."""

    key: str
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Content:
    """A report as it was counted."""

    said: Mapping[str, Any]

    def lines(self, measure: str, table: str) -> list[Line]:
        """Return the rows of a table, by their keys."""
        return [_line(row) for row in self.said["measures"][measure].get(table, [])]

    def halves(self, measure: str) -> list[Line]:
        """Return the halves of school years in order, counted on the tasks that all of them have."""
        return [_line(row) for row in self.said["halves"][measure]]

    def change(self, measure: str) -> Line:
        """Return how far the same pupils moved."""
        return _line(self.said["change"][measure])

    @property
    def comparisons(self) -> list[dict[str, Any]]:
        """What was found of tasks that treat groups differently."""
        found: list[dict[str, Any]] = self.said["bias"]
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nobody has a score that can be compared."""
        return not any(self.lines(measure, Table.ALL) for measure in MEASURES)

    def name(self, table: str, key: str) -> Mapping[str, str]:
        """Return the name that a district or school had."""
        found: Mapping[str, str] = self.said["names"][table][key]
        return found


def _line(row: Mapping[str, Any]) -> Line:
    return Line(row["key"], Cell(**row["cell"]) if row["cell"] else None)


def sha256_of(content: Mapping[str, Any]) -> str:
    """Return the hash of a report's content, the same for the same content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
