"""The longest menus take one row on a laptop, in every language, and a thumb still finds each entry."""

from __future__ import annotations

import pytest
from browser.pages import PLACES, Place
from browser.readers import Demo

from contest_app.languages import LANGUAGES

LONGEST = [place for place in PLACES if place.key in {"teacher/classes", "administrator/people"}]
ROWS_AND_LEAST_HEIGHT = """
links => {
  const boxes = links.map(link => link.getBoundingClientRect());
  return [new Set(boxes.map(box => Math.round(box.top))).size, Math.min(...boxes.map(box => box.height))];
}
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", LONGEST, ids=lambda place: str(place.key))
def test_a_long_menu_takes_one_row_on_a_laptop(demo: Demo, place: Place, language: str) -> None:
    page = demo.reader(place, language)
    page.goto(demo.address(place))

    for width in (1280, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.fonts.ready.then(() => null)")
        rows, height = page.locator(".site-menu__link").evaluate_all(ROWS_AND_LEAST_HEIGHT)

        assert rows == 1
        assert height >= 44
