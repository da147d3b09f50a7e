"""Value as people rate it, kept apart from originality."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.agreement import Level, intraclass_correlations, krippendorff_alpha
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.usefulness import (
    MarkedTwice,
    NoSuchMark,
    Usefulness,
    UsefulnessMark,
    usefulness_agreement,
    usefulness_of,
)

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
TABLE = [[(mark + 1) // 2 for mark in row] for row in SHROUT_FLEISS]
"""Six ideas by four judges, from 1 to 5."""


def marks_of(table: list[list[int]]) -> list[UsefulnessMark]:
    return [
        UsefulnessMark(f"idea {row}", f"judge {column}", mark)
        for row, marks in enumerate(table)
        for column, mark in enumerate(marks)
    ]


@pytest.mark.parametrize("mark", [0, 6, -1, 2.5, float("nan"), "3"])
def test_a_mark_that_the_rating_does_not_have_is_refused(mark: int) -> None:
    with pytest.raises(NoSuchMark):
        UsefulnessMark("doorstop", "ann", mark)


def test_a_mark_cannot_be_added_compared_or_taken_for_a_number() -> None:
    mark = UsefulnessMark("doorstop", "ann", 4)

    for mixed in (
        lambda: mark + 1,  # type: ignore[operator]
        lambda: mark + mark,  # type: ignore[operator]
        lambda: sum([mark]),  # type: ignore[list-item]
        lambda: mark < 5,  # type: ignore[operator]
        lambda: float(mark),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError):
            mixed()


def test_usefulness_is_no_estimate_of_originality() -> None:
    found = usefulness_of([UsefulnessMark("doorstop", "ann", 4)])["doorstop"]

    with pytest.raises(TypeError):
        found + Estimate(1.0, 0.1)  # type: ignore[operator]


def test_the_usefulness_of_an_idea_is_its_mean_mark_with_an_error() -> None:
    found = usefulness_of(marks_of([[1, 3], [5, 5]]))

    assert found == {"idea 0": Usefulness(2.0, 1.0, judges=2), "idea 1": Usefulness(5.0, 0.0, judges=2)}


def test_one_judge_has_nobody_to_differ_from() -> None:
    assert usefulness_of(marks_of([[3]])) == {"idea 0": Usefulness(3.0, None, judges=1)}


def test_agreement_is_that_of_the_table_of_marks() -> None:
    found = usefulness_agreement(marks_of(TABLE))

    assert found.alpha == krippendorff_alpha(TABLE, Level.ORDINAL)
    assert found.correlations == intraclass_correlations(TABLE)
    assert (found.ideas, found.judges) == (6, 4)


def test_gaps_leave_alpha_and_take_the_correlations() -> None:
    found = usefulness_agreement(marks_of(TABLE)[1:])

    assert found.alpha is not None
    assert found.correlations is None


@given(st.permutations(range(24)))
def test_the_order_of_marks_changes_nothing(order: list[int]) -> None:
    marks = marks_of(TABLE)
    turned = [marks[index] for index in order]

    assert usefulness_of(turned) == usefulness_of(marks)
    assert usefulness_agreement(turned) == usefulness_agreement(marks)


@pytest.mark.parametrize("table", [[], [[3]], [[3, 3]]])
def test_marks_with_nothing_to_agree_on_have_no_agreement(table: list[list[int]]) -> None:
    found = usefulness_agreement(marks_of(table))

    assert (found.alpha, found.correlations) == (None, None)


def test_a_judge_who_marks_an_idea_twice_is_refused() -> None:
    twice = [UsefulnessMark("doorstop", "ann", 4), UsefulnessMark("doorstop", "ann", 5)]

    with pytest.raises(MarkedTwice, match="ann marked doorstop twice"):
        usefulness_of(twice)
