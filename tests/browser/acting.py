"""What people do on pages, by the names of fields and the addresses of forms: words may change, these may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic, sleep
from typing import Final

from playwright.sync_api import Page, ViewportSize

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESK: Final[ViewportSize] = {"width": 1280, "height": 900}
WAIT_SECONDS: Final = 60


def sign_in(page: Page, login: str, password: str) -> None:
    """Sign in by the form."""
    page.goto("/sign-in")
    page.fill("main input[name=login]", login)
    page.fill("main input[name=password]", password)
    page.click("main form.form button[type=submit]")


def send(page: Page, ending: str) -> None:
    """Press the button of the form whose address ends so."""
    page.click(f"main form[action$='{ending}'] button[type=submit]")


def confirm(page: Page, ending: str) -> None:
    """Open the question of a form, which a script has put into a dialog, and answer it with yes."""
    form = f"form[action$='{ending}']"
    page.click(f"details.confirm:has(+ dialog {form}) summary")
    page.click(f"{form} button[type=submit]")


def key_in_address(page: Page) -> str:
    """Return the last key in the page's address."""
    keys: list[str] = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", page.url)
    return keys[-1]


def reload_until(page: Page, is_there: Callable[[], bool]) -> None:
    """Look again until it is there, as a person would."""
    end = monotonic() + WAIT_SECONDS
    while not is_there():
        if monotonic() > end:
            raise TimeoutError(f"still not there: {page.url}")
        sleep(0.3)
        page.reload()
