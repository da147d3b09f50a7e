"""The tables of a report to take away. What a page hides, they hide."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from contest_app.reports.models import RegionReport
from contest_app.reports.routes import words
from contest_app.reports.rules.content import MEASURES, Content, Table
from contest_app.reports.rules.content import Cell as Group
from contest_app.web.i18n import localised
from contest_app.web.tables import Cell, Column, Kind
from contest_app.web.tables import Table as Sheet


def sheets(report: RegionReport) -> list[Sheet]:
    """Return all of a report, a sheet for each part, and the last for how it was counted."""
    content = report.told
    return [results(content), _over_time(content), _tasks(content), _notes(report)]


def results(content: Content) -> Sheet:
    """Return a line for each measure and group."""
    columns = [Column(_("What is measured")), Column(_("Grouped by")), Column(_("Group")), *_numbers()]
    rows = [
        [str(words.MEASURES[measure]), by, row.name, *_cells(row.cell)]
        for measure in MEASURES
        for table, by in ((Table.ALL, ""), *((key, str(name)) for key, name in words.TABLES.items()))
        for row in words.named(content, measure, table)
    ]
    return Sheet(_("Results"), columns, rows)


def _numbers() -> list[Column]:
    return [
        Column(_("Pupils"), Kind.NUMBER),
        Column(_("Classes"), Kind.NUMBER),
        Column(_("Schools"), Kind.NUMBER),
        Column(_("Mean, points"), Kind.NUMBER),
        Column(_("Interval from"), Kind.NUMBER),
        Column(_("Interval to"), Kind.NUMBER),
        Column(_("Remark")),
    ]


def _cells(group: Group | None) -> list[Cell]:
    if group is None:
        return [*[None] * 6, _("hidden: too few pupils, or others could be worked out from it")]
    remark = _("one class alone: no mean is told") if group.mean is None else None
    return [group.pupils, group.classes, group.schools, group.mean, group.low, group.high, remark]


def _over_time(content: Content) -> Sheet:
    columns = [Column(_("What is measured")), Column(_("When")), *_numbers()]
    rows: list[list[Cell]] = []
    for measure in MEASURES:
        name = str(words.MEASURES[measure])
        rows.append([name, _("The same pupils, last less first"), *_cells(content.change(measure).cell)])
        rows += [[name, row.name, *_cells(row.cell)] for row in words.halves(content, measure)]
    return Sheet(_("Change with time"), columns, rows)


def _tasks(content: Content) -> Sheet:
    columns = [
        Column(_("Comparison")),
        Column(_("Task")),
        Column(_("What was found")),
        Column(_("Difference, standard deviations"), Kind.NUMBER),
        Column(_("Half of the interval"), Kind.NUMBER),
        Column(_("Pupils of the first group"), Kind.NUMBER),
        Column(_("Pupils of the second group"), Kind.NUMBER),
    ]
    return Sheet(_("Tasks and groups"), columns, list(_task_rows(content)))


def _task_rows(content: Content) -> Iterator[list[Cell]]:
    for found in content.comparisons:
        name = str(words.COMPARISONS[found["key"]])
        if found["state"] != "told":
            yield [name, None, words.state_words(found), None, None, None, None]
        for item in found["items"]:
            title = localised(content.name("item", item["item"]))
            verdict = str(words.CLASSES[item["bias"]])
            yield [name, title, verdict, item["standardised"], item["half"], item["focal"], item["reference"]]


def _notes(report: RegionReport) -> Sheet:
    said = report.content
    rows: list[list[Cell]] = [
        [_("Months"), words.period_words(report.period)],
        *([_("How it is counted"), note] for note in words.notes()),
        [_("Runs of the scorer that it rests on"), str(said["runs"])],
        *([_("Scorer"), scorer] for scorer in said["scorers"]),
        [_("Hash of the runs (SHA-256)"), said["input"]],
        [_("Hash of the report (SHA-256)"), report.sha256],
    ]
    return Sheet(_("How it is counted"), [Column(_("Subject of the note")), Column(_("Explanation"))], rows)
