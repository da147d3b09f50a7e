"""Links that lead nowhere, for the person who reads the page."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import html5lib
from playwright.sync_api import BrowserContext


def dead_links(html: str, context: BrowserContext, known: dict[str, int]) -> list[str]:
    """Return the links of a page that answer with an error; ``known`` keeps what was asked before."""
    return [
        f"link to {address} answers {status}"
        for address in dict.fromkeys(_own_addresses(html))
        if (status := _status(address, context, known)) >= HTTPStatus.BAD_REQUEST
    ]


def _own_addresses(html: str) -> Iterator[str]:
    """Yield the addresses on this site; anchors on the same page are looked at elsewhere."""
    for link in html5lib.parse(html, namespaceHTMLElements=False).iter("a"):
        address = (link.get("href") or "").partition("#")[0]
        if address.startswith("/"):
            yield address


def _status(address: str, context: BrowserContext, known: dict[str, int]) -> int:
    if address not in known:
        answer = context.request.get(address)
        known[address] = answer.status
        answer.dispose()
    return known[address]
