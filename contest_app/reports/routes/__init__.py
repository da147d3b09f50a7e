"""Pages of reports for the region."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "reports",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/reports",
)

MENU: Final[list[Link]] = []
