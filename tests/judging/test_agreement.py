from __future__ import annotations

from uuid import UUID

import pytest
from judging.judging_factories import RUBRIC, a_sheet

from contest_app.judging.agreement import Agreement, Verdict, agreement
from contest_app.judging.rules import Rubric
from contest_app.judging.standings import SubmittedSheet

RUBRIC_VALUE = Rubric.from_content(RUBRIC)


def sheets(*rows: tuple[int, int, int]) -> list[SubmittedSheet]:
    """Sheets of (entry, judge, the mark for every criterion)."""
    return [SubmittedSheet(UUID(int=e), UUID(int=100 + j), a_sheet(mark, mark)) for e, j, mark in rows]


def test_judges_who_give_the_same_agree_fully() -> None:
    found = agreement(sheets((1, 1, 5), (1, 2, 5), (2, 1, 1), (2, 2, 1), (3, 1, 3), (3, 2, 3)), RUBRIC_VALUE)

    assert (found.alpha, found.mean_reliability, found.verdict) == (1.0, 1.0, Verdict.HIGH)


def test_judges_who_contradict_each_other_agree_less_than_chance_would() -> None:
    found = agreement(sheets((1, 1, 5), (1, 2, 0), (2, 1, 0), (2, 2, 5)), RUBRIC_VALUE)

    assert found.alpha is not None
    assert found.alpha < 0
    assert found.verdict is Verdict.LOW


def test_with_gaps_only_alpha_is_told() -> None:
    found = agreement(sheets((1, 1, 5), (1, 2, 5), (2, 2, 1), (2, 3, 1)), RUBRIC_VALUE)

    assert (found.alpha, found.mean_reliability) == (1.0, None)


@pytest.mark.parametrize("rows", [[], [(1, 1, 3)], [(1, 1, 3), (2, 2, 4)], [(1, 1, 3), (1, 2, 3)]])
def test_too_few_sheets_or_no_difference_tell_nothing(rows: list[tuple[int, int, int]]) -> None:
    assert agreement(sheets(*rows), RUBRIC_VALUE).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("alpha", "verdict"), [(0.8, Verdict.HIGH), (0.79, Verdict.FAIR), (0.667, Verdict.FAIR), (0.66, Verdict.LOW)]
)
def test_the_verdict_follows_the_two_bounds(alpha: float, verdict: Verdict) -> None:
    assert Agreement(alpha, None).verdict is verdict
