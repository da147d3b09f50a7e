"""The main menu: each feature says what it adds, each person sees what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from contest_app.roles import Role


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the menu. ``label`` is lazily translated; ``roles`` None means everybody."""

    label: object
    endpoint: str
    icon: str
    roles: frozenset[Role] | None


class ShownLink(NamedTuple):
    """One entry as a template draws it."""

    label: object
    url: str
    icon: str
    is_current: bool


def install(app: Flask, links: list[Link]) -> None:
    """Give templates the menu of the person who reads: what is for the person's role before what is for all."""
    ordered = sorted(links, key=lambda link: link.roles is None)
    app.extensions["qiyal_menu"] = ordered
    app.context_processor(lambda: {"navigation": [_shown(link) for link in _menu()]})


def first_page() -> str:
    """Return the address where the person who reads begins."""
    return url_for(_menu()[0].endpoint)


def _menu() -> list[Link]:
    return [link for link in current_app.extensions["qiyal_menu"] if _is_for_reader(link)]


def _is_for_reader(link: Link) -> bool:
    if link.roles is None:
        return True
    return bool(current_user.is_authenticated and link.roles & current_user.roles)


def _shown(link: Link) -> ShownLink:
    return ShownLink(link.label, url_for(link.endpoint), link.icon, link.endpoint == request.endpoint)
