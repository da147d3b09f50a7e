"""Pages about people: signing in, classes and slips, the staff, guardians."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from contest_app.roles import Role
from contest_app.web.boundary import Session
from contest_app.web.navigation import Link

bp = Blueprint("accounts", __name__, template_folder="../templates")

MENU: Final[list[Link]] = [
    Link(_l("Classes"), "accounts.classes", "class", frozenset({Role.TEACHER})),
    Link(_l("My children"), "accounts.children", "pupil", frozenset({Role.GUARDIAN})),
    Link(_l("People"), "accounts.people", "people", frozenset({Role.ADMINISTRATOR})),
    Link(_l("Schools"), "accounts.schools", "home", frozenset({Role.ADMINISTRATOR})),
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a teacher's own word: how much of it there is, how that is said, and where it is answered."""

    count: Callable[[Session, UUID], int]
    words: Callable[[int], str]
    endpoint: str


#: What features above count on the page where teachers begin; each count is one statement.
WAITING: Final[list[Waiting]] = []
#: What features above put on the page of a class; each endpoint takes ``class_id``.
CLASS_LINKS: Final[list[Link]] = []
#: The same for a child on a guardian's page; each endpoint takes ``student_id``.
CHILD_LINKS: Final[list[Link]] = []

# The views attach themselves to ``bp``, so they come after it.
from contest_app.accounts.routes import classes, guardians, joining, people, schools, second_factor, signing  # noqa: E402, F401
