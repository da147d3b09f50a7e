"""Fits as plain data, of whatever ratings there are."""

import json
from collections.abc import Callable

import numpy as np
import pytest
from scoring.severity.designs import SEVERE, drawn, table

from contest_app.scoring.severity.additive.fitting import fit_additive
from contest_app.scoring.severity.obstacles import CannotEstimate
from contest_app.scoring.severity.rasch.fitting import fit_rasch
from contest_app.scoring.severity.ratings import Ratings
from contest_app.scoring.severity.reports import Report, additive_report, rasch_report

FACETS = ("judge", "entry", "criterion")


def by_rasch(ratings: Ratings) -> Report:
    return rasch_report(fit_rasch(ratings, SEVERE))


def by_addition(ratings: Ratings) -> Report:
    return additive_report(fit_additive(ratings, "judge"), SEVERE.negative)


REPORTS = [by_rasch, by_addition]


SMALL = [(1, 5, 3), (3, 1, 4), (4, 6, 1), (2, 2, 2), (5, 8, 2)]


def random_marks(size: tuple[int, int, int]) -> Ratings:
    chance = np.random.default_rng(0)
    marks = {
        (f"J{one}", f"K{two}", f"C{three}"): float(chance.integers(1, 6)) for one, two, three in np.ndindex(*size)
    }
    return table(marks, FACETS)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("size", SMALL, ids=str)
def test_every_element_of_a_small_table_is_told_of_in_plain_data(
    size: tuple[int, int, int], report: Callable[[Ratings], Report]
) -> None:
    found = report(random_marks(size))

    assert [len(found["facets"][name]) for name in FACETS] == list(size)
    assert json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("report", REPORTS)
def test_one_judge_of_one_entry_tells_nothing(report: Callable[[Ratings], Report]) -> None:
    with pytest.raises(CannotEstimate):
        report(random_marks((1, 1, 8)))


@pytest.mark.parametrize("report", REPORTS)
def test_elements_stand_by_their_measures_the_highest_first(report: Callable[[Ratings], Report]) -> None:
    facets = report(drawn(2))["facets"]

    for rows in facets.values():
        measures = [row["measure"] for row in rows]
        assert measures == sorted(measures, reverse=True)
    judges = [row["fair_average"] for row in facets["judge"]]
    assert judges == sorted(judges)


@pytest.mark.parametrize("report", REPORTS)
def test_names_beyond_latin_stay_as_they_are(report: Callable[[Ratings], Report]) -> None:
    ratings = drawn(2)
    named = Ratings(ratings.facets, (("Әсел", "Ғани", "Ұлан", "Іңкәр"), *ratings.elements[1:]), *both(ratings))

    assert {row["element"] for row in report(named)["facets"]["judge"]} == {"Әсел", "Ғани", "Ұлан", "Іңкәр"}


def both(ratings: Ratings) -> tuple[np.ndarray, np.ndarray]:
    return ratings.places, ratings.values
