"""Pages of profiles: the pupil's own, and the guardian's."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "profiles",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/profiles",
)

MENU: Final[list[Link]] = []
