"""From sheets to places: the official score of each entry, and its order among those it competes with.

Pure and exact: scores are fractions, and two entries share a place when, and only when, the rules say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from contest_app.judging.rules import GENERAL, SPLIT_SHARE, Given, Rubric
from contest_app.scoring.official.combining import Combination
from contest_app.scoring.ranking import competition_ranks, sheet_total, ties

Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Competitor:
    """An entry by its blind code, in its nomination and age group (their keys)."""

    entry: UUID
    code: str
    nomination: str
    age_group: str

    @property
    def group(self) -> Group:
        """Those who compete with each other have the same."""
        return self.nomination, self.age_group


@dataclass(frozen=True, slots=True)
class SubmittedSheet:
    """What one judge gave one entry."""

    entry: UUID
    judge: UUID
    given: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands in its group.

    ``totals`` are the judges' totals, highest first; ``score`` is the official one, None where nobody
    marked; ``place`` to ``last_place`` are shared by all with that score.
    """

    competitor: Competitor
    totals: tuple[Fraction, ...]
    score: Fraction | None
    place: int | None = None
    last_place: int | None = None

    @property
    def is_tied(self) -> bool:
        """Say whether another entry has the same place."""
        return self.place != self.last_place

    @property
    def places(self) -> str:
        """The place as it is shown: ``1``, or ``1–2`` where two share it; empty without a score."""
        return "" if self.place is None else f"{self.place}–{self.last_place}" if self.is_tied else str(self.place)


def total_of(sheet: SubmittedSheet, rubric: Rubric) -> Fraction:
    """Return the weighted total of one sheet. Raises CriteriaMismatch for a sheet that is not whole."""
    marks = {key: given.value for key, given in sheet.given.items() if key != GENERAL and given.value is not None}
    return sheet_total(marks, rubric.weights)


def standings(
    competitors: Iterable[Competitor], sheets: Iterable[SubmittedSheet], rubric: Rubric, formula: Combination
) -> dict[Group, list[Standing]]:
    """Return each group's entries, best first, equals by code; those that nobody marked come last."""
    totals: dict[UUID, list[Fraction]] = defaultdict(list)
    for sheet in sheets:
        totals[sheet.entry].append(total_of(sheet, rubric))
    groups: dict[Group, list[Standing]] = defaultdict(list)
    for each in competitors:
        marked = tuple(sorted(totals[each.entry], reverse=True))
        groups[each.group].append(Standing(each, marked, formula.combine(marked).value))
    return {group: _placed(rows) for group, rows in groups.items()}


def suggested_award(standing: Standing, awards: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the award that the place brings by the contest's list, best place of a tie counting.

    Awards for groups follow each other down the places, each for as many as it has; awards for the whole
    contest are the jury's to give, and what everyone gets needs no place.
    """
    first = 1
    for award in awards:
        if award["scope"] != "group" or award["places"] is None:
            continue
        if standing.place is not None and first <= standing.place < first + award["places"]:
            return str(award["key"])
        first += award["places"]
    return None


def spread(standing: Standing, rubric: Rubric) -> Fraction:
    """Return how far apart the sheets of an entry lie, as a share of the scale: 0 agreed, 1 the whole scale."""
    if not standing.totals or rubric.highest == rubric.lowest:
        return Fraction(0)
    return (standing.totals[0] - standing.totals[-1]) / (rubric.highest - rubric.lowest)


def splits_jury(standing: Standing, rubric: Rubric) -> bool:
    """Say whether the judges disagree so much that the chair should look, and perhaps ask for another reading."""
    return spread(standing, rubric) > SPLIT_SHARE


def _placed(rows: list[Standing]) -> list[Standing]:
    scores = {row.competitor.entry: row.score for row in rows if row.score is not None}
    ranks = competition_ranks(scores)
    shared = {place: len(keys) for place, keys in ties(ranks).items()}
    placed = [
        row
        if (place := ranks.get(row.competitor.entry)) is None
        else replace(row, place=place, last_place=place + shared.get(place, 1) - 1)
        for row in rows
    ]
    return sorted(placed, key=lambda row: (row.place is None, row.place or 0, row.competitor.code))
