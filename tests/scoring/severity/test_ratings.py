"""Ratings by facets."""

import numpy as np
import pytest
from scoring.severity.designs import table

from contest_app.scoring.severity.connection import NOWHERE, components_of
from contest_app.scoring.severity.obstacles import CannotEstimate, Obstacle
from contest_app.scoring.severity.ratings import is_fully_crossed, ratings_of


def test_elements_are_sorted_and_every_rating_knows_its_own() -> None:
    ratings = ratings_of({"judge": ["Bob", "Ann", "Bob"], "entry": ["K2", "K1", "K1"]}, [3, 4, 5])

    assert ratings.elements == (("Ann", "Bob"), ("K1", "K2"))
    assert ratings.places.tolist() == [[1, 1], [0, 0], [1, 0]]
    assert ratings.sizes == (2, 2)


@pytest.mark.parametrize(
    ("facets", "values", "obstacle"),
    [({"judge": ["A"]}, [1], Obstacle.FEW_FACETS), ({"judge": [], "entry": []}, [], Obstacle.NO_RATINGS)],
)
def test_one_facet_or_no_rating_is_refused(
    facets: dict[str, list[str]], values: list[float], obstacle: Obstacle
) -> None:
    with pytest.raises(CannotEstimate) as found:
        ratings_of(facets, values)
    assert found.value.obstacle is obstacle


@pytest.mark.parametrize(("entries", "values"), [(["1"], [1.0, 2.0]), (["1", "2"], [1.0, np.nan])])
def test_columns_of_other_lengths_and_gaps_are_refused(entries: list[str], values: list[float]) -> None:
    with pytest.raises(ValueError, match="finite number"):
        ratings_of({"judge": ["A", "B"], "entry": entries}, values)


def test_a_jury_of_which_one_missed_an_entry_is_not_fully_crossed() -> None:
    whole = {(judge, entry): 1.0 for judge in "AB" for entry in "123"}
    holed = {key: mark for key, mark in whole.items() if key != ("A", "3")}

    assert is_fully_crossed(table(whole), "judge")
    assert not is_fully_crossed(table(holed), "judge")


def test_one_judge_joins_what_two_panels_rated() -> None:
    apart = {("A", "1"): 1.0, ("A", "2"): 2.0, ("B", "3"): 1.0, ("B", "4"): 2.0}
    joined = {**apart, ("B", "2"): 1.0}

    assert [components_of(each.places, each.sizes).count for each in (table(apart), table(joined))] == [2, 1]


def test_an_element_without_ratings_is_in_no_part() -> None:
    found = components_of(np.array([[0, 0], [1, 2]]), (2, 3))

    assert found.count == 2
    assert [own.tolist() for own in found.of_element] == [[0, 1], [0, NOWHERE, 1]]
