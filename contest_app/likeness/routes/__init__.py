"""Pages about entries that are alike: for the contest's organizer alone, never for pupils or jurors."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "likeness",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/likeness",
)

#: Nothing in the menu: the pages open from a contest.
MENU: Final[list[Link]] = []

# The module below puts its routes on ``bp``, so it must exist first.
from contest_app.likeness.routes import pages  # noqa: E402, F401 -- imported for its routes
