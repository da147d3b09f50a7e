from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from factories import NOW, make_class, make_student
from profiles.profiles_factories import DAY, sit
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest_app.accounts import queries as people
from contest_app.accounts.models import SchoolClass
from contest_app.db import Database
from contest_app.profiles.services import paths


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that run inside, transaction control aside."""
    ran: list[str] = []

    def note(*facts: object) -> None:
        statement = str(facts[2])
        if statement.startswith("SELECT"):
            ran.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def fill(session: Session, size: int) -> SchoolClass:
    """A class of ``size`` pupils, each of whom has sat ``size`` times."""
    school_class = make_class(session)
    for number in range(size):
        student = make_student(session, school_class, f"Оқушы {number}")
        session.flush()
        for turn in range(size):
            sit(session, school_class, student, now=NOW + timedelta(hours=2 * turn))
    return school_class


@pytest.mark.parametrize("size", [1, 3])
def test_a_class_takes_five_statements_whatever_its_size(database: Database, size: int) -> None:
    with database.transaction() as session:
        school_class = fill(session, size)

    with database.reading() as session:
        roster = people.roster(session, school_class.id)
        with counted(database) as ran:
            lines = paths.lines_of_class(session, school_class.grade, roster)

    assert [line.sat for line in lines] == [size] * size
    assert len(ran) == 5, ran


@pytest.mark.parametrize("size", [1, 3])
def test_a_pupil_takes_nine_statements_however_many_works_there_are(database: Database, size: int) -> None:
    with database.transaction() as session:
        school_class = fill(session, size)

    with database.reading() as session:
        student = people.student(session, people.roster(session, school_class.id)[0].user_id)
        assert student is not None
        with counted(database) as ran:
            path = paths.path_of(session, student, NOW + DAY)

    assert len(path.done) == size
    assert len(ran) == 9, ran


def test_tasks_are_advised_with_the_number_of_pupils(session: Session) -> None:
    school_class = fill(session, 2)

    lines = paths.lines_of_class(session, school_class.grade, people.roster(session, school_class.id))

    assert [(task, count) for task, count in paths.advised(lines)] == [(task, 2) for task in lines[0].chosen.tasks]
