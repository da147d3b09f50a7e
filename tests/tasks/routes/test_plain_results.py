from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from factories import NOW, make_class, make_student
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_item, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.jobs.services import enqueue
from contest_app.tasks.models import Item, Response, Sitting
from contest_app.tasks.services import sittings

Browser = Callable[..., FlaskClient]

TRIADS = {
    "en": [
        {"cues": ["man", "ball", "flake"], "answers": ["snow"]},
        {"cues": ["shopping", "sill", "glass"], "answers": ["window"]},
    ]
}
FAR = ["camel", "algebra", "violin", "volcano", "honesty", "soup", "moss"]


@dataclass
class Scene:
    """A pupil's answer to an item that compares nobody, handed in and waiting for the machine."""

    school_class: SchoolClass
    teacher: User
    pupil: User
    item: Item
    sitting: Sitting
    response: Response

    @property
    def page(self) -> str:
        return f"/my/responses/{self.response.id}/result"


def build(session: Session, kind: str, texts: list[str], **content: object) -> Scene:
    school_class = make_class(session)
    item = make_item(session, kind, **content)
    sitting = make_sitting(session, school_class, [item])
    student = make_student(session, school_class, "Әлия Қ.")
    session.flush()
    response = make_response(session, sitting, student, item, texts)
    enqueue(session, "tasks.score_response", {"response_id": str(response.id)}, now=NOW)
    teacher = session.get_one(User, school_class.teacher_id)
    return Scene(school_class, teacher, student.user, item, sitting, response)


def read(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def results_of_class(database: Database, settings: Settings, signed_in: Browser, scene: Scene) -> str:
    with database.transaction() as session:
        sitting = session.get_one(Sitting, scene.sitting.id)
        sittings.close_sitting(session, sitting, actor=scene.teacher, now=NOW)
    run_due(database, settings)
    return read(signed_in(scene.teacher), f"/sittings/{scene.sitting.id}/results")


TOLD = {
    "a key": (
        ("remote_associates", ["snow", "door"], {"triads": TRIADS}),
        ["You found the common word in 1 place of 2.", "man · ball · flake", "fits all three", "Another word may"],
    ),
    "far words": (
        ("divergent_associations", FAR, {}),
        ["You named 7 words that count.", "How far apart your words are on average", "of 100"],
    ),
    "too few words": (
        ("divergent_associations", FAR[:5], {}),
        ["You named 5 words that count.", "Seven words are needed to compare them"],
    ),
    "a story": (("short_story", ["A camel.\nIt sang."], {}), ["no program judges", "A camel. It sang."]),
}


@pytest.mark.parametrize(("given", "told"), TOLD.values(), ids=TOLD)
def test_pupil_waits_and_then_reads_what_was_found(
    database: Database,
    settings: Settings,
    signed_in: Browser,
    given: tuple[str, list[str], dict[str, object]],
    told: list[str],
) -> None:
    kind, texts, content = given
    with database.transaction() as session:
        scene = build(session, kind, texts, **content)
    client = signed_in(scene.pupil)

    assert "It is being looked at" in read(client, scene.page)
    assert client.get(f"{scene.page}.json").json == {"ready": False}
    run_due(database, settings)

    assert client.get(f"{scene.page}.json").json == {"ready": True}
    page = read(client, scene.page)
    assert [words for words in told if words not in page] == []


def test_nothing_written_is_told_at_once_and_kindly(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        scene = build(session, "short_story", [])
    client = signed_in(scene.pupil)

    assert "This time nothing was written." in read(client, scene.page)


def test_teacher_sees_the_counts_of_each_pupil(database: Database, settings: Settings, signed_in: Browser) -> None:
    with database.transaction() as session:
        scene = build(session, "remote_associates", ["snow", "door"], triads=TRIADS)

    told = results_of_class(database, settings, signed_in, scene)

    assert "Right words" in told
    assert "Each answer is looked at by itself" in told
    assert "Groups of ideas" not in told


def test_teacher_reads_texts_but_none_that_somebody_takes_care_of(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, "short_story", ["A camel came to school and sang."])
        other = make_student(session, scene.school_class, "Самат")
        session.flush()
        make_response(session, scene.sitting, other, scene.item, ["The end is near. I want to die."])

    told = results_of_class(database, settings, signed_in, scene)

    assert "A camel came to school and sang." in told
    assert "I want to die" not in told
    assert "How are you?" not in told


def test_workbook_of_such_a_class_holds_its_pupils(
    database: Database, settings: Settings, signed_in: Browser
) -> None:
    with database.transaction() as session:
        scene = build(session, "remote_associates", ["snow", "door"], triads=TRIADS)
    results_of_class(database, settings, signed_in, scene)

    answer = signed_in(scene.teacher).get(f"/sittings/{scene.sitting.id}/results.csv")

    table = BytesIO(answer.data).read().decode("utf-8-sig")
    assert "Right words" in table.splitlines()[0]
    assert "Әлия Қ." in table
