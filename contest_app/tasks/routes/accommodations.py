"""Support for single pupils: what a teacher grants, and the pupil's breaks."""

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
from contest_app.roles import Role
from contest_app.tasks.forms.accommodations import SupportForm
from contest_app.tasks.queries import accommodations as queries
from contest_app.tasks.queries import answering
from contest_app.tasks.routes import bp
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.services import accommodations as services
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction
from contest_app.web.navigation import Link

CLASS_LINKS.append(
    Link(
        label=_l("Support for pupils"),
        endpoint="tasks.class_support",
        icon="shield",
        roles=frozenset({Role.TEACHER}),
    )
)


@bp.get("/classes/<uuid:class_id>/support")
@only(Role.TEACHER)
def class_support(class_id: UUID) -> ResponseReturnValue:
    """List the pupils of a class with what each is granted."""
    with reading() as session:
        school_class = _own_class(session, class_id)
        students = people.roster(session, class_id)
        supports = queries.supports_in(session, class_id)
    return render_template(
        "tasks/class_support.html",
        school_class=school_class,
        rows=[(student, supports.get(student.user_id, Support())) for student in students],
    )


@bp.get("/classes/<uuid:class_id>/students/<uuid:student_id>/support")
@only(Role.TEACHER)
def support(class_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Show what a pupil is granted."""
    with reading() as session:
        student = _own_student(session, class_id, student_id)
        granted = queries.support_of(session, student_id)
    return _support_page(student, SupportForm.showing(granted))


@bp.post("/classes/<uuid:class_id>/students/<uuid:student_id>/support")
@only(Role.TEACHER)
def grant_support(class_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Grant a pupil support from now on."""
    form = SupportForm()
    if not form.validate_on_submit():
        with reading() as session:
            student = _own_student(session, class_id, student_id)
        return _support_page(student, form), 422
    with transaction() as session:
        student = _own_student(session, class_id, student_id)
        services.grant(session, student, form.support(), actor=current_actor(), now=utcnow())
    flash(_("It holds from now on, in tasks that are running too."), "success")
    return redirect(url_for(".class_support", class_id=class_id), code=303)


@bp.post("/my/responses/<uuid:response_id>/break")
@only(Role.STUDENT)
def take_break(response_id: UUID) -> ResponseReturnValue:
    """Stop the clock of a task for a while."""
    with transaction() as session:
        response = answering.response_to_change(session, current_actor().id, response_id) or abort(404)
        services.take_break(session, response, actor=current_actor(), now=utcnow())
    return redirect(url_for(".answer", response_id=response_id), code=303)


@bp.post("/my/responses/<uuid:response_id>/go-on")
@only(Role.STUDENT)
def end_break(response_id: UUID) -> ResponseReturnValue:
    """Let the clock of a task go on."""
    with transaction() as session:
        response = answering.response_to_change(session, current_actor().id, response_id) or abort(404)
        services.end_break(session, response, actor=current_actor(), now=utcnow())
    return redirect(url_for(".answer", response_id=response_id), code=303)


def _own_class(session: Session, class_id: UUID) -> SchoolClass:
    return people.class_of(session, current_actor().id, class_id) or abort(404)


def _own_student(session: Session, class_id: UUID, student_id: UUID) -> Student:
    _own_class(session, class_id)
    return people.student_in(session, class_id, student_id) or abort(404)


def _support_page(student: Student, form: SupportForm) -> str:
    return render_template("tasks/support.html", student=student, form=form)
