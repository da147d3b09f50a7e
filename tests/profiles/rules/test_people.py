from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.profiles.rules.levels import Aspect
from contest_app.profiles.rules.people import Measure, people_levels
from contest_app.scoring.estimate import Estimate

TOTALS = st.lists(st.tuples(st.floats(0.2, 1), st.floats(0, 0.3)), min_size=1, max_size=8)


def measures(rows: list[tuple[float, float]], domain: Aspect = Aspect.VISUAL) -> list[Measure]:
    return [Measure(uuid4(), domain, Estimate(value, error)) for value, error in rows]


def test_works_of_a_domain_add_up_to_their_mean_and_domains_stand_apart() -> None:
    found = people_levels(measures([(0.6, 0.05), (0.8, 0.05)]) + measures([(0.4, 0.2)], Aspect.WRITTEN))

    told = {aspect: (round(level.place.value, 6), level.tasks, level.is_told) for aspect, level in found.items()}
    assert told == {Aspect.VISUAL: (70, 2, True), Aspect.WRITTEN: (40, 1, False)}


def test_error_is_that_of_few_works_until_raters_differ_by_more() -> None:
    [sure], [unsure] = (people_levels(measures([(0.6, error)] * 2)).values() for error in (0.05, 0.2))

    assert sure.place.standard_error == pytest.approx(100 * (0.62 * 0.18**2 / 2) ** 0.5)
    assert unsure.place.standard_error == pytest.approx(100 * 0.2 / 2**0.5)


@given(TOTALS)
def test_interval_holds_the_place_within_the_scale(rows: list[tuple[float, float]]) -> None:
    [level] = people_levels(measures(rows)).values()

    assert 0 <= level.low <= level.place.value <= level.high <= 100 + 1e-9
