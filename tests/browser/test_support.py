"""What a pupil is granted, as the browser shows it: a voice of the task's language, calm, large type, a break."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser.desks import Desk, expect_state
from playwright.sync_api import expect

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.clock import utcnow
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.services import accommodations

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: A device with one voice; what it is told to say is kept for the test. This Chromium has no voice at all.
VOICE = """
const said = window.said = [];
class Utterance { constructor(text) { this.text = text; } }
const synthesis = {
  speaking: false,
  pending: false,
  getVoices: () => [{ lang: "LANGUAGE" }],
  speak(utterance) { said.push([utterance.lang, utterance.text]); this.speaking = true; },
  cancel() { this.speaking = false; },
  addEventListener() {},
};
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
window.SpeechSynthesisUtterance = Utterance;
"""


def grant(desk: Desk, support: Support) -> None:
    with desk.database.transaction() as session:
        student = session.get_one(Student, desk.student_id)
        student.user = session.get_one(User, desk.student_id)
        teacher = session.get_one(User, session.get_one(SchoolClass, student.class_id).teacher_id)
        accommodations.grant(session, student, support, actor=teacher, now=utcnow())


def test_task_is_read_aloud_by_a_voice_of_its_language(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    grant(desk, Support(is_read_aloud=True))
    desk.context.add_init_script(VOICE.replace("LANGUAGE", "en-GB"))
    page = desk.open()

    page.get_by_role("button", name="Read the task aloud").click()

    said = page.evaluate("window.said")
    assert {language for language, _ in said} == {"en"}
    assert said[0][1] == page.locator("h1").inner_text()
    page.get_by_role("button", name="Stop reading").click()
    expect(page.get_by_role("button", name="Read the task aloud")).to_be_visible()


def test_voice_of_another_language_is_not_offered(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    grant(desk, Support(is_read_aloud=True))
    desk.context.add_init_script(VOICE.replace("LANGUAGE", "ru-RU"))

    page = desk.open()

    expect(page.locator("[data-aloud]")).to_be_hidden()


def test_calm_page_has_no_timer_in_sight_and_large_type_fits_the_smallest_phone(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of(viewport={"width": 320, "height": 640})
    grant(desk, Support(is_calm=True, has_large_type=True))

    page = desk.open()

    expect(page.locator("qy-timer button")).to_be_hidden()
    size = page.evaluate("[parseFloat(getComputedStyle(document.documentElement).fontSize), innerWidth]")
    assert size == [pytest.approx(22.4), 320]
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_break_keeps_what_is_typed_and_gives_its_length_back(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    grant(desk, Support(may_pause=True))
    page = desk.open()
    page.fill("#new-idea", "a boat")
    page.press("#new-idea", "Enter")
    expect_state(page, "saved")
    page.fill("#new-idea", "half a tho")
    before = desk.response().due_at

    page.get_by_role("button", name="Take a break").click()
    expect(page.locator("h1")).to_have_text("A break")
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Go on writing").click()

    expect(page.locator("#new-idea")).to_have_value("half a tho")
    assert page.locator("[data-ideas] .ideas__text").all_inner_texts() == ["a boat"]
    assert (desk.response().due_at - before).total_seconds() >= 1.5
