from __future__ import annotations

from typing import Any

import pytest
from factories import NOW, make_class, make_student
from profiles.profiles_factories import DAY, USUAL, make_items, score_of_record, sit
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_response, make_sitting

from contest_app.profiles.models import ProfileEstimate, ProfileRun
from contest_app.profiles.queries import profiles
from contest_app.profiles.services.estimating import estimate_sitting
from contest_app.tasks.models import Response, Sitting

BETTER = {"flexibility": 8.625, "originality": 4.0}  # one spread above the mean in both


def estimates(session: Session) -> list[dict[str, tuple[float, int, str]]]:
    """Return what holds of each sitting, oldest first: value, tasks and basis by scope and aspect."""
    keys = list(session.scalars(select(ProfileRun.student_id).distinct()))
    [runs] = profiles.runs_of(session, keys).values()
    return [
        {f"{row.scope} {row.aspect}": (round(row.value, 9), row.tasks, row.basis) for row in run.estimates}
        for run in runs
    ]


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_each_sitting_is_told_by_itself_and_together_with_those_before(session: Session) -> None:
    school_class = make_class(session)
    student = make_student(session, school_class)
    session.flush()

    sit(session, school_class, student)
    sit(session, school_class, student, now=NOW + DAY, values=BETTER)

    first, second = estimates(session)
    aspects = ("all", "written", "diverse", "creative")
    assert first == {
        f"{scope} {aspect}": (50.0, 2, "sample") for scope in ("sitting", "so_far") for aspect in aspects
    }
    assert second == {f"sitting {aspect}": (60.0, 2, "sample") for aspect in aspects} | {
        f"so_far {aspect}": (55.0, 4, "sample") for aspect in aspects
    }


def test_reckoning_the_same_again_adds_nothing_and_a_new_score_adds_a_run(session: Session) -> None:
    school_class = make_class(session)
    student = make_student(session, school_class)
    session.flush()
    sitting = sit(session, school_class, student)
    estimate_sitting(session, sitting.id, now=NOW + DAY)
    session.flush()
    assert count(session, ProfileRun) == 1

    response = session.scalars(select(Response)).first()
    assert response is not None
    score_of_record(session, response, sitting, BETTER, at=NOW + DAY)
    estimate_sitting(session, sitting.id, now=NOW + 2 * DAY)
    session.flush()

    assert count(session, ProfileRun) == 2
    [newest] = estimates(session)
    assert newest["so_far all"] == (55.0, 2, "sample")


def test_a_task_that_is_met_a_second_time_is_not_measured_again(session: Session) -> None:
    school_class = make_class(session)
    student = make_student(session, school_class)
    session.flush()
    items = make_items(session)

    sit(session, school_class, student, items=items)
    sit(session, school_class, student, items=items, now=NOW + DAY, values=BETTER)

    assert [run["so_far all"] for run in estimates(session)] == [(50.0, 2, "sample")]


def practise(sitting: Sitting, _: Response) -> None:
    sitting.mode = "practice"


def hide(sitting: Sitting, _: Response) -> None:
    sitting.shown = "never"


def reopen(sitting: Sitting, _: Response) -> None:
    sitting.closed_at = None


def supersede(_: Sitting, response: Response) -> None:
    response.superseded_at = NOW


@pytest.mark.parametrize("spoil", [practise, hide, reopen, supersede])
def test_practice_hidden_open_and_superseded_work_is_not_measured(session: Session, spoil: Any) -> None:
    school_class = make_class(session)
    student = make_student(session, school_class)
    session.flush()
    [item] = make_items(session, 1)
    sitting = make_sitting(session, school_class, [item])
    sitting.closed_at = NOW
    response = make_response(session, sitting, student, item, ["қайық"])
    score_of_record(session, response, sitting)
    spoil(sitting, response)
    session.flush()

    estimate_sitting(session, sitting.id, now=NOW)

    assert count(session, ProfileEstimate) == 0


@pytest.mark.parametrize(
    ("facts", "values"),
    [
        ({"people": 9}, USUAL),
        ({"standing": "provisional"}, USUAL),
        ({}, {"flexibility": 0.0}),
        ({}, {"fluency": 3.0}),
    ],
)
def test_nothing_is_said_by_few_people_before_the_score_of_record_or_of_no_idea(
    session: Session, facts: dict[str, Any], values: dict[str, float]
) -> None:
    school_class = make_class(session)
    student = make_student(session, school_class)
    session.flush()
    [item] = make_items(session, 1)
    sitting = make_sitting(session, school_class, [item])
    sitting.closed_at = NOW
    response = make_response(session, sitting, student, item, ["қайық"])
    score_of_record(session, response, sitting, values, **facts)

    estimate_sitting(session, sitting.id, now=NOW)

    assert count(session, ProfileRun) == 0


def test_items_to_improve_an_idea_tell_of_improving_alone(session: Session) -> None:
    school_class = make_class(session)
    student = make_student(session, school_class)
    session.flush()

    sit(session, school_class, student, items=make_items(session, facet="improve", domain="social"), basis="pool")

    [told] = estimates(session)
    assert told == {
        f"{scope} {aspect}": (50.0, 2, "pool")
        for scope in ("sitting", "so_far")
        for aspect in ("all", "social", "improve")
    }
