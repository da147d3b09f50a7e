"""The guardian's pages: a child's path, each work, and requests for correction."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import Student
from contest_app.accounts.routes import CHILD_LINKS
from contest_app.clock import utcnow
from contest_app.profiles.forms.corrections import RequestForm
from contest_app.profiles.queries import corrections as queries
from contest_app.profiles.queries import works as work_queries
from contest_app.profiles.routes import bp
from contest_app.profiles.rules.corrections import TooManyRequests
from contest_app.profiles.services import corrections, paths, works
from contest_app.roles import Role
from contest_app.tasks import photos as files
from contest_app.tasks.models import Response
from contest_app.tasks.queries import strokes
from contest_app.tasks.rules.sittings import Shown, Standing, are_comments_shown
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction
from contest_app.web.errors import told
from contest_app.web.navigation import Link

#: Whatever a browser makes of the bytes, nothing in them may run on this site.
SANDBOX = "default-src 'none'; sandbox"

CHILD_LINKS.append(
    Link(label=_l("Work and scores"), endpoint="profiles.child", icon="chart", roles=frozenset({Role.GUARDIAN}))
)


@bp.get("/children/<uuid:student_id>")
@only(Role.GUARDIAN)
def child(student_id: UUID) -> ResponseReturnValue:
    """Show what a child's work shows over time, and what was asked about it."""
    return _child_page(student_id, RequestForm(formdata=None))


@bp.post("/children/<uuid:student_id>/corrections")
@only(Role.GUARDIAN)
def ask_for_correction(student_id: UUID) -> ResponseReturnValue:
    """Ask the teacher to look at something again."""
    form = RequestForm()
    if not form.validate_on_submit():
        return _child_page(student_id, form), 422
    try:
        with transaction() as session:
            student = _ward(session, student_id)
            corrections.ask(session, student, form.text.data.strip(), actor=current_actor(), now=utcnow())
    except TooManyRequests as refusal:
        form.form_errors.append(told(refusal))
        return _child_page(student_id, form), refusal.status
    flash(_("Your request has gone to the teacher. The answer will stand on this page."), "success")
    return redirect(url_for(".child", student_id=student_id), code=303)


@bp.get("/children/<uuid:student_id>/works/<uuid:response_id>")
@only(Role.GUARDIAN)
def child_work(student_id: UUID, response_id: UUID) -> ResponseReturnValue:
    """Show one work of a child: what was given, the comments, the scores with their errors."""
    with reading() as session:
        student = _ward(session, student_id)
        work = works.work_of(session, _shown_response(session, student, response_id))
    return render_template("profiles/work.html", student=student, work=work)


@bp.get("/children/<uuid:student_id>/works/<uuid:response_id>/photo")
@only(Role.GUARDIAN)
def child_photo(student_id: UUID, response_id: UUID) -> ResponseReturnValue:
    """Give a guardian the photograph of a child's paper sheet."""
    with reading() as session:
        response = _shown_response(session, _ward(session, student_id), response_id)
        photo = strokes.own_photo(session, student_id, response.id) or abort(404)
    answer = send_file(BytesIO(photo.data), files.MEDIA_TYPE, as_attachment=True, download_name="photo.jpg")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _child_page(student_id: UUID, form: RequestForm) -> str:
    with reading() as session:
        student = _ward(session, student_id)
        path = paths.path_of(session, student, utcnow())
        requests = queries.requests_about(session, student_id)
    return render_template("profiles/child.html", student=student, path=path, requests=requests, form=form)


def _ward(session: Session, student_id: UUID) -> Student:
    return people.ward(session, current_actor().id, student_id) or abort(404)


def _shown_response(session: Session, student: Student, response_id: UUID) -> Response:
    """Return a work whose comments the teacher lets the child see by now; anything else is not there."""
    response = work_queries.response_of(session, student.user_id, response_id) or abort(404)
    sitting = response.attempt.sitting
    is_closed = sitting.standing(utcnow()) is Standing.CLOSED
    if not are_comments_shown(Shown(sitting.shown), is_closed=is_closed):
        abort(404)
    return response
