"""A pupil questions what the program judged; the teacher answers; the score follows; the pupil sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from tasks.tasks_factories import add_idea, make_item, make_items, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.languages import LANGUAGES
from contest_app.roles import Role
from contest_app.tasks.models import Idea, IdeaScore, Question, QuestionAnswer, Response, Score, ScoringRun, Sitting
from contest_app.tasks.services import sittings

Browser = Callable[..., FlaskClient]

POT, ROCKET, MASH, CRY = "a flower pot", "a moon rocket for brave little mice", "asdfgh", "I want to die"


@dataclass
class Scene:
    """An answer to one item in a closed sitting of a class of two, scored once."""

    database: Database
    settings: Settings
    sitting: Sitting
    response: Response
    keys: dict[str, UUID]
    pupil: FlaskClient
    mate: FlaskClient
    teacher: FlaskClient

    @property
    def page(self) -> str:
        return f"/my/responses/{self.response.id}/result"

    def ask(self, text: str | None, words: str = "", client: FlaskClient | None = None) -> int:
        client = client or self.pupil
        idea = str(self.keys[text]) if text else ""
        form = {"idea": idea, "words": words, **csrf(client, "/my")}
        return client.post(f"/my/responses/{self.response.id}/questions", data=form).status_code

    def question(self) -> Question:
        with self.database.reading() as session:
            return session.scalars(select(Question)).one()

    def answer(self, outcome: str, words: str = "", client: FlaskClient | None = None) -> int:
        client = client or self.teacher
        form = {"outcome": outcome, "words": words, **csrf(client, "/sittings")}
        status = client.post(f"/questions/{self.question().id}", data=form).status_code
        run_due(self.database, self.settings)
        return status

    def fluency(self) -> list[float]:
        """The pupil's numbers of ideas in the scores of record, the oldest first."""
        with self.database.reading() as session:
            rows = session.scalars(
                select(Score.value)
                .join(Score.run)
                .where(
                    Score.response_id == self.response.id,
                    Score.dimension == "fluency",
                    ScoringRun.standing == "final",
                )
                .order_by(ScoringRun.created_at)
            )
            return list(rows)

    def shown(self, path: str, client: FlaskClient | None = None) -> str:
        text = (client or self.pupil).get(path).get_data(as_text=True)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def build(
    database: Database, settings: Settings, signed_in: Browser, ideas: list[str], others: list[str], late: str = ""
) -> Scene:
    with database.transaction() as session:
        school_class = make_class(session)
        items = make_items(session)
        sitting = make_sitting(session, school_class, items)
        student, mate = make_student(session, school_class), make_student(session, school_class, "Бек Ж.")
        session.flush()
        response = make_response(session, sitting, student, items[0], ideas)
        make_response(session, sitting, mate, items[0], others)
        if late:
            add_idea(session, response, late, position=50, is_late=True)
            session.flush()
        keys = {idea.text: idea.id for idea in session.scalars(select(Idea).where(Idea.response_id == response.id))}
        teacher = session.get_one(User, school_class.teacher_id)
        sittings.close_sitting(session, sitting, actor=teacher, now=NOW)
        people = [session.get_one(User, each.user_id) for each in (student, mate)]
    run_due(database, settings, now=NOW + timedelta(minutes=1))
    browsers = [signed_in(person) for person in (*people, teacher)]
    return Scene(database, settings, sitting, response, keys, *browsers)


@pytest.fixture
def scene(database: Database, settings: Settings, signed_in: Browser) -> Scene:
    return build(database, settings, signed_in, [POT, MASH], [POT, ROCKET])


def test_an_idea_that_a_person_lets_count_counts_in_the_next_score_and_the_earlier_one_stays(scene: Scene) -> None:
    assert scene.fluency() == [1]

    asked = scene.ask(MASH, "It is the name of my robot")
    answered = scene.answer("counts", "Now I see: a name!")

    assert (asked, answered) == (303, 303)
    assert scene.fluency() == [1, 2]
    with scene.database.reading() as session:
        flags = [row.flags for row in session.scalars(select(IdeaScore).where(IdeaScore.text == MASH))]
    assert sorted(flags) == sorted([["mash"], ["accepted"], ["accepted"]])
    page = scene.shown(scene.page)
    assert "Kept, but not counted" not in page
    assert "A person has looked: it counts. Now I see: a name!" in page
    assert "A person has looked: it counts." in scene.shown("/my")


def test_an_idea_that_stays_as_it_is_changes_no_score_and_the_pupil_reads_why(scene: Scene) -> None:
    scene.ask(MASH)

    assert scene.answer("stays", "I cannot read it either.") == 303

    assert scene.fluency() == [1]
    assert "A person has looked: it stays as it is. I cannot read it either." in scene.shown(scene.page)


def test_rarity_may_be_questioned_and_the_idea_becomes_one_of_its_own(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    scene = build(database, settings, signed_in, ["a pot for flowers"], [POT])
    assert "2 of 2 people had this idea" in scene.shown(scene.page)

    scene.ask("a pot for flowers")
    scene.answer("counts")

    assert "Nobody else had this idea" in scene.shown(scene.page)


def test_an_idea_counted_as_one_with_an_earlier_one_may_count_by_itself(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    scene = build(database, settings, signed_in, ["a lamp for the desk", "a desk lamp"], [ROCKET])
    assert scene.fluency() == [1]

    scene.ask("a desk lamp")
    scene.answer("counts")

    assert scene.fluency() == [1, 2]


def test_the_same_words_twice_count_once_whatever_a_person_says(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    scene = build(database, settings, signed_in, [POT, "A flower  pot"], [ROCKET])
    scene.ask("A flower  pot")

    assert scene.answer("counts") == 422

    assert "The words are the same as in an earlier idea" in scene.teacher.post(
        f"/questions/{scene.question().id}", data={"outcome": "counts", **csrf(scene.teacher, "/sittings")}
    ).get_data(as_text=True)
    assert scene.answer("stays", "You said it before.") == 303


def test_a_late_idea_counts_where_a_person_says_so(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    scene = build(database, settings, signed_in, [POT], [POT], late=ROCKET)
    assert "it came after the time was over" in scene.shown(scene.page)

    scene.ask(ROCKET)
    scene.answer("counts")

    assert scene.fluency() == [1, 2]
    assert "it came after the time was over" not in scene.shown(scene.page)


def test_a_question_that_waits_is_not_asked_twice(scene: Scene) -> None:
    assert [scene.ask(MASH), scene.ask(MASH)] == [303, 303]

    assert scene.question().turn == 1
    assert "Asked. A person will look" in scene.shown(scene.page)


def test_a_question_is_answered_once(scene: Scene) -> None:
    scene.ask(MASH)

    assert [scene.answer("stays"), scene.answer("counts")] == [303, 409]

    assert scene.fluency() == [1]


def test_the_whole_answer_is_answered_in_words_which_are_needed(scene: Scene) -> None:
    scene.ask(None, "Is it good?")

    assert scene.answer("told") == 422
    assert scene.answer("counts", "Yes") == 422
    assert scene.answer("told", "I like the pot.") == 303

    assert "A person has looked. I like the pot." in scene.shown(scene.page)


def test_nothing_can_be_asked_about_words_that_sound_like_distress(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    scene = build(database, settings, signed_in, [POT, CRY], [POT])

    page = scene.pupil.get(scene.page).get_data(as_text=True)

    assert f'value="{scene.keys[POT]}"' in page
    assert f'value="{scene.keys[CRY]}"' not in page
    assert (scene.ask(CRY), scene.ask(None)) == (409, 409)
    assert scene.ask(POT) == 303
    for path in ("/questions", f"/questions/{scene.question().id}"):
        assert CRY not in scene.shown(path, scene.teacher)


def test_words_that_are_too_long_come_back_as_they_were(scene: Scene) -> None:
    words = "why " * 100
    form = {"idea": str(scene.keys[MASH]), "words": words, **csrf(scene.pupil, "/my")}

    answer = scene.pupil.post(f"/my/responses/{scene.response.id}/questions", data=form)

    assert (answer.status_code, words in answer.get_data(as_text=True)) == (422, True)


def test_only_the_own_answer_is_questioned_and_only_the_own_class_is_answered(
    scene: Scene, session: Session, signed_in: Browser
) -> None:
    other_class = make_class(session)
    other = session.get_one(User, other_class.teacher_id)
    methodologist = make_user(session, Role.METHODOLOGIST)
    session.commit()
    scene.ask(MASH)
    page = f"/questions/{scene.question().id}"

    assert scene.ask(MASH, client=scene.mate) == 404
    assert (signed_in(other).get(page).status_code, scene.answer("counts", client=signed_in(other))) == (404, 404)
    assert signed_in(methodologist).get(page).status_code == 403
    assert MASH not in scene.shown("/questions", signed_in(other))
    assert MASH in scene.shown("/questions", scene.teacher)


def test_an_idea_that_is_not_there_cannot_be_questioned(scene: Scene) -> None:
    form = {"idea": str(uuid4()), **csrf(scene.pupil, "/my")}

    assert scene.pupil.post(f"/my/responses/{scene.response.id}/questions", data=form).status_code == 409


def test_the_class_work_page_counts_what_waits(scene: Scene) -> None:
    scene.ask(MASH)
    scene.ask(POT)

    assert "2 questions of pupils wait for your answer" in scene.shown("/sittings", scene.teacher)


@pytest.mark.parametrize("change", [update(Question).values(words="x"), update(QuestionAnswer).values(words="x")])
def test_what_was_asked_and_answered_is_never_changed(scene: Scene, change: object) -> None:
    scene.ask(MASH)
    scene.answer("stays", "No.")

    with pytest.raises(DatabaseError, match="append-only"), scene.database.transaction() as session:
        session.execute(change)  # type: ignore[call-overload]  # any statement


def test_questions_go_with_the_answer(scene: Scene) -> None:
    scene.ask(MASH)
    scene.answer("stays")

    with scene.database.transaction() as session:
        session.execute(delete(Response).where(Response.id == scene.response.id))

    with scene.database.reading() as session:
        assert (session.scalars(select(Question)).all(), session.scalars(select(QuestionAnswer)).all()) == ([], [])


def test_another_right_word_counts_where_a_person_says_so(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    triads = {
        language: [{"cues": [f"a{place}", "b", "c"], "answers": ["snow"]} for place in range(5)]
        for language in LANGUAGES
    }
    with database.transaction() as session:
        school_class = make_class(session)
        item = make_item(session, "remote_associates", triads=triads)
        sitting = make_sitting(session, school_class, [item])
        student = make_student(session, school_class)
        session.flush()
        response = make_response(session, sitting, student, item, ["snow", "winter"])
        keys = {idea.text: idea.id for idea in session.scalars(select(Idea))}
        teacher, pupil = session.get_one(User, school_class.teacher_id), session.get_one(User, student.user_id)
        sittings.close_sitting(session, sitting, actor=teacher, now=NOW)
    run_due(database, settings, now=NOW + timedelta(minutes=1))
    browser = signed_in(pupil)
    scene = Scene(database, settings, sitting, response, keys, browser, browser, signed_in(teacher))

    assert (scene.ask("snow"), scene.ask("winter")) == (409, 303)
    scene.answer("counts")

    page = scene.shown(scene.page)
    assert "You found the common word in 2 places of 5." in page
    assert "A person has looked: it counts." in page


def test_teacher_reads_where_the_day_begins_how_many_questions_wait(scene: Scene) -> None:
    assert "waits for your answer" not in scene.teacher.get("/classes").get_data(as_text=True)

    scene.ask(POT)

    page = scene.teacher.get("/classes").get_data(as_text=True)
    assert "1 question of a pupil waits for your answer" in page
    assert 'href="/questions"' in page.partition("1 question of a pupil")[0].rpartition("<a")[2]
