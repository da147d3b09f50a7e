"""Hostile text stays text: on every page of every role nothing of it runs, and the policy has nothing to stop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser.demo_rows import complete_demo, keys_of_rows
from browser.hostile_rows import poison
from browser.live_site import running_site
from browser.pages import PLACES, Place
from browser.readers import Demo, Readers
from playwright.sync_api import Browser, Dialog

from contest_app import create_app


@pytest.fixture(scope="module")
def hostile(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of one's own in which everybody has written hostile text."""
    with running_site(tmp_path_factory.mktemp("hostile"), demo=True) as site:
        site.wait_for_jobs()
        complete_demo(site)
        rows = keys_of_rows(site)
        poison(site)
        readers = Readers(browser)
        app = create_app(site.settings)
        yield Demo(site, rows, app, readers)
        readers.close()
        app.extensions["qiyal_database"].dispose()


@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_hostile_text_runs_nowhere(hostile: Demo, place: Place) -> None:
    before = len(hostile.readers.complaints)
    page = hostile.reader(place, "kk")
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    answer = page.goto(hostile.address(place))
    injected = page.locator(".hostile, a[href^='javascript:']").count()
    page.remove_listener("dialog", dismiss)

    assert answer is not None
    assert answer.status == place.status
    assert (dialogs, injected, hostile.readers.complaints[before:]) == ([], 0, [])
