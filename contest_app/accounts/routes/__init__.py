"""Pages about people: signing in, classes and slips, the staff, guardians."""

from __future__ import annotations

from typing import Final

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from contest_app.roles import Role
from contest_app.web.navigation import Link

bp = Blueprint("accounts", __name__, template_folder="../templates")

MENU: Final[list[Link]] = [
    Link(_l("Classes"), "accounts.classes", "class", frozenset({Role.TEACHER})),
    Link(_l("My children"), "accounts.children", "pupil", frozenset({Role.GUARDIAN})),
    Link(_l("People"), "accounts.people", "people", frozenset({Role.ADMINISTRATOR})),
    Link(_l("Schools"), "accounts.schools", "home", frozenset({Role.ADMINISTRATOR})),
]

#: What features above put on the page of a class; each endpoint takes ``class_id``.
CLASS_LINKS: Final[list[Link]] = []
#: The same for a child on a guardian's page; each endpoint takes ``student_id``.
CHILD_LINKS: Final[list[Link]] = []

# The views attach themselves to ``bp``, so they come after it.
from contest_app.accounts.routes import classes, guardians, joining, people, schools, second_factor, signing  # noqa: E402, F401
