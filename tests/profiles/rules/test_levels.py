from __future__ import annotations

from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.profiles.rules.levels import Aspect, Level, Measure, levels, reliability
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import Basis

NUMBERS = st.lists(st.floats(-3, 3), min_size=1, max_size=8)


def measure(
    z: float,
    *,
    task: UUID | None = None,
    facet: Aspect = Aspect.DIVERSE,
    domain: Aspect = Aspect.WRITTEN,
    error: float = 0.3,
    basis: Basis = Basis.SAMPLE,
) -> Measure:
    return Measure(task or uuid4(), domain, facet, Estimate(z, error), basis)


@given(NUMBERS, st.randoms())
def test_order_of_tasks_changes_no_place(numbers: list[float], random: Random) -> None:
    tasks = [measure(z) for z in numbers]
    shuffled = sorted(tasks, key=lambda _: random.random())

    assert levels(shuffled)[Aspect.ALL].place.value == pytest.approx(levels(tasks)[Aspect.ALL].place.value)


@given(NUMBERS, st.floats(0.1, 2))
def test_doing_better_everywhere_raises_every_place_by_as_much(numbers: list[float], more: float) -> None:
    before, after = levels([measure(z) for z in numbers]), levels([measure(z + more) for z in numbers])

    assert {aspect: after[aspect].place.value - before[aspect].place.value for aspect in after} == {
        aspect: pytest.approx(10 * more) for aspect in before
    }


@given(st.integers(1, 20))
def test_each_further_task_makes_a_place_surer(tasks: int) -> None:
    fewer, more = (levels([measure(0.5) for _ in range(count)])[Aspect.ALL] for count in (tasks, tasks + 1))

    assert more.place.standard_error < fewer.place.standard_error
    assert reliability(tasks) < reliability(tasks + 1) < 1


def test_two_numbers_of_one_task_are_one_task() -> None:
    task = uuid4()

    found = levels([measure(1.0, task=task), measure(0.0, task=task, facet=Aspect.CREATIVE)])

    assert {aspect: (level.place.value, level.tasks) for aspect, level in found.items()} == {
        Aspect.ALL: (55.0, 1),
        Aspect.WRITTEN: (55.0, 1),
        Aspect.DIVERSE: (60.0, 1),
        Aspect.CREATIVE: (50.0, 1),
    }


def test_error_of_two_tasks_is_that_of_the_task_to_task_variance() -> None:
    place = levels([measure(1.0), measure(0.0)])[Aspect.ALL].place

    assert (place.value, place.standard_error) == pytest.approx((55.0, 10 * (0.62 / 2) ** 0.5))


def test_an_own_error_beyond_that_of_tasks_counts() -> None:
    place = levels([measure(1.0, error=2.0), measure(0.0)])[Aspect.ALL].place

    assert place.standard_error == pytest.approx(10 * (4 + 0.62) ** 0.5 / 2)


def test_one_task_measured_by_the_class_makes_the_place_one_of_the_class() -> None:
    found = levels([measure(1.0), measure(0.0, basis=Basis.POOL, facet=Aspect.CREATIVE)])

    assert {aspect: level.basis for aspect, level in found.items()} == {
        Aspect.ALL: Basis.POOL,
        Aspect.WRITTEN: Basis.POOL,
        Aspect.DIVERSE: Basis.SAMPLE,
        Aspect.CREATIVE: Basis.POOL,
    }


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        (1, (False, False)),
        (2, (True, False)),
        (3, (True, False)),
        (4, (True, True)),
    ],
)
def test_a_place_is_told_from_two_tasks_and_firm_from_four(tasks: int, said: tuple[bool, bool]) -> None:
    level = Level(Estimate(50.0, 5.0), tasks, Basis.SAMPLE)

    assert (level.is_told, level.is_firm) == said
