from __future__ import annotations

from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from uuid import UUID

import pytest
from factories import make_class, make_student
from sqlalchemy import event
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.db import Database
from contest_app.tasks.queries import items, live, results, sittings


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


def fill(session: Session, size: int) -> tuple[UUID, UUID]:
    """A class of ``size`` pupils with ``size`` sittings, each pupil's answer of ``size`` ideas in the first."""
    school_class, [item] = make_class(session), make_items(session)
    made = [make_sitting(session, school_class, [item]) for _ in range(size)]
    for number in range(size):
        student = make_student(session, school_class, f"Оқушы {number}")
        session.flush()
        make_response(session, made[0], student, item, [f"idea {place}" for place in range(size)])
    return school_class.teacher_id, made[0].id


@pytest.mark.parametrize("size", [1, 3])
def test_lists_run_the_same_statements_whatever_their_size(database: Database, size: int) -> None:
    with database.transaction() as session:
        teacher_id, sitting_id = fill(session, size)

    expected: list[tuple[Callable[[Session], Sized], int, int]] = [
        (lambda session: sittings.sittings_of(session, teacher_id), 1, size),
        (lambda session: live.facts_of(session, sitting_id), 1, size),
        (lambda session: results.answers_of(session, sitting_id), 2, size),
        (items.newest_items, 1, 1),
    ]
    for query, statements, rows in expected:
        with database.reading() as session, counted(database) as ran:
            found = query(session)
        assert (len(ran), len(found)) == (statements, rows)


def test_counts_of_a_sitting_are_its_own(database: Database) -> None:
    with database.transaction() as session:
        teacher_id, _ = fill(session, 3)

    with database.reading() as session:
        found = sittings.sittings_of(session, teacher_id)

    assert sorted((row.items, row.pupils, row.begun, row.submitted) for row in found) == [
        (1, 3, 0, 0), (1, 3, 0, 0), (1, 3, 3, 3),
    ]  # fmt: skip


def test_removed_ideas_do_not_count_and_the_last_saved_moment_is_told(database: Database) -> None:
    with database.transaction() as session:
        _, sitting_id = fill(session, 3)
        answer = results.answers_of(session, sitting_id)[0]
        answer.ideas[0].removed_at = answer.started_at

    with database.reading() as session:
        found = live.facts_of(session, sitting_id)

    tasks = [task for facts in found.values() for task in facts.tasks]
    assert sorted(task.ideas for task in tasks) == [2, 3, 3]
    assert {task.saved_at for task in tasks} == {answer.started_at}
