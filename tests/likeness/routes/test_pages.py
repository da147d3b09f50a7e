"""The organizer's pages: who may see them, what they show, what they keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from factories import NOW, csrf, make_user
from flask.testing import FlaskClient
from likeness.likeness_factories import PASSAGE, a_contest, a_picture, enter
from PIL import Image
from sqlalchemy import select

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.models import Job
from contest_app.jobs.runner import run_due
from contest_app.likeness.models import LikeVerdict
from contest_app.roles import Role

Browser = Callable[..., FlaskClient]


@dataclass
class Scene:
    """A contest with two works alike in text and picture, and its people."""

    organizer: User
    stranger: User
    juror: User
    pupil: User
    page: str
    pair: str
    picture: str


@pytest.fixture
def scene(database: Database, settings: Settings) -> Scene:
    with database.transaction() as session:
        organizer, stranger = (make_user(session, Role.ORGANIZER) for _ in range(2))
        juror = make_user(session, Role.JUDGE)
        contest = a_contest(session, organizer, opened_days_ago=31)
        first = enter(session, contest, "Бірінші", f"{PASSAGE}.", a_picture(1), settings.uploads_dir)
        later = enter(session, contest, "Екінші", f"<b>Ал</b> {PASSAGE}!", a_picture(1, 700), settings.uploads_dir)
        later.submitted_at = later.submitted_at.replace(minute=59) if later.submitted_at else None
        page = f"/organize/contests/{contest.id}/likeness"
        pair = f"{page}/{later.id}/{first.id}"
        picture = f"{pair}/pictures/{first.attachments[0].id}.jpg"
    run_due(database, settings, now=NOW)
    return Scene(organizer, stranger, juror, later.owner, page, pair, picture)


def test_the_pair_is_listed_and_marked_word_for_word(scene: Scene, signed_in: Browser) -> None:
    browser = signed_in(scene.organizer)

    listed = browser.get(scene.page).get_data(as_text=True)
    shown = browser.get(scene.pair).get_data(as_text=True)

    assert scene.pair in listed
    assert shown.count(f"<mark>{PASSAGE}</mark>") == 2
    assert "&lt;b&gt;Ал&lt;/b&gt;" in shown
    assert shown.index("Екінші") < shown.index("Бірінші")
    assert scene.picture in shown


def test_a_picture_goes_out_small_written_anew_and_never_inline(scene: Scene, signed_in: Browser) -> None:
    answer = signed_in(scene.organizer).get(scene.picture)

    assert Image.open(BytesIO(answer.data)).size == (400, 300)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("juror", 403), ("pupil", 403)])
def test_nobody_but_the_organizer_sees_any_of_it(scene: Scene, signed_in: Browser, who: str, status: int) -> None:
    browser = signed_in(getattr(scene, who))

    assert [browser.get(page).status_code for page in (scene.page, scene.pair, scene.picture)] == [status] * 3


def test_a_picture_of_another_entry_is_not_to_be_had_through_a_pair(scene: Scene, signed_in: Browser) -> None:
    elsewhere = scene.picture.replace(scene.picture[-40:-4], "00000000-0000-0000-0000-000000000000")

    assert signed_in(scene.organizer).get(elsewhere).status_code == 404


def test_copied_needs_words_and_a_verdict_is_kept(database: Database, scene: Scene, signed_in: Browser) -> None:
    browser = signed_in(scene.organizer)
    token = csrf(browser, scene.pair)

    refused = browser.post(scene.pair, data={**token, "verdict": "copied", "words": ""})
    nothing = browser.post(scene.pair, data=token)
    kept = browser.post(scene.pair, data={**token, "verdict": "copied", "words": "Бір бетті көшірген."})

    assert (refused.status_code, nothing.status_code, kept.status_code) == (422, 422, 303)
    assert "Write why you hold the work to be copied" in refused.get_data(as_text=True)
    with database.reading() as session:
        said = session.scalars(select(LikeVerdict)).one()
    assert (said.verdict, said.words, said.said_by_id) == ("copied", "Бір бетті көшірген.", scene.organizer.id)


def test_asking_again_queues_one_job(database: Database, scene: Scene, signed_in: Browser) -> None:
    browser = signed_in(scene.organizer)
    token = csrf(browser, scene.page)

    answers = [browser.post(scene.page, data=token).status_code for _ in range(2)]

    assert answers == [303, 303]
    with database.reading() as session:
        assert session.scalars(
            select(Job.name).where(Job.state == "queued", Job.name == "likeness.compare")
        ).all() == ["likeness.compare"]
    assert "The entries are being compared" in browser.get(scene.page).get_data(as_text=True)
