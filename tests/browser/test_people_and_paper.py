"""In real browsers: a question to a person on a phone; sheets as a printer gives them; the file of last resort."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from browser.chromium import Watch, watched_context
from browser.desks import PROVOKED, Desk, expect_state
from factories import NOW, make_class, make_student
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts import queries as people
from contest_app.accounts.models import SchoolClass, User
from contest_app.config import ROOT, Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.languages import LANGUAGES
from contest_app.tasks import kinds
from contest_app.tasks.bank import read_bank
from contest_app.tasks.models import Attempt, Sitting
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.services import accommodations, bank, sittings

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Open = Callable[..., Page]
#: As many tasks of three minutes as a class may do in one sitting.
AT_ONCE = 7
PHONE = {"width": 360, "height": 740}
#: Whatever of a printed page lies beyond its edge would be cut off.
CUT_OFF = """() => [...document.querySelectorAll('.paper')]
  .filter((page) => page.scrollHeight > page.clientHeight + 1 || page.scrollWidth > page.clientWidth + 1)
  .map((page) => page.querySelector('.paper__title')?.innerText ?? page.className)"""
#: A line that a pupil is to write on must leave room for a hand: 7 mm.
NARROW = """() => [...document.querySelectorAll('.paper__row, .paper__slot')]
  .filter((line) => line.getBoundingClientRect().height < 26).length"""


@pytest.fixture
def open_page(browser: Browser, address: str, signed_in: Callable[..., FlaskClient]) -> Iterator[Open]:
    """A function that opens a page for somebody; at the end nothing unexpected may have happened."""
    contexts: list[BrowserContext] = []
    watch = Watch(address, expected=PROVOKED)

    def opened(user: User, path: str, **options: object) -> Page:
        context = watched_context(browser, watch, **options)
        contexts.append(context)
        cookie = signed_in(user).get_cookie("qiyal")
        assert cookie is not None
        context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": address}])
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.complaints == []


def test_a_pupil_asks_with_one_tap_the_teacher_answers_on_a_phone_and_the_pupil_reads_it(
    database: Database, settings: Settings, open_page: Open
) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        [item] = make_items(session)
        sitting = make_sitting(session, school_class, [item])
        student = make_student(session, school_class)
        session.flush()
        response = make_response(session, sitting, student, item, ["a flower pot", "asdfgh"])
        teacher, pupil = session.get_one(User, school_class.teacher_id), session.get_one(User, student.user_id)
        sittings.close_sitting(session, sitting, actor=teacher, now=NOW)
    run_due(database, settings)
    page = open_page(pupil, f"/my/responses/{response.id}/result", viewport=PHONE, has_touch=True, is_mobile=True)

    page.locator(".uncounted").get_by_role("button", name="Ask a person").tap()
    expect(page.locator(".uncounted .asked__said")).to_have_text(
        "Asked. A person will look, and the answer comes here."
    )
    desk = open_page(teacher, "/sittings", viewport=PHONE, has_touch=True, is_mobile=True)
    desk.get_by_role("link", name="1 question of a pupil waits for your answer").tap()
    desk.get_by_role("link", name="Look and answer").tap()
    desk.get_by_label("It counts").check()
    desk.get_by_label("Words to the pupil").fill("A fine robot.")
    desk.get_by_role("button", name="Send the answer").tap()
    expect(desk.locator("main")).to_contain_text("No question waits")
    run_due(database, settings)
    page.goto("/my")
    page.get_by_role("link", name="A person has looked: it counts.").tap()

    expect(page.locator(".asked__words")).to_have_text("A fine robot.")
    expect(page.locator("h1 + .page-header__lead")).to_contain_text("You found 2 different ideas.")


@pytest.mark.parametrize(
    ("language", "is_large"), [*((language, False) for language in LANGUAGES), ("ru", True)], ids=str
)
def test_sheets_of_every_kind_fit_their_pages(
    language: str, *, is_large: bool, database: Database, open_page: Open
) -> None:
    with database.transaction() as session:
        found = {item.fields["kind"]: item for item in read_bank(ROOT / "item_bank", kinds.schemas())}
        items = list(bank.import_items(session, list(found.values()), now=NOW).added)
        session.flush()
        school_class = make_class(session)
        parts = [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]
        opened = [make_sitting(session, school_class, part) for part in parts]
        key = make_student(session, school_class).user_id
        session.flush()
        student = people.student(session, key)
        assert student is not None
        accommodations.grant(session, student, Support(has_large_type=is_large), actor=student.user, now=NOW)
        teacher = session.get_one(User, school_class.teacher_id)
    assert {item.kind for item in items} == set(kinds.KINDS)

    for sitting in opened:
        page = open_page(teacher, f"/sittings/{sitting.id}/paper")
        page.check(f"main [name=language][value={language}]")
        with page.expect_navigation():  # it waits for the sheets' stylesheet: lines have their height by it
            page.get_by_role("button", name="Show the sheets").click()
        page.emulate_media(media="print")

        assert (page.evaluate(CUT_OFF), page.evaluate(NARROW)) == ([], 0)
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == page.locator(".paper").count()


def test_the_file_that_a_page_saves_is_taken_by_the_teacher(desk_of: Callable[..., Desk], open_page: Open) -> None:
    desk = desk_of()
    page = desk.open()
    desk.context.set_offline(True)
    page.fill("#new-idea", "тент для кота")
    page.press("#new-idea", "Enter")
    button = page.locator("[data-trouble] [data-save-file]")
    expect(button).to_be_visible()
    with page.expect_download() as download:
        button.click()
    with desk.database.reading() as session:
        sitting = session.scalars(select(Sitting).join(Attempt).where(Attempt.student_id == desk.student_id)).one()
        class_ = session.get_one(SchoolClass, sitting.class_id)
        teacher = session.get_one(User, class_.teacher_id)

    teachers = open_page(teacher, f"/sittings/{sitting.id}/saved-file", viewport=PHONE)
    teachers.set_input_files("[name=file]", str(download.value.path()))
    teachers.get_by_role("button", name="Look into the file").click()
    expect(teachers.locator("main")).to_contain_text("тент для кота")
    teachers.get_by_role("button", name="Take it").click()

    expect(teachers.locator("body")).to_contain_text("1 change is kept.")
    assert desk.saved() == ["тент для кота"]
    desk.context.set_offline(False)
    expect_state(page, "saved")
    assert desk.saved() == ["тент для кота"]  # the device has sent it too by now
