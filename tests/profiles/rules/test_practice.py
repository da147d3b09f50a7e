from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.profiles.rules.levels import DOMAINS, FACETS, Aspect, Level
from contest_app.profiles.rules.practice import MOST, Candidate, Reason, choose, one_sitting
from contest_app.profiles.rules.telling import strengths
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import Basis

TITLE = {"kk": "Тапсырма", "ru": "Задание", "en": "Task"}
BANK = [
    Candidate(f"{facet}-{domain}-{number}", TITLE, domain, facet, 180)
    for facet in FACETS
    for domain in DOMAINS
    for number in range(2)
]


def levels(**places: tuple[float, int]) -> dict[Aspect, Level]:
    return {Aspect(name): Level(Estimate(value, 4.0), tasks, Basis.SAMPLE) for name, (value, tasks) in places.items()}


@pytest.mark.parametrize(
    ("places", "facet", "reason"),
    [
        ({"diverse": (60, 4), "creative": (40, 4), "improve": (50, 4)}, Aspect.CREATIVE, Reason.ROOM),
        ({"diverse": (60, 4), "creative": (40, 4)}, Aspect.CREATIVE, Reason.ROOM),
        ({"diverse": (52, 4), "creative": (48, 4)}, Aspect.IMPROVE, Reason.FEW),
        ({"diverse": (52, 4), "creative": (48, 1), "improve": (40, 1)}, Aspect.CREATIVE, Reason.FEW),
        ({"diverse": (52, 4), "creative": (48, 4), "improve": (50, 4)}, Aspect.CREATIVE, Reason.LOWEST),
        ({}, Aspect.DIVERSE, Reason.FEW),
    ],
)
def test_weakest_facet_and_why(places: dict[str, tuple[float, int]], facet: Aspect, reason: Reason) -> None:
    chosen = choose(strengths(levels(**places), FACETS), BANK, set())

    assert (chosen.facet, chosen.reason) == (facet, reason)


@given(st.sets(st.sampled_from([task.slug for task in BANK])))
def test_tasks_are_new_of_the_facet_and_of_as_many_domains_as_there_are(met: Collection[str]) -> None:
    chosen = choose(strengths({}, FACETS), BANK, met)
    fresh = [task for task in BANK if task.facet is Aspect.DIVERSE and task.slug not in met]

    assert {task.slug for task in chosen.tasks} <= {task.slug for task in fresh}
    assert len(chosen.tasks) == min(MOST, len(fresh))
    assert len({task.domain for task in chosen.tasks}) == min(MOST, len({task.domain for task in fresh}))


@pytest.mark.parametrize(("grade", "tasks"), [(1, 5), (3, 6), (7, 8), (11, 10)])
def test_one_sitting_takes_as_many_tasks_as_the_grade_may_do_in_a_row(grade: int, tasks: int) -> None:
    assert one_sitting(BANK, grade) == BANK[:tasks]
