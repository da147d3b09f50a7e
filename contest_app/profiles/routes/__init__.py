"""Pages of profiles: the pupil's own, the teacher's of each pupil, and the guardian's.

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
    "profiles",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/profiles",
)

MENU: Final[list[Link]] = [
    Link(label=_l("My path"), endpoint="profiles.my_path", icon="chart", roles=frozenset({Role.STUDENT})),
]

# The modules below put their routes and filters on ``bp``, so it must exist first.
from contest_app.profiles.routes import classes, guardians, pupils, words  # noqa: E402, F401
