"""The table from which the rater learns: nameless, with consent alone, and taken as it is by the trainer."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import NOW, make_class, make_student
from flask import Flask
from ratings.ratings_factories import give_consent, look_at, make_rater, rate
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import Student
from contest_app.db import Database
from contest_app.ratings.cli import cli_group
from contest_app.ratings.exports import training_table
from contest_app.ratings.rules.queue import Sort
from contest_app.scoring.cli import train
from contest_app.scoring.rater.training import RatedAnswer
from contest_app.tasks.models import CareCase, Idea, Response


class Scene:
    """An idea that the gate stopped, rated by two, and its pupil."""

    def __init__(self, session: Session, marks: list[dict[str, int] | None]) -> None:
        school_class = make_class(session)
        self.school_id = school_class.school_id
        self.student: Student = make_student(session, school_class, "Айсұлу Бектемір")
        [self.item] = make_items(session)
        sitting = make_sitting(session, school_class, [self.item])
        texts = ['=A "hat", for ants']
        self.response: Response = make_response(session, sitting, self.student, self.item, texts, language="ru")
        look_at(session, self.response, is_valid=False, flags=["off_topic"])
        for number, each in enumerate(marks):
            rate(session, make_rater(session, f"Rater {number}"), each, sort=Sort.IDEA)


MARKS: list[dict[str, int] | None] = [{"originality": 4, "usefulness": 2}, {"originality": 3, "usefulness": 2}]


def test_rated_idea_is_one_row_with_its_mean_and_each_rating(session: Session) -> None:
    scene = Scene(session, MARKS)
    give_consent(session, scene.student)

    table = training_table(session)

    prompt = scene.item.content["object"]["ru"]
    text = '=A "hat", for ants'
    [[*said, first, second, third], usefulness] = [table.rows[0][:8], table.rows[0][8:]]
    assert said == [prompt, text, 3.5, "ru", scene.item.slug]
    assert ({first, second}, third) == ({3, 4}, None)
    assert usefulness == [2.0, 2, 2, None]


@pytest.mark.parametrize("consent", [None, False])
def test_without_consent_to_research_nothing_is_given(session: Session, consent: bool | None) -> None:
    scene = Scene(session, MARKS)
    if consent is not None:
        give_consent(session, scene.student, is_given=consent)

    assert training_table(session).rows == []


def test_what_people_hold_for_no_answer_and_what_is_of_two_minds_teaches_nothing(session: Session) -> None:
    scene = Scene(session, [None, None])
    give_consent(session, scene.student)

    assert training_table(session).rows == []


def test_one_rating_is_not_enough(session: Session) -> None:
    scene = Scene(session, MARKS[:1])
    give_consent(session, scene.student)

    assert training_table(session).rows == []


def test_response_with_signs_of_distress_is_left_out_whole(session: Session) -> None:
    scene = Scene(session, MARKS)
    give_consent(session, scene.student)
    idea = session.query(Idea).filter_by(response_id=scene.response.id).one()
    session.add(
        CareCase(
            school_id=scene.school_id,
            response_id=scene.response.id,
            idea_id=idea.id,
            text="x",
            language="ru",
            opened_at=NOW,
        )
    )
    session.flush()

    assert training_table(session).rows == []


def test_command_writes_a_file_that_the_trainer_reads_and_that_names_nobody(
    database: Database, app: Flask, tmp_path: Path
) -> None:
    with database.transaction() as session:
        scene = Scene(session, MARKS)
        give_consent(session, scene.student)
        prompt = scene.item.content["object"]["ru"]
    file = tmp_path / "ratings.csv"

    told = app.test_cli_runner().invoke(cli_group, ["export", str(file)])

    assert told.output == f"1 ideas written to {file}\n"
    assert train._rated(file) == [RatedAnswer(prompt, "ru", "a hat for ants", 3.5)]
    written = file.read_text(encoding="utf-8-sig")
    assert not any(word in written for word in ("Айсұлу", "Бектемір", "Rater", str(scene.student.user_id)))
