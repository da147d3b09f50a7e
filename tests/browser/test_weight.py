"""The first page costs little: what a phone with an empty cache loads is counted on the wire."""

from __future__ import annotations

from typing import Any, Final

import pytest
from browser.acting import PHONE
from browser.pages import PLACES, Place
from browser.readers import Demo

MOST_BYTES: Final = 150_000
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
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []

    def count(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    wire.on("Network.loadingFinished", count)

    page.goto(demo.address(place), wait_until="networkidle")

    assert sizes
    assert sum(sizes) < MOST_BYTES
