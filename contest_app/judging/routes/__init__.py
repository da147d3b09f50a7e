"""Pages of judging: one module each for the organizer, the juror, the juror's browser, the chair, and everybody.

A module puts its routes on ``bp``.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from contest_app.roles import Role
from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "judging",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/judging",
)

MENU: Final[list[Link]] = [
    Link(
        label=_l("Judging"),
        endpoint="judging.inbox",
        icon="scales",
        roles=frozenset({Role.JUDGE, Role.CHAIR}),
    ),
]

__all__ = [
    "MENU",
    "analysis",
    "bp",
    "chair",
    "inviting",
    "joining",
    "juror",
    "organizer",
    "planning",
    "results",
    "sync",
]

# The views attach themselves to ``bp``, so they come after it.
from contest_app.judging.routes import analysis, chair, inviting, joining, juror, organizer, planning, results, sync  # noqa: E402 -- see above
