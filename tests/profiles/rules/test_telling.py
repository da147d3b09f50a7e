from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.profiles.rules.levels import FACETS, Aspect, Level
from contest_app.profiles.rules.telling import Sat, Silence, Strength, Told, growth, strengths
from contest_app.scoring.change import Verdict
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import Basis


def level(value: float, *, tasks: int = 4, error: float = 4.0, basis: Basis = Basis.SAMPLE) -> Level:
    return Level(Estimate(value, error), tasks, basis)


@given(st.floats(-30, 30))
def test_strengths_are_among_the_own_tasks_whatever_the_height_of_all(shift: float) -> None:
    places = {Aspect.DIVERSE: 60.0, Aspect.CREATIVE: 40.0, Aspect.IMPROVE: 50.0}

    told = strengths({aspect: level(value + shift) for aspect, value in places.items()}, FACETS)

    assert [one.strength for one in told] == [Strength.STRONGER, Strength.ROOM, Strength.ALIKE]


def test_a_difference_within_the_error_is_none() -> None:
    told = strengths({Aspect.DIVERSE: level(54.0), Aspect.CREATIVE: level(48.0)}, FACETS)

    assert [one.strength for one in told] == [Strength.ALIKE, Strength.ALIKE, Strength.NOT_YET]


def test_too_few_tasks_are_counted_and_no_word_is_said() -> None:
    few = level(80.0, tasks=1)

    told = strengths({Aspect.DIVERSE: level(50.0), Aspect.CREATIVE: few}, FACETS)

    assert told == [
        Told(Aspect.DIVERSE, Strength.ALONE, level(50.0), 0),
        Told(Aspect.CREATIVE, Strength.NOT_YET, few, 1),
        Told(Aspect.IMPROVE, Strength.NOT_YET, None, 2),
    ]


def sat(value: float, *, language: str = "kk", tasks: int = 4, basis: Basis = Basis.SAMPLE) -> Sat:
    return Sat(language, {Aspect.ALL: level(value, tasks=tasks, basis=basis), Aspect.WRITTEN: level(value)})


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (61.2, Verdict.ROSE),
        (61.0, Verdict.NOT_TOLD),
        (50.0, Verdict.NOT_TOLD),
        (38.8, Verdict.FELL),
    ],
)
def test_growth_is_told_beyond_196_errors_of_the_difference(after: float, verdict: Verdict) -> None:
    told = growth([sat(90.0), sat(50.0), sat(after)])

    assert not isinstance(told, Silence)
    [grown] = told
    moved = grown.change.moved
    assert (grown.aspect, grown.change.verdict) == (Aspect.ALL, verdict)
    assert (moved.value, moved.standard_error) == pytest.approx((after - 50, 32**0.5))


@pytest.mark.parametrize(
    ("sittings", "silence"),
    [
        ([sat(50.0)], Silence.FIRST),
        ([], Silence.FIRST),
        ([sat(50.0), sat(90.0, tasks=1)], Silence.FEW),
        ([sat(50.0, language="ru"), sat(90.0)], Silence.LANGUAGE),
        ([sat(50.0), sat(90.0, basis=Basis.POOL)], Silence.YARDSTICK),
        ([sat(50.0, basis=Basis.POOL), sat(90.0)], Silence.YARDSTICK),
    ],
)
def test_where_growth_cannot_be_told_the_reason_is(sittings: list[Sat], silence: Silence) -> None:
    assert growth(sittings) is silence
