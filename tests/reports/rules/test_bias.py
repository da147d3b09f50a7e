"""Whether tasks treat groups alike, or why nothing is said of it yet."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest
from reports.reports_factories import pupil_of, told

from contest_app.reports.rules.answers import Pupil, Told
from contest_app.reports.rules.beside import Beside
from contest_app.reports.rules.bias import comparisons

CLASS, SCHOOL = UUID(int=1), UUID(int=2)
ITEMS = ("a", "b", "c", "d", "unfair")


def answers(kazakh: int, russian: int, unfair: float = 0.0) -> list[Told]:
    """Pupils of equal standing answer five tasks, one of which is harder in Kazakh."""
    random = Random(5)  # noqa: S311 -- nothing secret hangs on it
    scores = []
    for pupil in range(kazakh + russian):
        language = "kk" if pupil < kazakh else "ru"
        level = random.gauss(6, 2)
        for item in ITEMS:
            loss = unfair if item == "unfair" and language == "kk" else 0
            scores.append(told(pupil, round(level + random.gauss(0, 1.5) - loss), item=item, language=language))
    return scores


def people(count: int) -> dict[int, Pupil]:
    return {number: pupil_of(CLASS, SCHOOL) for number in range(count)}


def by_language(scores: list[Told], count: int) -> dict[str, object]:
    return comparisons(scores, people(count), Beside())[0]


@pytest.mark.parametrize(("kazakh", "smaller"), [(0, None), (9, None), (37, 30), (199, 190)])
def test_too_few_pupils_are_told_in_whole_tens(kazakh: int, smaller: int | None) -> None:
    found = by_language(answers(kazakh, 210), kazakh + 210)

    assert found == {"key": "language", "state": "few", "smaller": smaller, "needed": 200, "items": []}


def test_a_task_that_is_harder_in_kazakh_is_named_and_the_others_are_not() -> None:
    found = by_language(answers(250, 250, unfair=2.0), 500)

    assert found["state"] == "told"
    items = {item["item"]: item for item in found["items"]}  # type: ignore[attr-defined]  # a list of what was found
    assert {name: item["bias"] for name, item in items.items()} == {
        "a": "A",
        "b": "A",
        "c": "A",
        "d": "A",
        "unfair": "C",
    }
    assert items["unfair"]["standardised"] + items["unfair"]["half"] < -0.25
    assert 0.05 < items["unfair"]["half"] < 0.25
    assert (items["unfair"]["focal"], items["unfair"]["reference"]) == (250, 250)


def test_tasks_that_no_pupil_answered_together_cannot_be_compared() -> None:
    scores = [told(pupil, pupil % 7, item=ITEMS[pupil % 5], language=("kk", "ru")[pupil % 2]) for pupil in range(600)]

    assert by_language(scores, 600)["state"] == "apart"
