"""Pages of contests: for everybody, for pupils and their teachers, for organizers."""

from __future__ import annotations

from typing import Final

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from contest_app.contests.fields import is_web_address
from contest_app.roles import Role
from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "contests",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/contests",
)
bp.add_app_template_test(is_web_address, "web_address")

MENU: Final[list[Link]] = [
    Link(_l("Contests"), "contests.listing", "trophy", None),
    Link(_l("My entries"), "contests.my_entries", "file", frozenset({Role.STUDENT, Role.TEACHER})),
    Link(_l("My contests"), "contests.organized", "settings", frozenset({Role.ORGANIZER})),
]

__all__ = ["MENU", "bp", "entering", "entries", "form_building", "organizing", "public", "received", "terms"]

# The views attach themselves to ``bp``, so they come after it.
from contest_app.contests.routes import (  # noqa: E402 -- see above
    entering,
    entries,
    form_building,
    organizing,
    public,
    received,
    terms,
)
