"""What people gave, as the table from which the rater learns (``python -m contest_app.scoring train``)."""

from __future__ import annotations

from statistics import fmean
from typing import Final

from sqlalchemy.orm import Session

from contest_app.ratings.queries.people import Rated, rated_ideas
from contest_app.tasks.kinds import kind_named
from contest_app.web.tables import Cell, Column, Kind, Table

FILE: Final = "qiyal-ratings"
#: As many raters as there can be whose marks count: of two minds and a third between them.
RATERS: Final = (1, 2, 3)


def training_table(session: Session) -> Table:
    """Return one row an idea: prompt, response, mean originality as ``rating``, language; then each rating by itself.

    Only ideas of pupils with consent to research; without names, keys and signs of distress.
    """
    columns = [
        Column("prompt"),
        Column("response"),
        Column("rating", Kind.NUMBER),
        Column("language"),
        Column("item"),
        *(Column(f"originality_{number}", Kind.NUMBER) for number in RATERS),
        Column("usefulness", Kind.NUMBER),
        *(Column(f"usefulness_{number}", Kind.NUMBER) for number in RATERS),
    ]
    return Table(FILE, columns, [_row(each) for each in rated_ideas(session)])


def _row(rated: Rated) -> list[Cell]:
    item, language = rated.item, rated.language
    originality, usefulness = ([each.marks[key] for each in rated.given] for key in ("originality", "usefulness"))
    return [
        kind_named(item.kind).prompt(item.content, language),
        rated.text,
        fmean(originality),
        language,
        item.slug,
        *_places(originality),
        fmean(usefulness),
        *_places(usefulness),
    ]


def _places(marks: list[int]) -> list[Cell]:
    return [*marks[: len(RATERS)], *[None] * (len(RATERS) - len(marks))]
