"""Pages of records: certificates for those who earned them, their public check, the organizer's side, the audit."""

from __future__ import annotations

from typing import Final

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from contest_app.roles import Role
from contest_app.web.assets import STATIC_PREFIX
from contest_app.web.navigation import Link

bp = Blueprint(
    "records",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path=f"{STATIC_PREFIX}/records",
)

MENU: Final[list[Link]] = [
    Link(_l("Certificates"), "records.my_certificates", "spark", frozenset({Role.STUDENT, Role.TEACHER})),
    Link(_l("Issue certificates"), "records.organized", "spark", frozenset({Role.ORGANIZER})),
    Link(_l("Audit"), "records.audits", "shield", frozenset({Role.ADMINISTRATOR})),
]

# The views attach themselves to ``bp``, so they come after it.
from contest_app.records.routes import checking, exports, issuing, keeping  # noqa: E402, F401
