"""Counting a report: from scores of record to the rows that may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from contest_app.reports.rules.answers import (
    Pupil,
    Told,
    by_item,
    languages_of_pupils,
    means_of_pupils,
    standardised,
)
from contest_app.reports.rules.beside import Beside
from contest_app.reports.rules.content import ALL, COMPARED_OVER_LANGUAGES, MEASURES, Table
from contest_app.reports.rules.hiding import Row
from contest_app.reports.rules.means import clustered_mean

MIDDLE: Final = 50.0
STEP: Final = 10.0

Pupils = Mapping[int, Pupil]
Scores = Mapping[str, Sequence[Told]]
Cell = dict[str, Any]
Groups = dict[Row, list[int]]


def points(z: float) -> float:
    """Return a value in points: 50 is the middle of the region, 10 the spread of the answers to one task.

    >>> points(-0.5)
    45.0
    """
    return MIDDLE + STEP * z


def measured(scores: Scores, pupils: Pupils, beside: Beside) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return for each measure and table its rows, each with its cell; a hidden row has none."""
    languages = languages_of_pupils(chain.from_iterable(scores.values()))
    hidden: set[Row] = set()
    found = {}
    for measure in MEASURES:
        values = means_of_pupils(standardised(scores[measure]))
        groups = _groups(values, pupils, languages)
        hidden |= beside.hidden(measure, scores[measure], groups, already=hidden)  # for the reader's sake in all
        found[measure] = _tables(groups, values, pupils, hidden)
        found[measure][Table.LANGUAGE] = _by_language(measure, scores[measure], groups, pupils, hidden)
    return found


def _by_language(
    measure: str, scores: Sequence[Told], groups: Groups, pupils: Pupils, hidden: set[Row]
) -> list[dict[str, Any]]:
    """Return the rows of languages, which have one zero here; none where languages cannot be compared."""
    if measure not in COMPARED_OVER_LANGUAGES:
        return []
    counted = {pupil for row, members in groups.items() if row.table == Table.ALL for pupil in members}
    values = means_of_pupils(standardised((told for told in scores if told.pupil in counted), by_item))
    return _tables(groups, values, pupils, hidden).get(Table.LANGUAGE, [])


def _groups(values: Collection[int], pupils: Pupils, languages: Mapping[int, str]) -> Groups:
    """Return the pupils of each row of each table."""
    groups: defaultdict[Row, list[int]] = defaultdict(list)
    for key in values:
        for row in _rows_of(pupils[key], languages[key]):
            groups[row].append(key)
    return dict(groups)


def _rows_of(pupil: Pupil, language: str) -> Iterator[Row]:
    yield Row(Table.ALL, ALL)
    yield Row(Table.DISTRICT, pupil.district)
    yield Row(Table.SCHOOL, str(pupil.school))
    yield Row(Table.LANGUAGE, language)
    yield Row(Table.GRADE, f"{pupil.grade:02}")
    yield Row(Table.PLACE, "rural" if pupil.is_rural else "urban")


def _tables(
    groups: Groups, values: Mapping[int, float], pupils: Pupils, hidden: set[Row]
) -> dict[str, list[dict[str, Any]]]:
    tables: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, members in sorted(groups.items()):
        shown = None if row in hidden else cell({key: values[key] for key in members if key in values}, pupils)
        tables[row.table].append({"key": row.key, "cell": shown})
    return dict(tables)


def cell(values: Mapping[int, float], pupils: Pupils, zero: float = MIDDLE) -> Cell:
    """Return what is told of a group: the mean in points with its interval, and how many it rests on.

    One class alone has no interval, and no mean: it would be one teacher's.
    """
    own = [pupils[key] for key in values]
    mean = clustered_mean(list(values.values()), [pupil.school_class for pupil in own])
    return {
        "pupils": len(own),
        "classes": mean.clusters,
        "schools": len({pupil.school for pupil in own}),
        "mean": None if mean.low is None else _rounded(mean.value, zero),
        "low": _rounded(mean.low, zero),
        "high": _rounded(mean.high, zero),
    }


def _rounded(z: float | None, zero: float) -> float | None:
    return None if z is None else round(zero + STEP * z, 2)
