"""Small groups cannot be worked out from what is shown."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from operator import or_

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.reports.rules.hiding import Groups, Row, hidden_rows

SIZES = (1, 2, 4, 6, 9, 11, 14, 20, 30)
TABLES = ("school", "district", "place", "grade", "language")
Kind = tuple[str, str, str, str, str]


@st.composite
def regions(draw: st.DrawFn) -> tuple[Groups, list[int]]:
    """The rows of a small region, and its cells: pupils who are in the same row of every table."""
    members: dict[Kind, int] = {}
    for school in range(draw(st.integers(2, 6))):
        district, place = draw(st.sampled_from("ab")), draw(st.sampled_from(("rural", "urban")))
        for grade in draw(st.sets(st.sampled_from("567"), min_size=1, max_size=2)):
            language = draw(st.sampled_from(("kk", "ru")))
            members[f"s{school}", district, place, grade, language] = draw(st.sampled_from(SIZES))
    return as_groups(members)


def as_groups(members: dict[Kind, int]) -> tuple[dict[Row, int], list[int]]:
    groups: dict[Row, int] = {}
    cells, begun = [], 0
    for kind, size in members.items():
        cell = ((1 << size) - 1) << begun
        begun += size
        cells.append(cell)
        for row in (Row("all", "all"), *map(Row, TABLES, kind)):
            groups[row] = groups.get(row, 0) | cell
    return groups, cells


def given_away(groups: Groups, hidden: set[Row], cells: list[int]) -> list[tuple[int, ...]]:
    """Try every set of cells of fewer than ten pupils: is it a combination of the rows that are shown?"""
    shown = [[float(bool(groups[row] & cell)) for cell in cells] for row in groups if row not in hidden]
    if not shown:
        return []
    _, singular, directions = np.linalg.svd(np.array(shown))
    beyond = directions[(singular > 1e-9).sum() :]
    sizes = [cell.bit_count() for cell in cells]
    found = []
    for count in range(1, len(cells) + 1):
        for some in combinations(range(len(cells)), count):
            target = np.zeros(len(cells))
            target[list(some)] = 1
            if sum(sizes[cell] for cell in some) < 10 and np.abs(beyond @ target).max(initial=0) < 1e-7:
                found.append(some)
    return found


@settings(max_examples=300, deadline=None)
@given(regions())
def test_no_small_set_of_pupils_can_be_worked_out(region: tuple[Groups, list[int]]) -> None:
    groups, cells = region

    assert given_away(groups, hidden_rows(groups), cells) == []


def test_the_search_of_this_test_finds_a_school_hidden_alone() -> None:
    groups, cells = as_groups(
        {("1", "a", "urban", "5", "kk"): 4, ("2", "a", "urban", "5", "kk"): 30, ("3", "a", "urban", "5", "kk"): 30}
    )

    assert given_away(groups, {Row("school", "1")}, cells) == [(0,)]
    assert hidden_rows(groups) == {Row("school", "1"), Row("school", "2")}


def test_where_nobody_is_few_nothing_is_hidden() -> None:
    groups, _ = as_groups({(str(n), "ab"[n % 2], "rural", "5", "kk"): 10 for n in range(6)})

    assert hidden_rows(groups) == set()


def test_two_small_schools_whose_sum_is_small_take_a_third_with_them() -> None:
    groups, _ = as_groups({(str(n), "a", "urban", "5", "kk"): size for n, size in enumerate((3, 4, 12, 30))})

    assert hidden_rows(groups) == {Row("school", "0"), Row("school", "1"), Row("school", "2")}


def test_a_school_where_nearly_all_answer_in_kazakh_does_not_give_the_others_away() -> None:
    groups, cells = as_groups(
        {("1", "a", "urban", "5", "kk"): 40, ("2", "a", "urban", "5", "kk"): 5, ("2", "a", "urban", "5", "ru"): 40}
    )

    hidden = hidden_rows(groups)

    assert given_away(groups, set(), cells) != []
    assert given_away(groups, hidden, cells) == []


def test_rows_hidden_already_stay_hidden() -> None:
    groups, _ = as_groups({(str(n), "a", "urban", "5", "kk"): 20 for n in range(3)})

    assert Row("school", "1") in hidden_rows(groups, already={Row("school", "1")})


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_rows_changes_nothing(order: int) -> None:
    groups, _ = as_groups({(str(n), "ab"[n % 2], "rural", "567"[n % 3], "kk"): 3 + 4 * n for n in range(6)})

    assert hidden_rows(dict(list(groups.items())[::order])) == hidden_rows(groups)


def test_hiding_never_takes_more_than_there_is() -> None:
    groups, _ = as_groups({(str(n), "a", "urban", "5", "kk"): 2 for n in range(3)})

    assert hidden_rows(groups) == set(groups)
    assert reduce(or_, groups.values()).bit_count() == 6
