"""The browser: Debian's Chromium, kept from calling home, and contexts in which nothing goes wrong unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, sync_playwright

CHROMIUM: Final = Path("/usr/bin/chromium")
MISSING: Final = "The browser tests need Debian's package chromium. Run: sudo apt-get install chromium"
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Tells of what the content policy stopped, in the words of the console.
POLICY_LISTENER: Final = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


class ChromiumMissing(RuntimeError):
    """There is no browser to walk the pages with."""


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Run the browser, with more ``arguments``, until the block ends; raises ``ChromiumMissing``."""
    if not CHROMIUM.exists():
        raise ChromiumMissing(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *arguments])
        yield browser
        browser.close()


@dataclass  # without slots: Playwright keeps a wrapper on the object whose method listens
class Watch:
    """Collects what no page may do: errors, breaches of the content policy, requests to foreign hosts.

    ``expected`` are patterns of console messages that a test provokes, such as a link that is cut.
    """

    address: str
    expected: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of ``context``, those still to come included."""
        context.add_init_script(POLICY_LISTENER)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("console", self._hear)
        context.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(re.search(pattern, message.text) for pattern in self.expected):
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.complaints.append(f"foreign host: {request.url}")


def watched_context(browser: Browser, watch: Watch, **options: Any) -> BrowserContext:
    """Open a context of the site under ``watch``; ``options`` are Playwright's."""
    context = browser.new_context(base_url=watch.address, **options)
    context.set_default_timeout(15_000)
    watch.follow(context)
    return context
