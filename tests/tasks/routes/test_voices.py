"""Who may record a voice, who may hear it, and how its bytes are sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from json import loads
from typing import Any

import pytest
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from tasks.sound_files import VIDEO_TRACK, ogg, wav, webm
from tasks.tasks_factories import make_items, make_response, make_sitting
from werkzeug.test import TestResponse

from contest_app.accounts.models import Student, User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.tasks.models import Voice
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.services import accommodations
from contest_app.tasks.services.bank import row_of

Browser = Callable[..., FlaskClient]
PLACE = re.compile(r'data-aloud-place data-voices="([^"]*)"')
PARTS = ("instruction", "task")


class Scene:
    """Two items of the bank in a sitting, two pupils whose tasks are read aloud, and a methodologist."""

    def __init__(self, session: Session) -> None:
        self.methodologist = make_user(session, Role.METHODOLOGIST)
        school_class = make_class(session)
        self.teacher = session.get_one(User, school_class.teacher_id)
        items = make_items(session, 2)
        self.item = items[0]
        self.page = f"/items/{self.item.slug}/voice"
        students = [make_student(session, school_class, name) for name in ("Аружан", "Бек")]
        session.flush()
        self.sitting = make_sitting(session, school_class, items, now=utcnow())
        for student in students:
            self.grant(session, student, Support(is_read_aloud=True))
        self.writer, self.waiter = students[0].user, students[1].user
        self.response = make_response(
            session, self.sitting, students[0], self.item, [], language="kk", submitted=False, now=utcnow()
        )

    def grant(self, session: Session, student: Student, support: Support) -> None:
        accommodations.grant(session, student, support, actor=self.teacher, now=NOW)

    def send(self, client: FlaskClient, part: str, data: bytes, *, language: str = "kk", **form: Any) -> TestResponse:
        page = client.get(f"{self.page}?language={language}").get_data(as_text=True)
        keys = re.findall(r'name="words" value="([^"]+)"', page)
        fields = {
            "words": keys[PARTS.index(part)],
            "sound": (BytesIO(data), "my-holiday.avi"),
        } | form
        return client.post(f"{self.page}/{language}/{part}", data=fields | csrf(client, self.page))

    def keep_both(self, client: FlaskClient) -> None:
        for part, data in zip(PARTS, (ogg(), wav()), strict=True):
            assert self.send(client, part, data).status_code == 303


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.transaction() as session:
        return Scene(session)


def voices(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        return sorted((voice.language, voice.part, voice.media_type) for voice in session.scalars(select(Voice)))


def heard(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """What the page of a pupil offers to play."""
    answer = client.get(address)
    [said] = PLACE.findall(answer.get_data(as_text=True))
    found: list[dict[str, Any]] = loads(unescape(said))
    return found


def sound(client: FlaskClient, address: str) -> bytes:
    """The bytes that a browser gets to play."""
    answer = client.get(address, buffered=True)
    assert answer.status_code == 200
    return bytes(answer.data)


def test_a_methodologist_keeps_a_voice_hears_it_and_takes_it_away(
    database: Database, scene: Scene, signed_in: Browser
) -> None:
    client = signed_in(scene.methodologist)

    scene.keep_both(client)

    assert voices(database) == [("kk", "instruction", "audio/ogg"), ("kk", "task", "audio/wav")]
    page = client.get(f"{scene.page}?language=kk").get_data(as_text=True)
    [address, _] = re.findall(r'<audio class="voice" controls preload="none"[^>]* src="([^"]+)"', page)
    assert sound(client, address) == ogg()
    assert client.post(f"{address}/remove", data=csrf(client, scene.page)).status_code == 303
    assert voices(database) == [("kk", "task", "audio/wav")]
    assert client.get(address).status_code == 404


def test_the_page_leads_on_to_the_next_task_without_a_voice_until_all_have_one(
    scene: Scene, signed_in: Browser
) -> None:
    client = signed_in(scene.methodologist)
    following = re.compile(r'href="([^"]+)"[^>]*><svg[^>]*>.*?</svg><span>Next without a voice')

    scene.keep_both(client)

    page = client.get(f"{scene.page}?language=kk").get_data(as_text=True)
    [address] = following.findall(page)
    assert "in full in this language: 1 of 2." in page
    scene.page = address.partition("?")[0]
    scene.keep_both(client)
    page = client.get(f"{scene.page}?language=kk").get_data(as_text=True)
    assert "in full in this language: 2 of 2." in page
    assert following.findall(page) == []
    assert "in full in this language: 0 of 2." in client.get(f"{scene.page}?language=ru").get_data(as_text=True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is no recording yet."),
        (b"<!doctype html><script>alert(1)</script>", "This is no sound file"),
        (webm(track=VIDEO_TRACK), "There is more than sound in this file"),
    ],
)
def test_what_is_no_voice_comes_back_with_its_reason_and_nothing_is_kept(
    database: Database, scene: Scene, signed_in: Browser, data: bytes, words: str
) -> None:
    answer = scene.send(signed_in(scene.methodologist), "task", data)

    assert (answer.status_code, words in unescape(answer.get_data(as_text=True))) == (422, True)
    assert voices(database) == []


def test_words_that_changed_while_they_were_read_are_not_given_that_voice(
    database: Database, scene: Scene, signed_in: Browser
) -> None:
    client = signed_in(scene.methodologist)
    page = client.get(f"{scene.page}?language=kk").get_data(as_text=True)
    read = re.findall(r'name="words" value="([^"]+)"', page)[0]
    with database.transaction() as session:
        changed = scene.item.fields["instruction"] | {"kk": "Мүлде басқа сөздер."}
        session.add(row_of(scene.item.fields | {"version": 2, "instruction": changed}, now=NOW))

    answer = scene.send(client, "instruction", ogg(), words=read)

    assert answer.status_code == 409
    assert "Мүлде басқа сөздер." in answer.get_data(as_text=True)
    assert voices(database) == []


def test_the_microphone_is_for_that_page_alone(scene: Scene, signed_in: Browser) -> None:
    client = signed_in(scene.methodologist)

    powers = {
        page: client.get(page).headers["Permissions-Policy"] for page in (scene.page, f"/items/{scene.item.slug}")
    }

    assert ["microphone=(self)" in said for said in powers.values()] == [True, False]
    assert all("geolocation=()" in said for said in powers.values())
    assert "media-src 'self' blob:" in client.get(scene.page).headers["Content-Security-Policy"]


def test_only_methodologists_record(database: Database, scene: Scene, signed_in: Browser) -> None:
    for person, home in ((scene.teacher, "/items"), (scene.writer, "/my")):
        client = signed_in(person)
        sent = {"sound": (BytesIO(ogg()), "a.ogg")} | csrf(client, home)

        assert client.get(scene.page).status_code == 403
        assert client.post(f"{scene.page}/kk/task", data=sent).status_code == 403
    assert voices(database) == []


def test_a_pupil_hears_what_to_do_before_the_start_and_the_task_only_after(scene: Scene, signed_in: Browser) -> None:
    scene.keep_both(signed_in(scene.methodologist))
    waiter, writer = signed_in(scene.waiter), signed_in(scene.writer)

    [before] = heard(waiter, f"/my/sittings/{scene.sitting.id}?language=kk")
    after = heard(writer, f"/my/responses/{scene.response.id}")

    assert (before["part"], before["type"], before["isSmall"]) == ("instruction", "audio/ogg", True)
    assert [voice["part"] for voice in after] == ["instruction", "task"]
    assert sound(waiter, before["url"]) == ogg()
    assert [sound(writer, voice["url"]) for voice in after] == [ogg(), wav()]
    assert heard(waiter, f"/my/sittings/{scene.sitting.id}?language=ru") == []


def test_the_bytes_are_a_sound_in_pieces_too_and_never_a_page(scene: Scene, signed_in: Browser) -> None:
    scene.keep_both(signed_in(scene.methodologist))
    client = signed_in(scene.writer)
    address = heard(client, f"/my/responses/{scene.response.id}")[1]["url"]

    whole = client.get(address, buffered=True)
    piece = client.get(address, headers={"Range": "bytes=0-3"}, buffered=True)

    assert (whole.mimetype, piece.status_code, piece.data) == ("audio/wav", 206, b"RIFF")
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    assert whole.headers["Cache-Control"] == "no-store"


def test_nobody_hears_the_voice_of_another_s_task_or_without_being_granted_it(
    database: Database, scene: Scene, signed_in: Browser
) -> None:
    scene.keep_both(signed_in(scene.methodologist))
    writer = signed_in(scene.writer)
    address = heard(writer, f"/my/responses/{scene.response.id}")[1]["url"]

    assert signed_in(scene.waiter).get(address).status_code == 404
    assert signed_in(scene.teacher).get(address).status_code == 403
    with database.transaction() as session:
        student = session.get_one(Student, scene.writer.id)
        student.user = session.get_one(User, scene.writer.id)
        scene.grant(session, student, Support(is_calm=True))
    assert writer.get(address).status_code == 404
    assert PLACE.search(writer.get(f"/my/responses/{scene.response.id}").get_data(as_text=True)) is None


def test_a_teacher_hears_in_the_bank_what_is_recorded(scene: Scene, signed_in: Browser) -> None:
    scene.keep_both(signed_in(scene.methodologist))
    teacher = signed_in(scene.teacher)

    page = teacher.get(f"/items/{scene.item.slug}?language=kk").get_data(as_text=True)

    addresses = re.findall(r'<audio [^>]* src="([^"]+)"', page)
    assert [sound(teacher, address) for address in addresses] == [ogg(), wav()]
    assert "Record a voice" not in page
