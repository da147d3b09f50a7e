"""Change over time with parallel forms."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.reports_factories import SEPTEMBER, pupil_of, told

from contest_app.reports.rules.answers import Pupil, Told
from contest_app.reports.rules.beside import Beside
from contest_app.reports.rules.change import change_of, changes_of_pupils, halves_of
from contest_app.reports.rules.period import Month

MAY = Month(2027, 5)
CLASS, SCHOOL = UUID(int=1), UUID(int=2)


def crossed(change: float, harder: float, pupils: int = 40, noise: float = 0.0) -> list[Told]:
    """Half of the pupils take form A first, half form B; form B is harder, and everybody changes alike."""
    random = Random(3)  # noqa: S311 -- nothing secret hangs on it
    scores = []
    for pupil in range(pupils):
        level = random.gauss(10, 2)
        forms = ("a", "b") if pupil % 2 else ("b", "a")
        for form, month, more in zip(forms, (SEPTEMBER, MAY), (0.0, change), strict=True):
            value = level + more - harder * (form == "b") + random.gauss(0, noise)
            scores.append(told(pupil, value, item=form, month=month))
    return scores


def people(count: int = 40) -> dict[int, Pupil]:
    return {number: pupil_of(UUID(int=number % 4), SCHOOL) for number in range(count)}


def mean(values: dict[int, float]) -> float:
    return sum(values.values()) / len(values)


@settings(deadline=None)
@given(st.floats(-20, 20))
def test_how_hard_a_form_is_falls_out_of_the_mean_change(harder: float) -> None:
    plain, hard = changes_of_pupils(crossed(1.0, 0.0)), changes_of_pupils(crossed(1.0, harder))

    assert mean(hard) == pytest.approx(mean(plain), abs=1e-6)


def test_who_changed_by_one_spread_is_told_so() -> None:
    moves = changes_of_pupils(crossed(2.0, 5.0, pupils=400))

    assert mean(moves) == pytest.approx(1.0, abs=0.1)


def test_without_change_none_is_told() -> None:
    line = change_of("fluency", crossed(0.0, 5.0, noise=0.5), people(), Beside())

    assert line["cell"]["pupils"] == 40
    assert line["cell"]["low"] <= 0 <= line["cell"]["high"]


def test_tasks_given_at_one_time_alone_say_nothing_about_change() -> None:
    scores = [told(pupil, pupil, item="a") for pupil in range(20)]
    scores += [told(pupil, pupil, item="b", month=MAY) for pupil in range(20)]

    assert change_of("fluency", scores, people(), Beside())["cell"] is None


def test_fewer_than_ten_pupils_are_hidden() -> None:
    scores = crossed(1.0, 0.0, pupils=18)

    assert change_of("fluency", scores, people(), Beside())["cell"] is None


def test_a_time_between_the_first_and_the_last_does_not_count() -> None:
    between = [told(pupil, 99, item="a", month=Month(2026, 12)) for pupil in range(40)]

    assert changes_of_pupils([*crossed(1.0, 0.0), *between]) == changes_of_pupils(crossed(1.0, 0.0))


def test_halves_are_compared_on_tasks_that_both_have() -> None:
    scores = crossed(1.0, 3.0) + [told(pupil, 50, item="autumn only") for pupil in range(20)]

    lines = halves_of("fluency", scores, people(), Beside())

    assert [line["key"] for line in lines] == ["2026-1", "2026-2"]
    assert lines[0]["cell"]["mean"] + lines[1]["cell"]["mean"] == pytest.approx(100, abs=0.02)
    assert lines[0]["cell"]["mean"] < 50 < lines[1]["cell"]["mean"]


def test_one_half_is_compared_with_nothing() -> None:
    assert halves_of("fluency", [told(pupil, pupil) for pupil in range(20)], people(), Beside()) == []
