"""The first page costs little: what a phone with an empty cache loads is counted on the wire."""

from __future__ import annotations

from typing import Any, Final

import pytest
from browser.acting import PHONE
from browser.pages import PLACES, Place
from browser.readers import Demo
from conftest import SignedIn
from factories import NOW, make_class, make_student
from playwright.sync_api import Browser, Page
from tasks.tasks_factories import BANK, make_response, make_sitting

from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.tasks.bank.items import BankItem
from contest_app.tasks.services import bank

MOST_BYTES: Final = 150_000
#: Of the bank's drawings those with the most frames: nothing that a pupil opens weighs more.
HEAVIEST: Final = [item for item in BANK if item.fields["slug"] in {"one-line-six-times", "two-lines-six-worlds"}]
#: The first page of each role, and the two on which people work.
FIRST: Final = {
    "visitor/start",
    "pupil/home-waiting",
    "pupil/answer",
    "teacher/classes",
    "juror/inbox",
    "juror/sheet",
    "chair/inbox",
    "organizer/contests",
    "methodologist/items",
    "administrator/people",
    "guardian/children",
}


@pytest.mark.parametrize("place", [place for place in PLACES if place.key in FIRST], ids=lambda place: place.key)
def test_a_first_page_weighs_less_than_the_promise(demo: Demo, place: Place) -> None:
    page = demo.readers.open(demo.site, demo.person(place), "kk", viewport=PHONE)

    sizes = sizes_on_the_wire(page, demo.address(place))

    assert sizes
    assert sum(sizes) < MOST_BYTES


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("item", HEAVIEST, ids=lambda item: str(item.fields["slug"]))
def test_a_drawing_of_many_frames_weighs_less_than_the_promise(
    browser: Browser, address: str, database: Database, signed_in: SignedIn, item: BankItem
) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        student, added = make_student(session, school_class), bank.import_items(session, [item], now=NOW).added
        session.flush()
        sitting = make_sitting(session, school_class, list(added), now=utcnow())
        response = make_response(
            session, sitting, student, added[0], [], language="kk", submitted=False, now=utcnow()
        )
    cookie = signed_in(student.user, "kk").get_cookie("qiyal")
    assert cookie is not None
    with browser.new_context(viewport=PHONE) as context:
        context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": address}])

        sizes = sizes_on_the_wire(context.new_page(), f"{address}/my/responses/{response.id}")

    assert len(sizes) > 30
    assert sum(sizes) < MOST_BYTES


def sizes_on_the_wire(page: Page, address: str) -> list[float]:
    """Open a page and return how many bytes each answer took."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []

    def count(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    wire.on("Network.loadingFinished", count)
    page.goto(address, wait_until="networkidle")
    return sizes
