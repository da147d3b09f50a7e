from __future__ import annotations

from typing import Any

import pytest
from factories import NOW, make_class, make_student
from profiles.profiles_factories import DAY, open_case, rated_works
from ratings.ratings_factories import FAIR, HIGH, make_story_item
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_app.accounts.models import SchoolClass, Student
from contest_app.jobs.models import Job
from contest_app.profiles.models import PeopleEstimate, PeopleRun
from contest_app.profiles.queries import rated
from contest_app.profiles.services.people import estimate_author, estimate_takers
from contest_app.tasks.models import Attempt, Idea, Response, Sitting


@pytest.fixture
def pupil(session: Session) -> Student:
    """A pupil of a class."""
    student = make_student(session, make_class(session))
    session.flush()
    return student


def works_of(session: Session, pupil: Student, *marks: dict[str, int], **facts: Any) -> list[Response]:
    return rated_works(session, session.get_one(SchoolClass, pupil.class_id), pupil, marks, **facts)


def told(session: Session, pupil: Student) -> dict[str, tuple[float, int]]:
    """Return what holds of the pupil by now: value and works by domain."""
    session.flush()
    run = rated.newest_runs(session, [pupil.user_id]).get(pupil.user_id)
    return {row.aspect: (round(row.value, 6), row.tasks) for row in run.estimates} if run else {}


def test_whole_answer_that_is_settled_calls_for_the_pupils_profile(session: Session, pupil: Student) -> None:
    [response] = works_of(session, pupil, FAIR)

    asked = session.scalars(select(Job.payload).where(Job.name == "profiles.estimate_people")).all()
    assert asked == [{"response_id": str(response.id)}]


def test_works_that_people_settled_add_up_by_domain(session: Session, pupil: Student) -> None:
    works_of(session, pupil, FAIR, HIGH)
    [last] = works_of(session, pupil, FAIR, domain="written", now=NOW + DAY)

    estimate_author(session, last.id, now=NOW)

    assert told(session, pupil) == {"visual": (round((60 + 2800 / 30) / 2, 6), 2), "written": (60, 1)}


def test_reckoning_the_same_again_adds_nothing(session: Session, pupil: Student) -> None:
    [response] = works_of(session, pupil, FAIR)

    for _ in range(2):
        estimate_author(session, response.id, now=NOW)
        session.flush()

    assert session.scalar(select(func.count()).select_from(PeopleRun)) == 1


def test_task_that_is_met_a_second_time_is_not_counted_again(session: Session, pupil: Student) -> None:
    items = [make_story_item(session)]
    works_of(session, pupil, FAIR, items=items)
    [second] = works_of(session, pupil, HIGH, items=items, now=NOW + DAY)

    estimate_author(session, second.id, now=NOW)

    assert told(session, pupil) == {"visual": (60, 1)}


def practise(sitting: Sitting, _: Response) -> None:
    sitting.mode = "practice"


def hide(sitting: Sitting, _: Response) -> None:
    sitting.shown = "never"


def reopen(sitting: Sitting, _: Response) -> None:
    sitting.closed_at = None


def supersede(_: Sitting, response: Response) -> None:
    response.superseded_at = NOW


@pytest.mark.parametrize("spoil", [practise, hide, reopen, supersede])
def test_practice_hidden_open_and_superseded_works_are_not_counted(
    session: Session, pupil: Student, spoil: Any
) -> None:
    [response] = works_of(session, pupil, FAIR)
    spoil(session.get_one(Sitting, session.get_one(Attempt, response.attempt_id).sitting_id), response)
    session.flush()

    estimate_author(session, response.id, now=NOW)

    assert session.scalar(select(func.count()).select_from(PeopleEstimate)) == 0


def test_work_that_somebody_takes_care_of_is_taken_out_again(session: Session, pupil: Student) -> None:
    [response] = works_of(session, pupil, FAIR)
    estimate_author(session, response.id, now=NOW)
    session.flush()
    idea = session.scalars(select(Idea).where(Idea.response_id == response.id)).one()
    open_case(session, idea, session.get_one(SchoolClass, pupil.class_id).school_id)

    estimate_takers(session, session.get_one(Attempt, response.attempt_id).sitting_id, now=NOW + DAY)

    assert told(session, pupil) == {}
