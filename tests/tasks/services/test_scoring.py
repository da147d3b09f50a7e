from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from factories import NOW, make_class, make_student
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import InstrumentedAttribute, Session
from tasks.tasks_factories import add_idea, make_items, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.models import Job
from contest_app.jobs.runner import run_due
from contest_app.jobs.services import enqueue
from contest_app.tasks.models import Idea, IdeaScore, Item, Response, Score, ScoringRun, Sitting
from contest_app.tasks.services import bank, sittings

#: Ideas so far apart that no calibration of the groups will ever join them.
NORM = [
    ("a", "a flower pot"),
    ("a", "grinding pepper and salt"),
    ("b", "a flower pot"),
    ("b", "a lasso for catching wild horses"),
    ("c", "homework about volcanoes"),
]
LATER = NOW + timedelta(minutes=5)


class World:
    """A class with one item of which there is a norm sample, and a sitting."""

    school_class: SchoolClass
    item: Item
    sitting: Sitting

    def __init__(self, session: Session) -> None:
        self.school_class = make_class(session)
        [self.item] = make_items(session)
        bank.import_norm_pool(session, self.item.slug, "en", "Sample 2026", NORM, now=NOW)
        self.sitting = make_sitting(session, self.school_class, [self.item])

    def student(self, session: Session, name: str) -> Student:
        student = make_student(session, self.school_class, name)
        session.flush()
        return student

    def answer(self, session: Session, name: str, ideas: list[str], **facts: object) -> Response:
        student = self.student(session, name)
        return make_response(session, self.sitting, student, self.item, ideas, **facts)  # type: ignore[arg-type]

    def close(self, session: Session) -> None:
        teacher = session.get_one(User, self.school_class.teacher_id)
        sittings.close_sitting(session, self.sitting, actor=teacher, now=LATER)


def score(database: Database, settings: Settings, response: Response) -> None:
    with database.transaction() as session:
        enqueue(session, "tasks.score_response", {"response_id": str(response.id)}, now=NOW)
    run_due(database, settings, now=LATER)
    assert_nothing_failed(database)


def assert_nothing_failed(database: Database) -> None:
    with database.reading() as session:
        assert [(job.name, job.state, job.error) for job in session.scalars(select(Job)) if job.state != "done"] == []


def runs(session: Session) -> list[ScoringRun]:
    return list(session.scalars(select(ScoringRun).order_by(ScoringRun.created_at, ScoringRun.standing.desc())))


def values(session: Session, run: ScoringRun, response: Response) -> dict[str, float]:
    rows = session.scalars(select(Score).where(Score.run_id == run.id, Score.response_id == response.id))
    return {row.dimension: row.value for row in rows}


def ideas_of(session: Session, run: ScoringRun, response: Response) -> dict[str, IdeaScore]:
    rows = session.scalars(select(IdeaScore).where(IdeaScore.run_id == run.id, IdeaScore.response_id == response.id))
    return {row.text: row for row in rows}


def test_provisional_run_compares_with_sample_and_class_so_far(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        world = World(session)
        world.answer(session, "Бек", ["a flower pot"])
        world.answer(session, "Сара", ["grinding pepper"], submitted=False)
        own = world.answer(session, "Әлия", ["a flower pot", "a moon rocket for mice"])

    score(database, settings, own)

    with database.reading() as session:
        [run] = runs(session)
        assert (run.standing, run.response_id, run.pool_name, run.pool_people, run.pool_ideas) == (
            "provisional", own.id, "Sample 2026", 5, 8,
        )  # fmt: skip
        assert run.scorer_version.startswith("qiyal ")
        found = ideas_of(session, run, own)
        assert {told: row.people for told, row in found.items()} == {"a flower pot": 4, "a moon rocket for mice": 1}
        assert values(session, run, own)["fluency"] == 2
        assert set(values(session, run, own)) == {
            "fluency", "flexibility", "switches", "originality", "originality_top2", "elaboration",
        }  # fmt: skip


def test_categories_are_named_in_the_words_of_the_sample_alone(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        world = World(session)
        for name in ("Бек", "Ян", "Оля"):
            world.answer(session, name, ["my secret clubhouse sign", "a clubhouse sign"])
        own = world.answer(session, "Әлия", ["a flower pot", "a clubhouse sign"])

    score(database, settings, own)

    with database.reading() as session:
        [run] = runs(session)
        assert set(run.category_labels.values()) <= {told for _, told in NORM}


def test_same_input_is_scored_once_however_often_it_is_asked_for(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        own = World(session).answer(session, "Әлия", ["a flower pot"])

    score(database, settings, own)
    score(database, settings, own)

    with database.reading() as session:
        assert len(runs(session)) == 1
        assert len(session.scalars(select(IdeaScore)).all()) == 1


def test_final_run_holds_every_answer_of_the_class_also_the_unsent_and_the_empty(
    database: Database, settings: Settings
) -> None:
    with database.transaction() as session:
        world = World(session)
        sent = world.answer(session, "Әлия", ["a flower pot", "a moon rocket for mice"])
        unsent = world.answer(session, "Бек", ["a moon rocket for mice"], submitted=False)
        empty = world.answer(session, "Сара", [])
        world.close(session)

    run_due(database, settings, now=LATER)

    assert_nothing_failed(database)
    with database.reading() as session:
        [run] = runs(session)
        assert (run.standing, run.response_id, run.pool_people) == ("final", None, 5)
        assert {row.people for row in ideas_of(session, run, unsent).values()} == {2}
        assert values(session, run, sent)["fluency"] == 2
        assert values(session, run, empty) == {"fluency": 0}


def test_languages_are_never_pooled(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        world = World(session)
        world.answer(session, "Әлия", ["a flower pot"])
        world.answer(session, "Бек", ["гүл отырғызатын құты"], language="kk")
        world.close(session)

    run_due(database, settings, now=LATER)

    with database.reading() as session:
        assert {(run.language, run.pool_name, run.pool_people) for run in runs(session)} == {
            ("en", "Sample 2026", 4), ("kk", "", 1),
        }  # fmt: skip


def test_late_and_removed_ideas_are_kept_but_not_scored(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        own = World(session).answer(session, "Әлия", ["a flower pot"])
        add_idea(session, own, "a late lamp", position=2, is_late=True)
        add_idea(session, own, "a removed hat", position=3).removed_at = NOW

    score(database, settings, own)

    with database.reading() as session:
        assert set(ideas_of(session, runs(session)[0], own)) == {"a flower pot"}
        assert len(session.scalars(select(Idea).where(Idea.response_id == own.id)).all()) == 3


def test_empty_or_erased_response_ends_its_job_without_a_run(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        empty = World(session).answer(session, "Әлия", [])
        enqueue(session, "tasks.score_response", {"response_id": str(UUID(int=1))}, now=NOW)

    score(database, settings, empty)

    with database.reading() as session:
        assert runs(session) == []


def test_answer_that_comes_after_the_closing_appends_a_new_final_run(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        world = World(session)
        world.answer(session, "Әлия", ["a flower pot"])
        world.close(session)
    run_due(database, settings, now=LATER)
    with database.transaction() as session:
        session.add_all([world.sitting, world.school_class, world.item])
        late = world.answer(session, "Бек", ["homework about volcanoes"])

    score(database, settings, late)

    with database.reading() as session:
        finals = [run for run in runs(session) if run.standing == "final"]
        assert [run.pool_people for run in finals] == [4, 5]


def test_sign_of_distress_counts_for_nothing_and_leaves_one_audit_row(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        world = World(session)
        own = world.answer(session, "Әлия", ["I want to die", "a flower pot"])
        score_id = own.id
    score(database, settings, own)
    with database.transaction() as session:
        session.add_all([world.sitting, world.school_class])
        world.close(session)
    run_due(database, settings, now=LATER)

    with database.reading() as session:
        for run in runs(session):
            found = ideas_of(session, run, own)["I want to die"]
            assert (found.is_valid, found.flags) == (False, ["distress"])
            assert "I want to die" not in run.category_labels.values()
        rows = session.scalars(select(AuditRow).where(AuditRow.act == "idea.needs_care")).all()
        assert [(row.subject_id, set(row.details)) for row in rows] == [(score_id, {"idea_id"})]


@pytest.mark.parametrize("column", [ScoringRun.pool_name, Score.value, IdeaScore.text])
def test_scores_are_only_ever_added(
    database: Database, settings: Settings, column: InstrumentedAttribute[object]
) -> None:
    with database.transaction() as session:
        own = World(session).answer(session, "Әлия", ["a flower pot"])
    score(database, settings, own)

    with pytest.raises(DatabaseError, match="append-only"), database.transaction() as session:
        session.execute(update(column.class_).values({column: column}))
