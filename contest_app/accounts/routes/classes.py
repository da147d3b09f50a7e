"""A teacher's classes: rosters, slips, the class code."""

from __future__ import annotations

from uuid import UUID

import segno
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup

from contest_app.accounts import queries, services
from contest_app.accounts.forms import PURPOSE_WORDS, ClassForm, GuardianForm, RosterForm, roster_names
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import SchoolClass, Student
from contest_app.accounts.routes import CLASS_LINKS, WAITING, bp
from contest_app.accounts.rules import NoSuchGuardian, Purpose, RosterUnreadable, personal_code, shown_code
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told


@bp.get("/classes")
@only(Role.TEACHER)
def classes() -> ResponseReturnValue:
    """Show the teacher's classes, and what waits for the teacher."""
    with reading() as session:
        found = queries.classes_of(session, current_actor().id)
        counted = [(one, one.count(session, current_actor().id)) for one in WAITING]
    waiting = [(one.words(count), one.endpoint) for one, count in counted if count]
    return render_template("accounts/classes.html", classes=found, waiting=waiting)


@bp.get("/classes/new")
@only(Role.TEACHER)
def new_class() -> ResponseReturnValue:
    """Show the form for a new class."""
    return render_template("accounts/new_class.html", form=ClassForm(language=current_actor().language))


@bp.post("/classes/new")
@only(Role.TEACHER)
def open_class() -> ResponseReturnValue:
    """Open a class in the teacher's own school."""
    form = ClassForm()
    actor = current_actor()
    if not form.validate_on_submit() or actor.school_id is None:
        if actor.school_id is None:
            flash(gettext("You belong to no school yet. Ask the administrator to enter your school."))
        return render_template("accounts/new_class.html", form=form), 422
    with transaction() as session:
        opened = services.new_class(
            session,
            school_id=actor.school_id,
            grade=form.grade.data,
            letter=form.letter.data,
            language=form.language.data,
            actor=actor,
            now=utcnow(),
        )
    return redirect(url_for(".class_page", class_id=opened.id), code=303)


@bp.get("/classes/<uuid:class_id>")
@only(Role.TEACHER)
def class_page(class_id: UUID) -> ResponseReturnValue:
    """Show the roster and what can be done with it."""
    return _class_page(class_id, RosterForm())


@bp.post("/classes/<uuid:class_id>/students")
@only(Role.TEACHER)
def add_students(class_id: UUID) -> ResponseReturnValue:
    """Put names on the roster: all of them, or none."""
    form = RosterForm()
    if not form.validate_on_submit():
        return _class_page(class_id, form), 422
    try:
        names = roster_names(form.names.data)
    except RosterUnreadable as error:
        form.names.errors = [told(error)]
        return _class_page(class_id, form), 422
    with transaction() as session:
        added = services.add_students(
            session,
            _own_class(session, class_id),
            names,
            secret=settings().secret,
            actor=current_actor(),
            now=utcnow(),
        )
    flash(ngettext("%(num)d pupil is on the roster now.", "%(num)d pupils were added to the roster.", len(added)))
    return redirect(url_for(".class_page", class_id=class_id), code=303)


@bp.get("/classes/<uuid:class_id>/slips")
@only(Role.TEACHER)
def slips(class_id: UUID) -> ResponseReturnValue:
    """Show the slips of the class, or of one pupil, ready for printing."""
    wanted = request.args.get("student", type=UUID)
    with reading() as session:
        school_class = _own_class(session, class_id)
        students = [one for one in queries.roster(session, class_id) if wanted in (None, one.user_id)]
    return render_template(
        "accounts/slips.html",
        school_class=school_class,
        slips=[(student, shown_code(code), _qr(code)) for student in students for code in [_code(student)]],
        address=settings().base_url.partition("//")[2],
    )


@bp.post("/classes/<uuid:class_id>/students/<uuid:student_id>/reissue")
@only(Role.TEACHER)
def reissue_slip(class_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Make a pupil's slip anew; the old one stops working."""
    with transaction() as session:
        student = _own_student(session, class_id, student_id)
        services.reissue_slip(session, student, secret=settings().secret, actor=current_actor(), now=utcnow())
    return redirect(url_for(".slips", class_id=class_id, student=student_id), code=303)


@bp.post("/classes/<uuid:class_id>/students/<uuid:student_id>/remove")
@only(Role.TEACHER)
def remove_student(class_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Take a pupil off the roster."""
    with transaction() as session:
        student = _own_student(session, class_id, student_id)
        services.remove_student(session, student, actor=current_actor(), now=utcnow())
    flash(gettext("%(name)s is no longer on the roster. The work is kept.", name=student.user.display_name))
    return redirect(url_for(".class_page", class_id=class_id), code=303)


@bp.post("/classes/<uuid:class_id>/lock")
@only(Role.TEACHER)
def lock_class(class_id: UUID) -> ResponseReturnValue:
    """Lock the class code."""
    return _set_lock(class_id, locked=True)


@bp.post("/classes/<uuid:class_id>/unlock")
@only(Role.TEACHER)
def unlock_class(class_id: UUID) -> ResponseReturnValue:
    """Let the class code open the roster again."""
    return _set_lock(class_id, locked=False)


@bp.post("/classes/<uuid:class_id>/code")
@only(Role.TEACHER)
def renew_class_code(class_id: UUID) -> ResponseReturnValue:
    """Give the class another code."""
    with transaction() as session:
        school_class = _own_class(session, class_id)
        services.renew_class_code(session, school_class, actor=current_actor(), now=utcnow())
    return redirect(url_for(".class_page", class_id=class_id), code=303)


@bp.get("/classes/<uuid:class_id>/students/<uuid:student_id>")
@only(Role.TEACHER)
def student_page(class_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Show who answers for a pupil and what was consented to."""
    return _student_page(class_id, student_id, GuardianForm())


@bp.post("/classes/<uuid:class_id>/students/<uuid:student_id>/guardians")
@only(Role.TEACHER)
def link_guardian(class_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Link a guardian's account to a pupil."""
    form = GuardianForm()
    if not form.validate_on_submit():
        return _student_page(class_id, student_id, form), 422
    try:
        with transaction() as session:
            student = _own_student(session, class_id, student_id)
            guardian = services.link_guardian(session, student, form.login.data, actor=current_actor(), now=utcnow())
    except NoSuchGuardian as error:
        form.login.errors = [told(error)]
        return _student_page(class_id, student_id, form), 422
    flash(gettext("%(name)s now sees this child's page.", name=guardian.display_name))
    return redirect(url_for(".student_page", class_id=class_id, student_id=student_id), code=303)


@bp.post("/classes/<uuid:class_id>/students/<uuid:student_id>/consents/<purpose>")
@only(Role.TEACHER)
def record_paper_consent(class_id: UUID, student_id: UUID, purpose: str) -> ResponseReturnValue:
    """Record what a guardian signed, or withdrew, on paper."""
    if purpose not in set(Purpose):
        abort(404)
    with transaction() as session:
        services.record_consent(
            session,
            _own_student(session, class_id, student_id),
            Purpose(purpose),
            is_given=request.form.get("given") == "yes",
            way="paper",
            actor=current_actor(),
            now=utcnow(),
        )
    return redirect(url_for(".student_page", class_id=class_id, student_id=student_id), code=303)


def _student_page(class_id: UUID, student_id: UUID, form: GuardianForm) -> str:
    with reading() as session:
        student = _own_student(session, class_id, student_id)
        guardians = queries.guardians(session, student_id)
        consents = queries.consents(session, [student_id])
    return render_template(
        "accounts/student.html",
        student=student,
        guardians=guardians,
        consents=consents,
        purposes=PURPOSE_WORDS,
        form=form,
    )


def _set_lock(class_id: UUID, *, locked: bool) -> ResponseReturnValue:
    with transaction() as session:
        school_class = _own_class(session, class_id)
        services.set_class_lock(session, school_class, locked=locked, actor=current_actor(), now=utcnow())
    return redirect(url_for(".class_page", class_id=class_id), code=303)


def _class_page(class_id: UUID, form: RosterForm) -> str:
    with reading() as session:
        school_class = _own_class(session, class_id)
        students = queries.roster(session, class_id)
    return render_template(
        "accounts/class.html",
        school_class=school_class,
        students=students,
        form=form,
        class_code=shown_code(school_class.code),
        links=CLASS_LINKS,
    )


def _own_class(session: Session, class_id: UUID) -> SchoolClass:
    return queries.class_of(session, current_actor().id, class_id) or abort(404)


def _own_student(session: Session, class_id: UUID, student_id: UUID) -> Student:
    _own_class(session, class_id)
    return queries.student_in(session, class_id, student_id) or abort(404)


def _code(student: Student) -> str:
    return personal_code(settings().secret, student.user_id, student.code_version)


def _qr(code: str) -> Markup:
    """Return the QR code of a slip's address as SVG without sizes of its own."""
    address = f"{settings().base_url}{url_for('accounts.slip', code=code)}"
    svg = segno.make(address, error="m").svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704 -- segno's own drawing, made of numbers
