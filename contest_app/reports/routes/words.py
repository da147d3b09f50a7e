"""How pages and files call what is in a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any, Final, NamedTuple

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from contest_app.languages import LANGUAGES, sort_key
from contest_app.reports.rules.content import Cell, Content, Line, Table
from contest_app.reports.rules.period import Month, Period
from contest_app.web.i18n import LOCALES, language, localised

MEASURES: Final = {
    "fluency": _l("Number of different ideas"),
    "flexibility": _l("Variety: groups of ideas"),
    "originality": _l("Rarity: the two rarest ideas"),
    "elaboration": _l("Elaboration: words in an idea"),
    "rating": _l("Originality as raters would see it"),
}
TABLES: Final = {
    Table.DISTRICT: _l("City or district"),
    Table.SCHOOL: _l("School"),
    Table.LANGUAGE: _l("Language of the answer"),
    Table.GRADE: _l("Grade level"),
    Table.PLACE: _l("Village or town"),
}
COMPARISONS: Final = {
    "language": _l("Answers in Kazakh beside answers in Russian"),
    "place-kk": _l("Villages beside towns, answers in Kazakh"),
    "place-ru": _l("Villages beside towns, answers in Russian"),
}
#: What an item's class says, in words.
CLASSES: Final = {
    "A": _l("A: no difference that matters"),
    "B": _l("B: some difference, worth a look"),
    "C": _l("C: a large difference: explain it or take the task out"),
    None: _l("not enough answers to this task"),
}


_NUMBER: Final = re.compile(r"\d+")
_DIGITS: Final = 6


class Named(NamedTuple):
    """A row with the words that the reader sees."""

    name: str
    cell: Cell | None


def month_words(month: Month) -> str:
    """Return a month as the reader's language writes it."""
    day = month.begins_at(UTC)
    return str(format_skeleton("yMMMM", day, locale=LOCALES.get(language(), language())))


def points(value: float) -> str:
    """Write points with one decimal."""
    return str(format_decimal(value, format="#,##0.0", locale=language()))


def signed_points(value: float) -> str:
    """Write a difference in points with its sign."""
    return str(format_decimal(value, format="+#,##0.0;−#,##0.0", locale=language()))


def difference_words(item: Mapping[str, float]) -> str:
    """Write how far a task is from fair, with half of its interval."""
    value, half = (
        format_decimal(round(number, 2) + 0.0, format="0.00;−0.00", locale=language())
        for number in (item["standardised"], item["half"])
    )
    return f"{value} ± {half}"


def period_words(period: Period) -> str:
    """Return the first month and the last."""
    first, last = month_words(period.first), month_words(period.last)
    return first if first == last else f"{first} – {last}"


def named(content: Content, measure: str, table: str) -> list[Named]:
    """Return the rows of a table with their names: in alphabetical order, never in that of results."""
    rows = [(_name(content, table, line), line) for line in content.lines(measure, table)]
    if table in (Table.DISTRICT, Table.SCHOOL):
        rows.sort(key=lambda row: (_in_order(row[0]), row[1].key))
    return [Named(name, line.cell) for name, line in rows]


def _in_order(name: str) -> str:
    """Return a key by which school 9 comes before school 10."""
    return sort_key(_NUMBER.sub(lambda found: found[0].zfill(_DIGITS), name))


def halves(content: Content, measure: str) -> list[Named]:
    """Return the halves of school years with their names."""
    return [Named(_half_words(line.key), line.cell) for line in content.halves(measure)]


def _name(content: Content, table: str, line: Line) -> str:
    match table:
        case Table.DISTRICT | Table.SCHOOL:
            return localised(content.name(table, line.key))
        case Table.LANGUAGE:
            return LANGUAGES[line.key]
        case Table.GRADE:
            return str(_("Grade %(grade)s", grade=int(line.key)))
        case Table.PLACE:
            return str(_("Villages") if line.key == "rural" else _("Towns"))
    return str(_("All pupils of the region"))


def _half_words(key: str) -> str:
    year, _sep, number = key.partition("-")
    years = f"{year}/{(int(year) + 1) % 100:02}"
    if number == "1":
        return str(_("%(years)s, first half of the school year", years=years))
    return str(_("%(years)s, second half of the school year", years=years))


def state_words(found: dict[str, Any]) -> str:
    """Return why a comparison says nothing yet."""
    if found["state"] == "apart":
        return str(_("The tasks cannot be put on one scale yet: too few pupils answered several of them."))
    if found["smaller"] is None:
        return str(_("Not enough yet: fewer than 10 of %(needed)s pupils", needed=found["needed"]))
    return str(
        _("Not enough yet: at least %(there)s of %(needed)s pupils", there=found["smaller"], needed=found["needed"])
    )


def notes() -> list[str]:
    """Return how a report is counted, a note each."""
    return [
        _(
            "Counted are the final scores of assessments that opened in these months and are closed; practice and "
            "answers for now are not."
        ),
        _(
            "Each score is set beside all scores of the period on the same task in the same language. 50 is their "
            "mean, 10 points are their standard deviation; a pupil's value is the mean over the pupil's tasks. Tasks "
            "with fewer than 10 pupils in a language are left out."
        ),
        _(
            "The interval is a 95 per cent interval that takes into account that pupils of one class are alike "
            "(cluster-robust error by classes, Student's t). Where intervals of two groups overlap widely, their "
            "difference may be chance."
        ),
        _(
            "Each language has its own zero, so languages are compared by the number of ideas alone, and with "
            "care: rarity and groups of ideas depend on the language."
        ),
        _(
            "Rarity is counted within a class and its comparison sample. The raters' estimate is shown only for "
            "languages in which it has been checked against people."
        ),
        _(
            "Groups of fewer than 10 pupils are hidden, and so is any other group from which they could be worked "
            "out, also together with earlier reports of the same months. So a report of a year shows less when "
            "reports of its months were counted before it: count first what you need most. Of one class alone no "
            "mean is told: it would be one teacher's."
        ),
        _(
            "Change is that of the same pupils between the first and the last month in which they took an "
            "assessment, on tasks that were given at both times (parallel forms, half of the pupils with form A "
            "first)."
        ),
        _(
            "Tasks are checked for unfairness among pupils of equal standing (standardised mean difference, Mantel's "
            "test, classes A, B, C), from 200 pupils in each group."
        ),
        _("Results describe; they never serve to rank schools, to give marks or to judge teachers."),
    ]
