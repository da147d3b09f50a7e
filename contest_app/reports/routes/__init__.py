"""Pages of reports for the region."""

from __future__ import annotations

from typing import Final

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from contest_app.roles import Role
from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "reports",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/reports",
)

READERS: Final = (Role.METHODOLOGIST, Role.ADMINISTRATOR)

MENU: Final[list[Link]] = [
    Link(label=_l("Results of the region"), endpoint="reports.listing", icon="chart", roles=frozenset(READERS)),
]

# The module below puts its routes on ``bp``, so it must exist first.
from contest_app.reports.routes import pages  # noqa: E402, F401 -- imported for its routes
