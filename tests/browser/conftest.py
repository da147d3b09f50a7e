"""Fixtures of the browser tests: the browser, a site with the demo, fresh sites, and readers who watch for faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.chromium import ChromiumMissing, Watch, chromium, watched_context
from browser.demo_rows import complete_demo, keys_of_rows
from browser.desks import PROVOKED, Desk, open_task
from browser.live_site import Site, running_site
from browser.readers import Demo, Readers
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from contest_app import create_app
from contest_app.db import Database

HERE = Path(__file__).parent

expect.set_options(timeout=20_000)  # a machine that runs every other test beside is slow


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here, and keep the tests on the demo in one worker: it is loaded once."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if "demo" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; one for each module, as two of Playwright's loops cannot run side by side."""
    try:
        with chromium() as launched:
            yield launched
    except ChromiumMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture
def desk_of(
    browser: Browser, address: str, database: Database, signed_in: Callable[..., FlaskClient]
) -> Iterator[Callable[..., Desk]]:
    """A function that sits a pupil down; at the end nothing unexpected may have happened in the browser."""
    desks: list[Desk] = []

    def sit_down(
        kind: str = "alternative_uses",
        content: dict[str, object] | None = None,
        *,
        seconds_left: int = 180,
        **options: object,
    ) -> Desk:
        with database.transaction() as session:
            user, response = open_task(session, kind, seconds_left, content or {})
        watch = Watch(address, expected=PROVOKED)
        context = watched_context(browser, watch, **options)
        cookie = signed_in(user).get_cookie("qiyal")
        assert cookie is not None
        context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": address}])
        desks.append(Desk(context, database, user.id, response.id, watch))
        return desks[-1]

    yield sit_down
    for desk in desks:
        desk.context.close()
        assert desk.watch.complaints == []


@pytest.fixture
def readers(browser: Browser) -> Iterator[Readers]:
    """Browsers of people; whatever went wrong in one of them fails the test."""
    opened = Readers(browser)
    yield opened
    complaints = opened.complaints
    opened.close()
    assert complaints == []


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on a site of its own, loaded once."""
    with running_site(tmp_path_factory.mktemp("demo"), demo=True) as site:
        site.wait_for_jobs()
        complete_demo(site)
        yield site


@pytest.fixture(scope="module")
def demo(browser: Browser, demo_site: Site) -> Iterator[Demo]:
    """The demo with everybody who reads in it, for tests that only look."""
    readers = Readers(browser)
    app = create_app(demo_site.settings)
    yield Demo(demo_site, keys_of_rows(demo_site), app, readers)
    readers.close()
    app.extensions["qiyal_database"].dispose()


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[Site]:
    """A site with the item bank and nobody in it."""
    with running_site(tmp_path, demo=False) as site:
        yield site
        assert "Traceback" not in site.log
