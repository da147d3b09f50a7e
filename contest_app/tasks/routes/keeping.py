"""What lets a pupil's device keep the page of a task: the worker, and whose the pages are."""

from __future__ import annotations

import hashlib
from typing import Final

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from contest_app.accounts.login import current_token
from contest_app.roles import Role
from contest_app.tasks.routes import bp
from contest_app.web.access import public
from contest_app.web.assets import PACKAGE

WORKER: Final = PACKAGE / "tasks" / "static" / "worker.js"
#: Names the log-in that a page was drawn for, so that a device keeps nothing of the one before.
READER: Final = "Qiyal-Reader"
NOBODY: Final = "nobody"


@bp.get("/worker.js")
@public
def worker() -> ResponseReturnValue:
    """Send the script that keeps pages; it stands at the root, for it looks after every page."""
    return Response(WORKER.read_bytes(), mimetype="text/javascript")


@bp.get("/offline")
@public
def offline() -> ResponseReturnValue:
    """Show what a device shows instead of a page where there is no network."""
    return render_template("tasks/offline.html")


@bp.after_app_request
def name_reader(response: Response) -> Response:
    """Say in each page for which log-in of a pupil it was drawn; what only leads on is no page."""
    if response.mimetype == "text/html" and "Location" not in response.headers:
        response.headers[READER] = _reader()
    return response


def _reader() -> str:
    if not current_user.is_authenticated or Role.STUDENT not in current_user.roles:
        return NOBODY
    return hashlib.sha256(f"reader:{current_token()}".encode()).hexdigest()[:16]
