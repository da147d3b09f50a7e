"""A teacher sets groups right, and the next run takes it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.roles import Role
from contest_app.tasks.models import GroupCorrection, Idea, IdeaScore, Response, ScoringRun, Sitting
from contest_app.tasks.services import sittings

Browser = Callable[..., FlaskClient]

#: Far apart: no calibration of the groups will ever join them. The two lamps are one idea.
VOLCANO, ROCKET, LAMP, LAMPS = (
    "homework about volcanoes",
    "a moon rocket for brave little mice",
    "a lamp for the desk",
    "a desk lamp",
)


@dataclass
class Scene:
    """A closed sitting of a class, scored once, and its teacher's browser."""

    database: Database
    settings: Settings
    sitting: Sitting
    response: Response
    teacher: User
    client: FlaskClient

    def runs(self) -> list[ScoringRun]:
        with self.database.reading() as session:
            return list(session.scalars(select(ScoringRun).order_by(ScoringRun.created_at)))

    def categories(self, run: ScoringRun) -> dict[str, int]:
        with self.database.reading() as session:
            rows = session.scalars(select(IdeaScore).where(IdeaScore.run_id == run.id))
            return {row.text: row.category for row in rows}

    def set_right(self, act: str, **fields: object) -> int:
        """Post a correction of the newest run, let the machine work, and return the answer's status."""
        page = f"/sittings/{self.sitting.id}/groups/{self.runs()[-1].id}"
        form = {"reason": "They mean the same.", **fields, **csrf(self.client, page)}
        status = self.client.post(f"{page}/{act}", data=form).status_code
        run_due(self.database, self.settings)
        return status


@pytest.fixture
def scene(database: Database, settings: Settings, signed_in: Browser) -> Scene:
    with database.transaction() as session:
        school_class = make_class(session)
        items = make_items(session)
        sitting = make_sitting(session, school_class, items)
        student, mate = (make_student(session, school_class, name) for name in ("Әлия", "Бек"))
        session.flush()
        make_response(session, sitting, student, items[0], [VOLCANO, ROCKET, LAMP])
        response = make_response(session, sitting, mate, items[0], [LAMPS])
        teacher = session.get_one(User, school_class.teacher_id)
        sittings.close_sitting(session, sitting, actor=teacher, now=NOW)
    run_due(database, settings, now=NOW + timedelta(minutes=1))
    return Scene(database, settings, sitting, response, teacher, signed_in(teacher))


def test_merged_groups_are_one_in_the_next_run_and_the_old_run_stays(scene: Scene) -> None:
    [first] = scene.runs()
    before = scene.categories(first)
    assert before[VOLCANO] != before[ROCKET]

    assert scene.set_right("merge", one=before[VOLCANO], other=before[ROCKET]) == 303

    old, new = scene.runs()
    assert scene.categories(old) == before
    assert old.id == first.id
    after = scene.categories(new)
    assert after[VOLCANO] == after[ROCKET] != after[LAMP]


def test_words_that_are_split_off_stand_alone_even_where_they_were_the_same_idea(scene: Scene) -> None:
    before = scene.categories(scene.runs()[0])
    assert before[LAMP] == before[LAMPS]

    assert scene.set_right("split", text=LAMPS) == 303

    after = scene.categories(scene.runs()[-1])
    assert after[LAMP] != after[LAMPS]


def test_group_bears_its_new_name_before_the_class_and_keeps_it_when_counted_again(scene: Scene) -> None:
    before = scene.categories(scene.runs()[0])

    assert scene.set_right("rename", group=before[ROCKET], name="Journeys") == 303
    assert scene.set_right("merge", one=scene.categories(scene.runs()[-1])[VOLCANO],
                           other=scene.categories(scene.runs()[-1])[LAMP]) == 303  # fmt: skip

    newest = scene.runs()[-1]
    assert newest.category_labels[str(scene.categories(newest)[ROCKET])] == "Journeys"
    page = scene.client.get(f"/sittings/{scene.sitting.id}/results").get_data(as_text=True)
    assert "Journeys" in page


def test_who_and_why_are_kept_and_shown(scene: Scene) -> None:
    before = scene.categories(scene.runs()[0])
    scene.set_right("rename", group=before[ROCKET], name="Journeys", reason="All of them travel.")

    with scene.database.reading() as session:
        [made] = session.scalars(select(GroupCorrection)).all()
        acts = session.scalars(select(AuditRow.act).where(AuditRow.subject_id == made.id)).all()
    assert (made.made_by_id, made.reason, made.name, acts) == (
        scene.teacher.id, "All of them travel.", "Journeys", ["groups.rename"],
    )  # fmt: skip
    page = scene.client.get(f"/sittings/{scene.sitting.id}/groups/{scene.runs()[-1].id}").get_data(as_text=True)
    assert "All of them travel." in page


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("merge", {"one": 0, "other": 0}, 422),
        ("merge", {"one": 0, "other": 99}, 422),
        ("split", {"text": "nobody wrote this"}, 422),
        ("rename", {"group": 0, "name": " "}, 422),
        ("rename", {"group": 0, "name": "Journeys", "reason": ""}, 422),
    ],
)
def test_what_cannot_be_set_right_comes_back_with_the_form(
    scene: Scene, act: str, fields: dict[str, object], status: int
) -> None:
    assert scene.set_right(act, **fields) == status
    assert len(scene.runs()) == 1


def test_page_of_an_older_run_is_out_of_date(scene: Scene) -> None:
    before = scene.categories(scene.runs()[0])
    old = f"/sittings/{scene.sitting.id}/groups/{scene.runs()[0].id}"
    scene.set_right("merge", one=before[VOLCANO], other=before[ROCKET])

    form = {"group": before[LAMP], "name": "Light", "reason": "x", **csrf(scene.client, old)}

    assert scene.client.post(f"{old}/rename", data=form).status_code == 409


def test_erased_idea_takes_its_words_out_of_every_correction(scene: Scene) -> None:
    scene.set_right("split", text=LAMPS)
    with scene.database.transaction() as session:
        _erase(session, scene.response)

    with scene.database.reading() as session:
        assert LAMPS not in str(session.execute(select(GroupCorrection.name, GroupCorrection.reason)).all())
    page = scene.client.get(f"/sittings/{scene.sitting.id}/groups/{scene.runs()[-1].id}")
    assert LAMPS not in page.get_data(as_text=True)


def test_strangers_meet_no_groups(scene: Scene, signed_in: Browser) -> None:
    with scene.database.transaction() as session:
        stranger = make_user(session, Role.TEACHER)
    page = f"/sittings/{scene.sitting.id}/groups/{scene.runs()[0].id}"
    client = signed_in(stranger)

    assert client.get(page).status_code == 404
    form = {"group": 0, "name": "Mine", "reason": "x", **csrf(client, "/sittings/new")}
    assert client.post(f"{page}/rename", data=form).status_code == 404


def test_corrections_are_only_ever_added(scene: Scene) -> None:
    scene.set_right("split", text=LAMPS)

    with pytest.raises(DatabaseError, match="append-only"), scene.database.transaction() as session:
        session.execute(update(GroupCorrection).values(reason="another"))


def _erase(session: Session, response: Response) -> None:
    for idea in session.scalars(select(Idea).where(Idea.response_id == response.id)):
        session.delete(idea)
