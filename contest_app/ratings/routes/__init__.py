"""Pages of people's ratings: the rater's queue, the overview of it, and what came of a class's answers.

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
    "ratings",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/ratings",
)

MENU: Final[list[Link]] = [
    Link(
        label=_l("Rate answers"),
        endpoint="ratings.home",
        icon="scales",
        roles=frozenset({Role.TEACHER, Role.METHODOLOGIST}),
    ),
]

# The modules below put their routes on ``bp``, so it must exist first.
from contest_app.ratings.routes import classes, overview, rating  # noqa: E402, F401 -- imported for their routes
