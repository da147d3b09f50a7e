"""Every page of every role, in each language, is valid, accessible, whole on a narrow screen and translated."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

import pytest
from browser.links import dead_links
from browser.looks import axe_faults, shown_faults
from browser.markup import markup_faults
from browser.pages import NOT_PAGES, PLACES, Place
from browser.readers import Demo
from flask import Flask
from playwright.sync_api import Page

from contest_app.languages import LANGUAGES

#: Each language is read at a width of its own, the first in the most narrow window.
WIDTHS: Final = {"kk": 320, "ru": 360, "en": 1280}
#: Words that look like texts of the catalogues and are none: log-in names, names of icons.
NAMES: Final = {
    "administrator/people": {"chair", "organizer", "methodologist", "psychologist", "administrator", "guardian"},
    "visitor/style-guide": {"idea", "juror"},
    # Whoever answers in English reads the task's own words in English, whatever the page speaks.
    "kinds/answer-instances": {"Better with the years · Қиял"},
    "kinds/answer-five_word_story": {"The pelican and the receipt · Қиял"},
    "kinds/answer-design": {
        "The fair's sign · Қиял",
        "Сурет салатын парақ: The sign",
        "Лист для рисования: The sign",
    },
}


IS_SOAK: Final = "QIYAL_SOAK" in os.environ
AGAIN_IN_SOAK: Final = [pytest.mark.slow]
IN_SOAK: Final = [*AGAIN_IN_SOAK, pytest.mark.skipif(not IS_SOAK, reason="only in `make soak`")]


def _readings() -> Iterator[object]:
    """Go through every page in every language.

    `make test` has axe read a page in one language, the next page in another, and opens pages of one kind of task in
    that language alone; `make soak` reads everything in all.
    """
    for number, place in enumerate(PLACES):
        for turn, language in enumerate(LANGUAGES):
            is_turn = turn == number % len(LANGUAGES)
            marks = () if is_turn else IN_SOAK if place.role == "kinds" else AGAIN_IN_SOAK
            yield pytest.param(place, language, is_turn or IS_SOAK, id=f"{place.key}-{language}", marks=marks)


def _opened(demo: Demo, place: Place, language: str) -> tuple[Page, str]:
    """Open a page in its language's width and return what the server sent as well."""
    page = demo.reader(place, language)
    page.set_viewport_size({"width": WIDTHS[language], "height": 800})
    answer = page.goto(demo.address(place))
    assert answer is not None
    assert answer.status == place.status
    return page, answer.text()


@pytest.mark.parametrize(("place", "language", "has_axe"), list(_readings()))
def test_a_page_keeps_its_promises(demo: Demo, place: Place, language: str, *, has_axe: bool) -> None:
    before = len(demo.readers.complaints)

    page, html = _opened(demo, place, language)

    faults = markup_faults(html, language)
    faults += axe_faults(page) if has_axe else []
    faults += shown_faults(page, language, NAMES.get(place.key, ()))
    faults += dead_links(html, page.context, demo.answers_to(place))
    faults += demo.readers.complaints[before:]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_is_on_the_list(app: Flask) -> None:
    listed = {place.endpoint for place in PLACES} | set(NOT_PAGES)
    answering = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    known = {endpoint for endpoint in answering if endpoint.rpartition(".")[2] != "static"}

    assert known - listed == set()
    assert listed - known == {None}
