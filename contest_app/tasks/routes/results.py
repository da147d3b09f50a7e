"""The pupil's own result."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.tasks.forms.questions import QuestionForm
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Response
from contest_app.tasks.queries import results as queries
from contest_app.tasks.routes import bp
from contest_app.tasks.rules.sittings import Shown, Standing, are_comments_shown
from contest_app.tasks.services import results as services
from contest_app.tasks.services.questions import asking_about
from contest_app.web.access import only
from contest_app.web.boundary import reading


@bp.get("/my/responses/<uuid:response_id>/result")
@only(Role.STUDENT)
def result(response_id: UUID) -> ResponseReturnValue:
    """Show what came of a pupil's ideas, or wait for it."""
    return result_page(response_id)


def result_page(response_id: UUID, form: QuestionForm | None = None) -> ResponseReturnValue:
    """Return the page of a pupil's result; ``form`` is the question that came back."""
    with reading() as session:
        response = queries.response_of(session, current_actor().id, response_id) or abort(404)
        if not are_comments_shown_of(response):
            return redirect(url_for(".submitted", response_id=response_id))
        kind = kind_named(response.item.kind)
        found = (services.result_of if kind.is_compared else services.plain_result_of)(session, response)
        asking = asking_about(session, response, found)
    if found is None and response.submitted_at is None:
        return redirect(url_for(".answer", response_id=response_id))
    page = "tasks/result.html" if kind.is_compared else "tasks/result_plain.html"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render_template(page, response=response, kind=kind, result=found, asking=asking, form=form), status


@bp.get("/my/responses/<uuid:response_id>/result.json")
@only(Role.STUDENT)
def result_state(response_id: UUID) -> ResponseReturnValue:
    """Say whether a pupil's result can be shown by now."""
    with reading() as session:
        response = queries.response_of(session, current_actor().id, response_id) or abort(404)
        ready = are_comments_shown_of(response) and services.is_ready(session, response)
    return jsonify(ready=ready)


def are_comments_shown_of(response: Response) -> bool:
    """Say whether the teacher lets the pupil see what came of the ideas; before handing in nobody asks."""
    sitting = response.attempt.sitting
    is_closed = sitting.standing(utcnow()) is Standing.CLOSED
    return response.submitted_at is None or are_comments_shown(Shown(sitting.shown), is_closed=is_closed)
