"""The published order as everybody may see it: names only of those who agreed, initials of the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contest_app.contests.models import Contest, Entry
from contest_app.judging.showing import initials
from contest_app.languages import Localised


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on the board; ``places`` is "1", or "1–2" for a tie; without a score it is empty."""

    places: str
    is_tied: bool
    code: str
    title: str
    language: str
    authors: tuple[str, ...]
    score: str | None
    award: Localised | None


@dataclass(frozen=True, slots=True)
class Board:
    """Those who competed with each other, best first."""

    nomination: Localised
    age_group: Localised
    lines: tuple[Line, ...]


def leaderboard(
    contest: Contest, content: Mapping[str, Any], entries: Mapping[UUID, Entry], named: Collection[UUID]
) -> list[Board]:
    """Return the boards of frozen results; ``named`` are the people who agreed that their names are published.

    Titles and names are read from the entries of today, so that what was erased since does not appear.
    """
    awards = {award["key"]: award["name"] for award in contest.awards}
    everyone = next((award["name"] for award in contest.awards if award["scope"] == "everyone"), None)
    boards = []
    for nomination in contest.nominations:
        for group in contest.age_groups:
            place = (nomination.key, group.key)
            rows = [row for row in content["entries"] if (row["nomination"], row["age_group"]) == place]
            lines = tuple(
                _line(row, entry, awards.get(row["award"], everyone), named)
                for row in rows
                if (entry := entries.get(UUID(row["entry"]))) is not None
            )
            if lines:
                boards.append(Board(nomination.name, group.name, lines))
    return boards


def _line(row: Mapping[str, Any], entry: Entry, award: Localised | None, named: Collection[UUID]) -> Line:
    is_tied = row["place"] != row["last_place"]
    places = "" if row["place"] is None else f"{row['place']}–{row['last_place']}" if is_tied else str(row["place"])
    return Line(
        places=places,
        is_tied=is_tied,
        code=row["code"],
        title=entry.title,
        language=entry.language,
        authors=tuple(
            author.full_name if author.user_id in named else initials(author.full_name) for author in entry.authors
        ),
        score=row["shown_score"],
        award=award,
    )
