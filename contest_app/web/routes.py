"""What belongs to no feature: the language, the health check and, in the demo, the style guide."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from contest_app.languages import LANGUAGES
from contest_app.web.access import public
from contest_app.web.addresses import local_address
from contest_app.web.boundary import database, settings
from contest_app.web.i18n import remember_language

bp = Blueprint("web", __name__)


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Change the language and go back to the page."""
    code = request.form.get("language", "")
    if code not in LANGUAGES:
        abort(400)
    remember_language(code)
    return redirect(local_address(request.form.get("next")), code=303)


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Say that the process answers and that its database keeps what is acknowledged."""
    database().check_durable()
    return jsonify(status="ok")


@bp.get("/style-guide")
@public
def style_guide() -> ResponseReturnValue:
    """Show every component in every state (in the demo only)."""
    if not settings().demo:
        abort(404)
    return render_template("style_guide.html")
