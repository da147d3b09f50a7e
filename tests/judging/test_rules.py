from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from factories import NOW
from judging.judging_factories import RUBRIC, a_sheet

from contest_app.judging import rules
from contest_app.judging.rules import GENERAL, Given, Progress, Rubric, Window

WINDOW = Window(NOW, NOW + timedelta(days=4))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (NOW - timedelta(seconds=1), False),
        (NOW, True),
        (NOW + timedelta(days=4, seconds=-1), True),
        (NOW + timedelta(days=4), False),
    ],
)
def test_a_window_is_open_from_its_first_moment_up_to_but_not_at_its_last(moment: datetime, is_open: bool) -> None:
    assert WINDOW.is_open(moment) is is_open


def test_a_mark_outside_the_window_is_refused() -> None:
    with pytest.raises(rules.JudgingNotOpen):
        WINDOW.check_open(WINDOW.closes_at)


@pytest.mark.parametrize(
    ("done", "day", "is_late"),
    [(0, 1, False), (0, 1.1, True), (2, 3, False), (1, 2.1, True), (3, 4, True), (4, 9, False)],
)
def test_a_judge_is_late_when_a_quarter_behind_an_even_pace(done: int, day: float, is_late: bool) -> None:
    assert Progress(done, 4).is_late(WINDOW, NOW + timedelta(days=day)) is is_late


def test_a_rubric_keeps_weights_exact_and_levels_in_order() -> None:
    rubric = Rubric.from_content(RUBRIC)

    assert rubric.weights == {"idea": Decimal("1.5"), "value": Decimal(1)}
    assert [level.value for level in rubric.criteria[0].levels] == [0, 1, 2, 3, 4, 5]
    assert (rubric.lowest, rubric.highest) == (Fraction(0), Fraction(25, 2))


@pytest.mark.parametrize(
    "sheet", [{"idea": Given(6)}, {"idea": Given(-1)}, {"beauty": Given(3)}, {GENERAL: Given(1)}]
)
def test_marks_off_the_scale_or_for_no_criterion_are_refused(sheet: dict[str, Given]) -> None:
    with pytest.raises(rules.MarkOutsideRubric):
        Rubric.from_content(RUBRIC).check(sheet)


def test_words_about_the_whole_entry_need_no_mark() -> None:
    Rubric.from_content(RUBRIC).check({GENERAL: Given(None, "Well told.")})


def test_a_comment_that_nobody_would_read_is_refused() -> None:
    with pytest.raises(rules.CommentTooLong):
        Rubric.from_content(RUBRIC).check(a_sheet(1, 1, "я" * 2001))


def test_what_is_missing_comes_in_the_order_of_the_rubric() -> None:
    assert Rubric.from_content(RUBRIC).missing({"value": Given(None, "later")}) == ["idea", "value"]


def test_a_reason_of_spaces_is_none() -> None:
    with pytest.raises(rules.ReasonMissing):
        rules.checked_reason(" \n ")
