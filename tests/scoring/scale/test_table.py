"""Scores of people on items as a table with gaps."""

import numpy as np
import pytest

from contest_app.scoring.scale.table import ScoredTwice, ScoreRow, score_table

ROWS = [ScoreRow("bob", "wheel", 2.0), ScoreRow("ann", "spool", 1.0), ScoreRow("ann", "wheel", 3.0)]


def test_a_table_has_sorted_people_and_items_with_gaps_where_nothing_was_given() -> None:
    table = score_table(ROWS)

    assert (table.people, table.items) == (("ann", "bob"), ("spool", "wheel"))
    np.testing.assert_array_equal(table.scores, [[1.0, 3.0], [np.nan, 2.0]])


def test_the_order_of_rows_changes_no_table() -> None:
    turned = score_table(ROWS[::-1])

    np.testing.assert_array_equal(turned.scores, score_table(ROWS).scores)


def test_the_items_of_a_scale_are_taken_in_its_order_and_the_others_left_out() -> None:
    table = score_table(ROWS, items=["wheel", "mitten"])

    assert (table.people, table.items) == (("ann", "bob"), ("wheel", "mitten"))
    np.testing.assert_array_equal(table.scores, [[3.0, np.nan], [2.0, np.nan]])


def test_two_scores_of_a_person_on_an_item_are_refused() -> None:
    with pytest.raises(ScoredTwice, match="ann has two scores on spool"):
        score_table([*ROWS, ScoreRow("ann", "spool", 1.0)])


def test_no_rows_make_an_empty_table() -> None:
    assert score_table([]).scores.shape == (0, 0)
