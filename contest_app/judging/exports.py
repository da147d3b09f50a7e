"""Results as tables to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask_babel import gettext as _

from contest_app.contests.models import Entry
from contest_app.judging.models import ResultSheet, Round
from contest_app.judging.rules import GENERAL
from contest_app.judging.standings import Group, Standing, SubmittedSheet, total_of
from contest_app.scoring.ranking import rounded
from contest_app.web.i18n import localised
from contest_app.web.tables import Cell, Column, Kind, Table


def result_table(
    round_: Round, standings: Mapping[Group, list[Standing]], entries: Mapping[UUID, Entry], sheet: ResultSheet | None
) -> Table:
    """Return one row an entry: where it stands, whose it is, what it got; awards as published, else none yet."""
    names = {each["key"]: localised(each["name"]) for each in round_.contest.awards}
    awards = {UUID(row["entry"]): names.get(row["award"], "") for row in sheet.content["entries"]} if sheet else {}
    columns = [
        Column(_("Nomination")),
        Column(_("Age group")),
        Column(_("Place")),
        Column(_("Code")),
        Column(_("Title")),
        Column(_("Authors")),
        Column(_("School")),
        Column(_("Supervisor")),
        Column(_("Jurors"), Kind.NUMBER),
        Column(_("Score"), Kind.NUMBER),
        Column(_("Award")),
    ]
    rows = [_row(row, entries[row.competitor.entry], awards) for group in standings.values() for row in group]
    return Table(_("Results"), columns, rows)


def sheet_table(round_: Round, sheets: Iterable[SubmittedSheet], entries: Mapping[UUID, Entry]) -> Table:
    """Return one row a submitted sheet, jurors numbered within each entry: every mark, the total and the words."""
    rubric = round_.criteria
    columns = [
        Column(_("Code")),
        Column(_("Juror"), Kind.NUMBER),
        *(Column(localised(each.name), Kind.NUMBER) for each in rubric.criteria),
        Column(_("Total"), Kind.NUMBER),
        Column(_("Words for the authors")),
    ]
    rows: list[list[Cell]] = []
    numbers: dict[UUID, int] = {}
    for sheet in sheets:
        numbers[sheet.entry] = numbers.get(sheet.entry, 0) + 1
        marks: list[Cell] = [sheet.given[each.key].value for each in rubric.criteria]
        words = sheet.given[GENERAL].comment if GENERAL in sheet.given else ""
        code = entries[sheet.entry].blind_code
        rows.append([code, numbers[sheet.entry], *marks, rounded(total_of(sheet, rubric)), words])
    return Table(_("Score sheets"), columns, sorted(rows, key=lambda row: (str(row[0]), str(row[1]))))


def _row(standing: Standing, entry: Entry, awards: Mapping[UUID, str]) -> list[Cell]:
    schools = {localised(author.user.school.name) for author in entry.authors if author.user.school}
    return [
        localised(entry.nomination.name),
        localised(entry.age_group.name),
        standing.places,
        standing.competitor.code,
        entry.title,
        ", ".join(author.full_name for author in entry.authors),
        ", ".join(sorted(schools)),
        entry.supervisor.display_name if entry.supervisor else "",
        len(standing.totals),
        None if standing.score is None else rounded(standing.score),
        awards.get(entry.id, ""),
    ]
