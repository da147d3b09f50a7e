"""Pictures of every page of every role in three languages, two widths and both themes: ``make shots``.

``shots/<role>/<page>-<language>-<width>-<theme>.png``, and contact sheets in ``shots/sheets/``.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from flask import Flask
from playwright.async_api import Browser, Page, async_playwright

from contest_app import create_app
from contest_app.config import ROOT
from contest_app.languages import LANGUAGES

from .chromium import ARGUMENTS, CHROMIUM
from .demo_rows import complete_demo, keys_of_rows
from .live_site import Site, running_site
from .pages import PLACES, Place
from .sheets import contact_sheet
from .signing_in import cookies_of

FOLDER: Final = ROOT / "shots"
WIDTHS: Final = {360: 740, 1280: 900}
THEMES: Final = ("light", "dark")
AT_ONCE: Final = 3
MOTION_OVER: Final = "Promise.allSettled(document.getAnimations().map((motion) => motion.finished))"


@dataclass(frozen=True, slots=True)
class Tour:
    """The pages that one person sees in one language."""

    person: str | None
    language: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Studio:
    """The demo that is pictured: its site, its rows, and who makes addresses of them."""

    site: Site
    rows: Mapping[str, str]
    app: Flask

    async def picture(self, browser: Browser, tour: Tour) -> None:
        """Take every picture of a tour."""
        context = await browser.new_context(base_url=self.site.address, reduced_motion="reduce")
        person = UUID(self.rows[tour.person]) if tour.person else None
        await context.add_cookies(cookies_of(self.site, person, tour.language))
        page = await context.new_page()
        for place in tour.places:
            for width in WIDTHS:
                await self._picture_page(page, place, tour.language, width)
        await context.close()

    async def _picture_page(self, page: Page, place: Place, language: str, width: int) -> None:
        await page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        await page.goto(place.address(self.app, self.rows))
        await page.evaluate("document.fonts.ready")
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)
            await page.evaluate(MOTION_OVER)
            await page.screenshot(path=picture_of(place, language, width, theme), full_page=True)


def picture_of(place: Place, language: str, width: int, theme: str) -> Path:
    """Return where the picture of a page lies."""
    return FOLDER / place.role / f"{place.name}-{language}-{width}-{theme}.png"


def tours(places: Sequence[Place], languages: Sequence[str]) -> list[Tour]:
    """Return who walks where: each person once in each language."""
    by_person: defaultdict[str | None, list[Place]] = defaultdict(list)
    for place in places:
        by_person[place.person].append(place)
    return [Tour(person, language, tuple(own)) for person, own in by_person.items() for language in languages]


async def picture_all(studio: Studio, walks: Sequence[Tour]) -> None:
    """Take the pictures of all tours, a few at once."""
    gate = asyncio.Semaphore(AT_ONCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))

        async def walk(tour: Tour) -> None:
            async with gate:
                await studio.picture(browser, tour)

        await asyncio.gather(*(walk(tour) for tour in walks))
        await browser.close()


def write_sheets(places: Sequence[Place], languages: Sequence[str]) -> Iterator[Path]:
    """Write a sheet for each role, language, width and theme; yield where each lies."""
    by_role: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_role[place.role].append(place)
    (FOLDER / "sheets").mkdir(parents=True, exist_ok=True)
    for role, own in by_role.items():
        for language in languages:
            for width in WIDTHS:
                for theme in THEMES:
                    path = FOLDER / "sheets" / f"{role}-{language}-{width}-{theme}.png"
                    contact_sheet([picture_of(place, language, width, theme) for place in own], width).save(path)
                    yield path


def main() -> None:
    """Run the demo on a port of its own and picture it."""
    chosen = _arguments()
    places = [place for place in PLACES if not chosen.role or place.role in chosen.role]
    languages = chosen.language or list(LANGUAGES)
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder), demo=True) as site:
        site.wait_for_jobs()
        complete_demo(site)
        studio = Studio(site, keys_of_rows(site), create_app(site.settings))
        asyncio.run(picture_all(studio, tours(places, languages)))
    for path in write_sheets(places, languages):
        print(path.relative_to(ROOT))  # noqa: T201 -- this is a command


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.shots", description=__doc__)
    parser.add_argument("--role", action="append", choices=sorted({place.role for place in PLACES}))
    parser.add_argument("--language", action="append", choices=list(LANGUAGES))
    return parser.parse_args()


if __name__ == "__main__":
    main()
