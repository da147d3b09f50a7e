"""What waits for whom: never the own pupils, never what somebody takes care of, never an empty sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import NOW, make_class, make_student
from ratings.ratings_factories import (
    FAIR,
    give_consent,
    look_at,
    make_rater,
    make_story,
    make_story_item,
    next_turn,
    rate,
)
from sqlalchemy import delete
from sqlalchemy.orm import Session
from tasks.tasks_factories import CANVAS, add_stroke, make_item, make_items, make_response, make_sitting

from contest_app.accounts.models import Guardianship, SchoolClass, Student, User
from contest_app.ratings.models import RaterProfile
from contest_app.ratings.queries import queue
from contest_app.ratings.queries.queue import Waiting
from contest_app.ratings.rules.queue import SAMPLED, Sort
from contest_app.tasks.models import Attempt, CareCase, Idea, Response, ScoringRun

ALL = ("kk", "ru", "en")


def waiting(session: Session, rater: User, languages: tuple[str, ...] = ALL) -> dict[Sort, int]:
    return queue.waiting_for(session, rater.id, languages, NOW)


def student_of(session: Session, response: Response) -> Student:
    return session.get_one(Student, session.get_one(Attempt, response.attempt_id).student_id)


def test_story_waits_for_a_teacher_of_another_class(session: Session) -> None:
    make_story(session)

    assert waiting(session, make_rater(session)) == {Sort.TEXT: 1, Sort.DRAWING: 0, Sort.IDEA: 0}


def test_own_class_is_never_given_to_its_teacher(session: Session) -> None:
    school_class = make_class(session)
    make_story(session, school_class=school_class)
    teacher = session.get_one(User, school_class.teacher_id)
    session.add(RaterProfile(user_id=teacher.id, languages=["en"], joined_at=NOW))
    session.flush()

    assert waiting(session, teacher)[Sort.TEXT] == 0
    assert next_turn(session, teacher) is None


def test_pupil_who_has_moved_into_a_class_is_of_that_class(session: Session) -> None:
    response, new_class = make_story(session), make_class(session)
    session.flush()
    student_of(session, response).class_id = new_class.id
    session.flush()

    assert waiting(session, session.get_one(User, new_class.teacher_id))[Sort.TEXT] == 0


def test_own_child_is_never_given_to_a_parent(session: Session) -> None:
    response, rater = make_story(session), make_rater(session)
    student = student_of(session, response)
    session.add(Guardianship(guardian_id=rater.id, student_id=student.user_id, created_at=NOW))
    session.flush()

    assert waiting(session, rater)[Sort.TEXT] == 0


def test_answers_come_in_the_languages_that_the_rater_reads(session: Session) -> None:
    make_story(session, language="kk")

    rater = make_rater(session, languages="ru")

    assert waiting(session, rater, ("ru", "en"))[Sort.TEXT] == 0
    assert waiting(session, rater, ("kk",))[Sort.TEXT] == 1


def cry(session: Session, response: Response) -> None:
    idea = session.query(Idea).filter_by(response_id=response.id).one()
    school = session.get_one(SchoolClass, student_of(session, response).class_id).school_id
    session.add(
        CareCase(school_id=school, response_id=response.id, idea_id=idea.id, text="x", language="en", opened_at=NOW)
    )


def unscored(session: Session, response: Response) -> None:
    session.execute(delete(ScoringRun).where(ScoringRun.response_id == response.id))


def superseded(_session: Session, response: Response) -> None:
    response.superseded_at = NOW


def unfinished(_session: Session, response: Response) -> None:
    response.submitted_at = response.receipt = None


def removed(session: Session, response: Response) -> None:
    session.query(Idea).filter_by(response_id=response.id).one().removed_at = NOW


@pytest.mark.parametrize("spoil", [cry, unscored, superseded, unfinished, removed])
def test_nobody_rates_what_is_cared_for_unseen_by_the_machine_superseded_unfinished_or_empty(
    session: Session, spoil: Callable[[Session, Response], None]
) -> None:
    response, rater = make_story(session), make_rater(session)

    spoil(session, response)
    session.flush()

    assert waiting(session, rater)[Sort.TEXT] == 0
    assert next_turn(session, rater) is None


def test_drawing_waits_with_a_stroke_and_not_without(session: Session) -> None:
    item, school_class = make_item(session, "drawing", **CANVAS), make_class(session)
    students = [make_student(session, school_class, name) for name in ("Ан", "Бек")]
    session.flush()
    sitting = make_sitting(session, school_class, [item])
    drawn, empty = (make_response(session, sitting, student, item, []) for student in students)
    add_stroke(session, drawn, {"c": 4, "w": 2, "d": [100, 100, 3]})
    for response in (drawn, empty):
        look_at(session, response)

    rater = make_rater(session)

    assert waiting(session, rater)[Sort.DRAWING] == 1
    turn = next_turn(session, rater, Sort.DRAWING)
    assert turn is not None


def ideas(session: Session, count: int, *, language: str = "en", **found: object) -> Response:
    """A response of so many ideas, all of them as a run found."""
    school_class = make_class(session)
    student = make_student(session, school_class)
    [item] = make_items(session)
    session.flush()
    sitting = make_sitting(session, school_class, [item])
    texts = [f"idea {number}" for number in range(count)]
    response = make_response(session, sitting, student, item, texts, language=language)
    look_at(session, response, **{"is_valid": True} | found)
    return response


@pytest.mark.parametrize(
    ("flags", "number"), [(["off_topic"], 3), (["mash", "noun_salad"], 3), (["duplicate"], 0), (["distress"], 0)]
)
def test_ideas_that_the_gate_stopped_go_to_people_where_one_idea_tells_enough(
    session: Session, flags: list[str], number: int
) -> None:
    ideas(session, 3, is_valid=False, flags=flags)

    assert waiting(session, make_rater(session))[Sort.IDEA] == number


def test_sample_is_drawn_from_pupils_with_consent_to_research_alone(session: Session) -> None:
    response = ideas(session, 100, language="kk")
    student, rater = student_of(session, response), make_rater(session)
    assert waiting(session, rater)[Sort.IDEA] == 0

    give_consent(session, student)
    drawn = waiting(session, rater)[Sort.IDEA]
    give_consent(session, student, is_given=False)
    session.flush()

    assert 20 <= drawn <= 80
    assert SAMPLED["kk"] == 0.5


def test_overview_tells_what_waits_what_is_begun_and_what_is_done(session: Session) -> None:
    item = make_story_item(session)
    for name in ("Ан", "Бек", "Дос"):
        make_story(session, item=item, pupil=name)
    anna, bota = make_rater(session, "Анна"), make_rater(session, "Бота")
    rate(session, anna, FAIR)
    rate(session, bota, FAIR)
    rate(session, anna, FAIR)
    next_turn(session, anna)

    assert queue.overview(session) == [Waiting("short_story", "en", answers=3, begun=1, disputed=0, settled=1)]


def test_what_others_have_begun_comes_first(session: Session) -> None:
    item = make_story_item(session)
    for number in range(6):
        make_story(session, item=item, pupil=f"Ан {number}")
    anna, bota = make_rater(session, "Анна"), make_rater(session, "Бота")
    begun = rate(session, anna, FAIR)

    turn = next_turn(session, bota)

    assert turn is not None
    assert turn.answer_id == begun.answer_id


def test_waiting_answers_are_counted_up_to_a_hundred(session: Session) -> None:
    ideas(session, 120, is_valid=False, flags=["mash"])

    assert waiting(session, make_rater(session))[Sort.IDEA] == queue.MOST_COUNTED == 100
