"""A voice is recorded in a real browser, by keyboard; a pupil hears it where the device has no voice of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from browser.chromium import ChromiumMissing, Watch, chromium, watched_context
from browser.desks import Desk
from factories import make_user
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from tasks.sound_files import wav
from tasks.tasks_factories import make_items

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.tasks.models import Voice
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.services import accommodations
from contest_app.tasks.services import voices as services
from contest_app.tasks.voices import spoken_of, voices_folder

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: What stands in for a microphone is Chromium's own: it beeps.
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
#: Players that no page shows are put where a test can look at them.
PLAYERS = "window.Audio = class extends Audio { constructor() { super(); (window.players ??= []).push(this); } };"
#: A form that comes back, on purpose.
PROVOKED = ["status of 422"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium with a microphone that may be used."""
    try:
        with chromium(*MICROPHONE) as launched:
            yield launched
    except ChromiumMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture
def seat(
    browser: Browser, address: str, database: Database, signed_in: Callable[..., FlaskClient]
) -> Iterator[Callable[..., Page]]:
    """Opens the page of an item's voice before a methodologist."""
    with database.transaction() as session:
        item, person = make_items(session)[0], make_user(session, Role.METHODOLOGIST)
    watch = Watch(address, expected=PROVOKED)
    contexts: list[BrowserContext] = []

    def sit_down(script: str = "", **options: object) -> Page:
        context = watched_context(browser, watch, **options)
        cookie = signed_in(person).get_cookie("qiyal")
        assert cookie is not None
        context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": address}])
        context.add_init_script(script)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/items/{item.slug}/voice?language=kk")
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert watch.complaints == []


def recorded(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(voice.part, voice.media_type) for voice in session.scalars(select(Voice))]


def test_a_voice_is_recorded_heard_and_kept_by_keyboard_on_the_smallest_phone(
    seat: Callable[..., Page], database: Database
) -> None:
    page = seat(viewport={"width": 320, "height": 640})
    form = page.locator("#instruction [data-recorder]")
    record, told = form.locator("[data-toggle]"), form.locator("[data-told]")
    expect(record).to_have_text("Record")

    record.press("Enter")
    expect(told).to_have_text("Recording: read aloud.")
    expect(form.get_by_role("timer")).to_have_text("0:01")
    record.press("Enter")
    expect(told).to_contain_text("Listen to it")
    expect(record).to_be_focused()
    expect(record).to_have_text("Record again")
    expect(form.locator("[data-heard]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    with page.expect_event("dialog") as asked:  # nothing that was recorded is lost unasked
        page.close(run_before_unload=True)
    asked.value.dismiss()
    with page.expect_navigation():
        form.get_by_role("button", name="Keep this voice").press("Enter")

    expect(page.locator("#instruction .badge")).to_have_text("recorded")
    assert recorded(database) == [("instruction", "audio/webm")]
    page.evaluate("document.querySelector('#instruction .voice-kept audio').play()")
    page.wait_for_function("() => document.querySelector('#instruction .voice-kept audio').currentTime > 0")


@pytest.mark.parametrize("options", [{"script": "delete window.MediaRecorder"}, {"java_script_enabled": False}])
def test_a_file_is_taken_where_the_browser_cannot_record(
    seat: Callable[..., Page], database: Database, options: dict[str, object]
) -> None:
    page = seat(**options)
    expect(page.get_by_role("button", name="Record", exact=True)).to_have_count(0)

    for name, data in (("song.mp3", b"<svg/>"), ("voice.wav", wav())):
        page.locator("#sound-task").set_input_files({"name": name, "mimeType": "audio/mpeg", "buffer": data})
        with page.expect_navigation():
            page.locator("#task").get_by_role("button", name="Keep this voice").click()
        if name == "song.mp3":
            expect(page.locator("#sound-task-errors")).to_contain_text("This is no sound file")

    expect(page.locator("#task .badge")).to_have_text("recorded")
    assert recorded(database) == [("task", "audio/wav")]


def read_to(desk: Desk, settings: Settings) -> None:
    """Grant reading aloud, and record both parts of the task in its language."""
    response = desk.response()
    with desk.database.transaction() as session:
        student = session.get_one(Student, desk.student_id)
        student.user = session.get_one(User, desk.student_id)
        teacher = session.get_one(User, session.get_one(SchoolClass, student.class_id).teacher_id)
        accommodations.grant(session, student, Support(is_read_aloud=True), actor=teacher, now=utcnow())
        folder = voices_folder(settings.uploads_dir)
        for spoken in spoken_of(response.item, response.attempt.language):
            services.keep_voice(session, response.item, spoken, wav(5), folder=folder, actor=teacher, now=utcnow())


def test_a_pupil_hears_the_recorded_voice_without_a_network_too(
    desk_of: Callable[..., Desk], settings: Settings
) -> None:
    desk = desk_of()
    read_to(desk, settings)
    desk.context.add_init_script(PLAYERS)
    page = desk.open()
    page.wait_for_function("() => Boolean(navigator.serviceWorker.controller)")
    page.reload()
    for part in ("task", "instruction"):
        page.wait_for_function(f"async () => Boolean(await caches.match(`${{location.href}}?{part}`))")
    desk.context.set_offline(True)
    page.reload()
    page.wait_for_function("() => Boolean(window.players)")

    page.get_by_role("button", name="Read the task aloud").click()

    page.wait_for_function("() => players[0].currentTime > 0")
    page.get_by_role("button", name="Stop reading").click()
    assert page.evaluate("players[0].paused")
    page.evaluate("players[0].defaultPlaybackRate = 16")
    page.get_by_role("button", name="Read the task aloud").click()
    page.wait_for_function("() => players[0].ended")
    expect(page.get_by_role("button", name="Read the task aloud")).to_be_visible()
    expect(page.locator("[data-aloud-told]")).to_have_text("")


def test_a_pupil_is_told_where_the_voice_cannot_come(desk_of: Callable[..., Desk], settings: Settings) -> None:
    desk = desk_of()
    read_to(desk, settings)
    page = desk.context.new_page()
    page.route("**/voice/**", lambda route: route.abort())
    page.goto(f"/my/responses/{desk.response_id}")

    page.get_by_role("button", name="Read the task aloud").click()

    expect(page.locator("[data-aloud-told]")).to_contain_text("the network is away")
    expect(page.get_by_role("button", name="Read the task aloud")).to_be_visible()
