"""The teacher's pages: a class's pupils, and each pupil's page."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import SchoolClass, Student
from contest_app.accounts.routes import CLASS_LINKS
from contest_app.clock import utcnow
from contest_app.profiles.forms.corrections import AnswerForm
from contest_app.profiles.queries import corrections as queries
from contest_app.profiles.routes import bp
from contest_app.profiles.services import corrections, paths
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction
from contest_app.web.navigation import Link

CLASS_LINKS.append(
    Link(
        label=_l("Pupils' paths"),
        endpoint="profiles.class_profiles",
        icon="chart",
        roles=frozenset({Role.TEACHER}),
    )
)


@bp.get("/classes/<uuid:class_id>/profiles")
@only(Role.TEACHER)
def class_profiles(class_id: UUID) -> ResponseReturnValue:
    """List the pupils of a class with what is told to each, and the tasks that they are advised."""
    with reading() as session:
        school_class = _own_class(session, class_id)
        lines = paths.lines_of_class(session, school_class.grade, people.roster(session, class_id))
    advised = paths.advised(lines)
    return render_template("profiles/class.html", school_class=school_class, lines=lines, advised=advised)


@bp.get("/classes/<uuid:class_id>/students/<uuid:student_id>/profile")
@only(Role.TEACHER)
def student_profile(class_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Show one pupil's path with its numbers, ready for printing."""
    return _student_page(class_id, student_id, AnswerForm(formdata=None), None)


@bp.post("/classes/<uuid:class_id>/students/<uuid:student_id>/corrections/<uuid:request_id>")
@only(Role.TEACHER)
def answer_correction(class_id: UUID, student_id: UUID, request_id: UUID) -> ResponseReturnValue:
    """Answer a guardian's request."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _student_page(class_id, student_id, form, request_id), 422
    with transaction() as session:
        student = _own_student(session, class_id, student_id)
        request = queries.request_about(session, student.user_id, request_id) or abort(404)
        corrections.answer(session, request, form.text.data.strip(), actor=current_actor(), now=utcnow())
    flash(_("The family sees your answer now."), "success")
    return redirect(url_for(".student_profile", class_id=class_id, student_id=student_id), code=303)


def _student_page(class_id: UUID, student_id: UUID, form: AnswerForm, failed: UUID | None) -> str:
    """Show the page; ``form`` came back for the request ``failed``, the others have an empty one."""
    with reading() as session:
        student = _own_student(session, class_id, student_id)
        path = paths.path_of(session, student, utcnow())
        requests = queries.requests_about(session, student_id)
    forms = {one.id: form if one.id == failed else AnswerForm(formdata=None) for one in requests if not one.answer}
    for request_id, own in forms.items():
        own.text.id = f"answer-{request_id}"  # one page, many forms: labels and errors must find their own field
    return render_template("profiles/student.html", student=student, path=path, requests=requests, forms=forms)


def _own_class(session: Session, class_id: UUID) -> SchoolClass:
    return people.class_of(session, current_actor().id, class_id) or abort(404)


def _own_student(session: Session, class_id: UUID, student_id: UUID) -> Student:
    _own_class(session, class_id)
    return people.student_in(session, class_id, student_id) or abort(404)
