from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from factories import NOW, make_class, make_student
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import InstrumentedAttribute, Session
from tasks.tasks_factories import (
    CANVAS,
    add_idea,
    add_stroke,
    make_item,
    make_items,
    make_response,
    make_sitting,
)

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.engine import Engine
from contest_app.jobs.models import Job
from contest_app.jobs.runner import run_due
from contest_app.jobs.services import enqueue
from contest_app.scoring.encoders import load_encoder
from contest_app.scoring.scored import Basis, Rating
from contest_app.tasks.models import CareCase, Idea, IdeaScore, Item, Response, Score, ScoringRun, Sitting
from contest_app.tasks.services import bank, scoring, sittings
from contest_app.tasks.services.scoring.compared import outcome_of, scores_of

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
        assert set(values(session, run, own)) - {"rating", "rating_top2"} == {
            "fluency", "flexibility", "switches", "originality", "originality_top2", "elaboration",
        }  # fmt: skip


def test_an_idea_within_a_conventional_theme_keeps_its_key(database: Database, settings: Settings) -> None:
    pots = {"key": "pots", "name": {"en": "A pot"}, "answers": {"en": ["a flower pot", "a pot for plants"]}}
    with database.transaction() as session:
        world = World(session)
        world.item.content = world.item.content | {"themes": [pots]}
        own = world.answer(session, "Әлия", ["plant pot", "a moon rocket for mice"])

    score(database, settings, own)

    with database.reading() as session:
        [run] = runs(session)
        found = {text: row.theme for text, row in ideas_of(session, run, own).items()}
        assert found == {"plant pot": "pots", "a moon rocket for mice": None}


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


def test_pasted_and_copied_ideas_count_and_are_only_pointed_out(database: Database, settings: Settings) -> None:
    long = "a red wooden house where small hungry birds eat seeds in winter"
    with database.transaction() as session:
        world = World(session)
        own = world.answer(session, "Әлия", [long, "a moon rocket for mice"])
        add_idea(session, own, "a lamp for the desk", position=3, pastes=2)
        other = world.answer(session, "Бек", [f"{long}!"])
        world.close(session)

    run_due(database, settings, now=LATER)

    with database.reading() as session:
        [run] = runs(session)
        found = {**ideas_of(session, run, own), **ideas_of(session, run, other)}
        assert {told: (row.is_valid, row.flags) for told, row in found.items()} == {
            long: (True, ["copy"]),
            f"{long}!": (True, ["copy"]),
            "a lamp for the desk": (True, ["paste"]),
            "a moon rocket for mice": (True, []),
        }


def test_text_that_the_sample_has_is_nobodys_copy(database: Database, settings: Settings) -> None:
    long = "a red wooden house where small hungry birds eat seeds in winter"
    with database.transaction() as session:
        world = World(session)
        bank.import_norm_pool(session, world.item.slug, "en", "Newer sample", [("x", long)], now=LATER)
        own = world.answer(session, "Әлия", [long])
        world.answer(session, "Бек", [long])
        world.close(session)

    run_due(database, settings, now=LATER)

    with database.reading() as session:
        [run] = runs(session)
        assert ideas_of(session, run, own)[long].flags == []


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


def test_sign_of_distress_counts_for_nothing_and_opens_one_case(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        world = World(session)
        own = world.answer(session, "Әлия", ["I want to die", "a flower pot"])
        school_id = world.school_class.school_id
    score(database, settings, own)
    with database.transaction() as session:
        session.add_all([world.sitting, world.school_class])
        world.close(session)
    run_due(database, settings, now=LATER)

    with database.reading() as session:
        for run in runs(session):
            found = ideas_of(session, run, own)["I want to die"]
            assert (found.is_valid, found.flags) == (False, ["off_topic", "distress"])
            assert "I want to die" not in run.category_labels.values()
        [case] = session.scalars(select(CareCase)).all()
        assert (case.text, case.language, case.school_id, case.response_id) == (
            "I want to die",
            "en",
            school_id,
            own.id,
        )
        rows = session.scalars(select(AuditRow).where(AuditRow.act == "care.opened")).all()
        assert [(row.subject_id, row.actor_id, row.details) for row in rows] == [(case.id, None, {})]


def test_ratings_are_kept_with_error_and_basis_and_for_the_response_once_an_idea(database: Database) -> None:
    with database.transaction() as session:
        own = World(session).answer(
            session, "Әлия", ["a flower pot", "A flower pot!", "a moon rocket for mice", "asdfgh"]
        )
        pool = scoring.pool_of_response(session, own.id)
    assert pool is not None
    scores = scores_of(pool, Engine(load_encoder("fast"), None, None))
    rated = [replace(idea, rating=Rating(2.0, 0.4, Basis.NEW_PROMPT)) for idea in scores.ideas]
    rated[-2] = replace(rated[-2], rating=Rating(4.0, 0.6, Basis.NEW_PROMPT))

    with database.transaction() as session:
        outcome = outcome_of(pool, replace(scores, ideas=tuple(rated)))
        scoring.append_run(session, scoring.Scored(pool, outcome), now=NOW)

    with database.reading() as session:
        [run] = runs(session)
        found = ideas_of(session, run, own)["a moon rocket for mice"]
        assert (found.rating, found.rating_error, found.rating_basis) == (4.0, 0.6, "new_prompt")
        told = values(session, run, own)
        assert (told["rating"], told["rating_top2"]) == (3.0, 3.0)
        errors = session.scalars(select(Score.standard_error).where(Score.dimension == "rating")).all()
        assert errors == [0.5]


def test_without_a_rater_there_is_no_rating(database: Database) -> None:
    with database.transaction() as session:
        own = World(session).answer(session, "Әлия", ["a flower pot"])
        pool = scoring.pool_of_response(session, own.id)
        assert pool is not None
        scoring.append_run(session, scoring.score(pool, Engine(load_encoder("fast"), None, None)), now=NOW)

    with database.reading() as session:
        [run] = runs(session)
        assert ideas_of(session, run, own)["a flower pot"].rating is None
        assert not {"rating", "rating_top2"} & set(values(session, run, own))


@pytest.mark.parametrize("in_time", [["a flower pot"], []])
def test_sign_of_distress_that_came_too_late_to_count_opens_a_case_all_the_same(
    database: Database, settings: Settings, in_time: list[str]
) -> None:
    with database.transaction() as session:
        own = World(session).answer(session, "Әлия", in_time)
        add_idea(session, own, "I want to die", position=9, is_late=True)
        add_idea(session, own, "a late lamp", position=10, is_late=True)

    score(database, settings, own)
    score(database, settings, own)

    with database.reading() as session:
        assert [case.text for case in session.scalars(select(CareCase))] == ["I want to die"]
        [run] = runs(session)
        assert set(ideas_of(session, run, own)) == set(in_time)


@pytest.mark.parametrize("column", [ScoringRun.pool_name, Score.value, IdeaScore.text])
def test_scores_are_only_ever_added(
    database: Database, settings: Settings, column: InstrumentedAttribute[object]
) -> None:
    with database.transaction() as session:
        own = World(session).answer(session, "Әлия", ["a flower pot"])
    score(database, settings, own)

    with pytest.raises(DatabaseError, match="append-only"), database.transaction() as session:
        session.execute(update(column.class_).values({column: column}))


def plain_run(
    database: Database, settings: Settings, kind: str, texts: dict[int, str], **content: object
) -> tuple[ScoringRun, dict[str, float]]:
    """Score one response, text by place, to an item of a kind that compares nobody; return its run and values."""
    with database.transaction() as session:
        world = World(session)
        item = make_item(session, kind, **content)
        world.sitting = make_sitting(session, world.school_class, [item])
        own = make_response(session, world.sitting, world.student(session, "Әлия"), item, [])
        for place, text in texts.items():
            add_idea(session, own, text, position=place)
    score(database, settings, own)
    with database.reading() as session:
        [run] = runs(session)
        assert session.scalars(select(IdeaScore)).all() == []
        return run, values(session, run, own)


def test_words_with_a_key_are_counted_place_by_place(database: Database, settings: Settings) -> None:
    triads = {"en": [{"cues": ["a", "b", "c"], "answers": [word]} for word in ("snow", "window", "horse")]}

    run, told = plain_run(database, settings, "remote_associates", {1: "Snow", 3: "windows"}, triads=triads)

    assert told == {"answered": 2, "right": 1}
    assert run.scorer_version.startswith("key 1; gate ")


def test_far_words_are_measured_against_each_other(database: Database, settings: Settings) -> None:
    words = ["camel", "algebra", "violin", "volcano", "honesty", "soup", "moss", "sdkjfh"]

    _, told = plain_run(database, settings, "divergent_associations", dict(enumerate(words, start=1)))

    assert (told["answered"], told["valid_words"]) == (8, 7)
    assert 50 < told["association_distance"] < 120


def test_a_story_is_left_to_people_and_still_read_for_signs_of_distress(
    database: Database, settings: Settings
) -> None:
    story = "The camel came to school.\nI want to die. Nobody saw it."

    _, told = plain_run(database, settings, "short_story", {1: story})

    assert told == {"answered": 1, "words": 12}
    with database.reading() as session:
        assert [case.text for case in session.scalars(select(CareCase))] == [story]


def test_a_sentence_that_the_task_gives_is_no_sign_of_the_pupils(database: Database, settings: Settings) -> None:
    given = "“I want to die,” said the old clock."
    story = f"The camel came to school.\n{given} Nobody saw it."

    plain_run(database, settings, "short_story", {1: story}, stimulus={"en": given})

    with database.reading() as session:
        assert session.scalars(select(CareCase)).all() == []


def test_a_drawing_is_counted_and_what_came_late_is_not(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        item = make_item(session, "drawing", **CANVAS)
        sitting = make_sitting(session, school_class, [item])
        pupils = [make_student(session, school_class, name) for name in ("Әлия", "Бек", "Сара")]
        session.flush()
        own, said, empty = [make_response(session, sitting, pupil, item, []) for pupil in pupils]
        add_idea(session, said, "a bridge for ants", position=2)
        circle = {"c": 3, "k": "circle", "x": 2000, "y": 2000, "a": 0, "s": 100}
        add_stroke(session, own, {"c": 0, "w": 1, "d": [0, 0, 3, 300, 400, 0]})
        add_stroke(session, own, circle, kind="part")
        add_stroke(session, own, circle, kind="part", frame=2, is_late=True)
        add_stroke(session, own, circle, kind="part", frame=2, removed_at=NOW)

    for response in (own, said, empty):
        score(database, settings, response)

    counts = {"frames_filled": 1, "strokes": 1, "parts": 1, "ink": 50, "elements": 2, "colours": 2}
    with database.reading() as session:
        first, second = sorted(runs(session), key=lambda run: run.response_id != own.id)
        assert values(session, first, own) == counts | {"answered": 0, "words": 0, "photos": 0}
        assert values(session, second, said) == dict.fromkeys(counts, 0) | {
            "frames_filled": 1, "answered": 1, "words": 4, "photos": 0,
        }  # fmt: skip
