"""The pupil's own page."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.profiles.routes import bp
from contest_app.profiles.services import paths
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import reading


@bp.get("/my/path")
@only(Role.STUDENT)
def my_path() -> ResponseReturnValue:
    """Show a pupil what the own work shows over time."""
    with reading() as session:
        student = people.student(session, current_actor().id) or abort(404)
        path = paths.path_of(session, student, utcnow())
    return render_template("profiles/my_path.html", path=path)
