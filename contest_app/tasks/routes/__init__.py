"""Pages of tasks: one module for the pupil's answering, one each for the bank, the sittings and the results.

A module puts its routes on ``bp`` and its links for the menu in ``MENU``.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from contest_app.roles import Role
from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "tasks",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/tasks",
)

MENU: Final[list[Link]] = [
    Link(label=_l("My tasks"), endpoint="tasks.home", icon="idea", roles=frozenset({Role.STUDENT})),
    Link(label=_l("Class work"), endpoint="tasks.sittings", icon="class", roles=frozenset({Role.TEACHER})),
    Link(label=_l("Questions"), endpoint="tasks.questions", icon="help", roles=frozenset({Role.TEACHER})),
    Link(
        label=_l("Pupils' well-being"),
        endpoint="tasks.care",
        icon="shield",
        roles=frozenset({Role.CARER, Role.ADMINISTRATOR}),
    ),
    Link(
        label=_l("Item bank"),
        endpoint="tasks.items",
        icon="spark",
        roles=frozenset({Role.TEACHER, Role.METHODOLOGIST, Role.ADMINISTRATOR}),
    ),
]

# The modules below put their routes and filters on ``bp``, so it must exist first.
from contest_app.tasks.routes import (  # noqa: E402, F401 -- imported for their routes
    accommodations,
    answering,
    care,
    class_results,
    drawings,
    groups,
    items,
    keeping,
    live,
    paper,
    proposals,
    questions,
    results,
    samples,
    saved_files,
    sittings,
    sync,
    voices,
)
