"""People at their browsers, watched for faults; and the demo with everybody who reads in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from .chromium import Watch, watched_context
from .live_site import Site
from .pages import Place
from .signing_in import cookies_of


@dataclass(slots=True)
class Readers:
    """Opens browser contexts and collects what goes wrong in any of them."""

    browser: Browser
    watches: list[Watch] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, site: Site, person: UUID | None = None, language: str = "kk", **options: Any) -> Page:
        """Open a page for somebody: a context of one's own, signed in where ``person`` is given."""
        watch = Watch(site.address)
        context = watched_context(self.browser, watch, **options)
        context.add_cookies(cookies_of(site, person, language))
        self.watches.append(watch)
        self.contexts.append(context)
        return context.new_page()

    def expect(self, pattern: str) -> None:
        """Allow a console message that the test provokes."""
        for watch in self.watches:
            watch.expected.append(pattern)

    @property
    def complaints(self) -> list[str]:
        """What went wrong so far, in every context."""
        return [complaint for watch in self.watches for complaint in watch.complaints]

    def close(self) -> None:
        """Close every context."""
        for context in self.contexts:
            context.close()


@dataclass(slots=True)
class Demo:
    """The demo, running: its site, the keys of its rows, and everybody who reads in it."""

    site: Site
    rows: dict[str, str]
    app: Flask
    readers: Readers
    opened: dict[tuple[str | None, str], Page] = field(default_factory=dict)
    answers: dict[str | None, dict[str, int]] = field(default_factory=dict)

    def address(self, place: Place) -> str:
        """Return the address of a page."""
        return place.address(self.app, self.rows)

    def person(self, place: Place) -> UUID | None:
        """Return who reads a page."""
        return UUID(self.rows[place.person]) if place.person else None

    def answers_to(self, place: Place) -> dict[str, int]:
        """Return with which status each address answered to a page's reader, as far as asked."""
        return self.answers.setdefault(place.person, {})

    def reader(self, place: Place, language: str) -> Page:
        """Return the browser page of a page's reader: one for each person and language, used again."""
        key = (place.person, language)
        if key not in self.opened:
            self.opened[key] = self.readers.open(self.site, self.person(place), language)
            self.readers.expect(r"status of (403|404|422)")
        return self.opened[key]
