"""Pages of tasks: one module for the pupil's answering, one each for the bank, the sittings and the results.

A module puts its routes on ``bp`` and its links for the menu in ``MENU``.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "tasks",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/tasks",
)

MENU: Final[list[Link]] = []
