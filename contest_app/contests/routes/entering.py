"""Opening a draft: by a pupil, or by a teacher for a pupil of the own classes."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest_app.accounts.login import current_actor
from contest_app.accounts.models import Student
from contest_app.clock import utcnow
from contest_app.contests import queries, services
from contest_app.contests.forms.entries import BeginForm, begin_form
from contest_app.contests.models import Contest
from contest_app.contests.routes import bp
from contest_app.contests.rules import AlreadyEntered, GradeOutsideContest, age_group_of
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import language, localised


@bp.get("/contests/<uuid:contest_id>/enter")
@only(Role.STUDENT, Role.TEACHER)
def enter(contest_id: UUID) -> ResponseReturnValue:
    """Show the form that opens a draft."""
    with reading() as session:
        contest = queries.opened_contest(session, contest_id, utcnow()) or abort(404)
        students = _possible_students(session)
    form = begin_form(contest, students)
    form.language.data = language() if language() in contest.languages else contest.languages[0]
    if len(students) == 1:
        form.student.data = str(students[0].user_id)
    return _page(contest, students, form)


@bp.post("/contests/<uuid:contest_id>/enter")
@only(Role.STUDENT, Role.TEACHER)
def begin(contest_id: UUID) -> ResponseReturnValue:
    """Open a draft, then go on to its form; a second press leads to the same draft."""
    with reading() as session:
        contest = queries.opened_contest(session, contest_id, utcnow()) or abort(404)
        students = _possible_students(session)
    form = begin_form(contest, students)
    if not form.validate_on_submit():
        return _page(contest, students, form), 422
    student = next(each for each in students if str(each.user_id) == form.student.data)
    try:
        entry_id = _begun(contest, student, UUID(form.nomination.data), form.language.data)
    except AlreadyEntered:
        return redirect(_existing(contest, student, UUID(form.nomination.data)), code=303)
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return _page(contest, students, form), refusal.status
    return redirect(url_for(".edit_entry", entry_id=entry_id), code=303)


def _possible_students(session: Session) -> list[Student]:
    """Return whose entry the person may open: a pupil's own, a teacher's pupils'."""
    actor = current_actor()
    if Role.TEACHER in actor.roles:
        return queries.students_of_teacher(session, actor.id)
    student = queries.student(session, actor.id)
    return [student] if student else []


def _begun(contest: Contest, student: Student, nomination_id: UUID, in_language: str) -> UUID:
    with transaction() as session:
        known = queries.contest(session, contest.id) or abort(404)
        entry = services.begin_entry(
            session,
            known,
            queries.student(session, student.user_id) or abort(404),
            nomination=next(each for each in known.nominations if each.id == nomination_id),
            language=in_language,
            actor=current_actor(),
            now=utcnow(),
        )
    return entry.id


def _existing(contest: Contest, student: Student, nomination_id: UUID) -> str:
    with reading() as session:
        entry = queries.live_entry(session, contest.id, nomination_id, student.user_id) or abort(404)
    return url_for(".entry_page", entry_id=entry.id)


def _page(contest: Contest, students: list[Student], form: BeginForm) -> str:
    return render_template(
        "contests/enter.html",
        contest=contest,
        phase=contest.phase(utcnow()),
        form=form,
        students=students,
        is_teacher=Role.TEACHER in current_actor().roles,
        age_group=_age_group_told(contest, students),
        conditions=_conditions_told(contest, students),
        takes_entries=contest.schedule.takes_entries(utcnow()),
    )


def _conditions_told(contest: Contest, students: list[Student]) -> list[tuple[bool | None, str]]:
    """Return what a pupil must meet and whether the pupil does, in words; a teacher is told when choosing."""
    if len(students) != 1 or Role.TEACHER in current_actor().roles:
        return []
    with reading() as session:
        there = queries.live_entries(session, contest.id, students[0].user_id)
    names = {nomination.key: localised(nomination.name) for nomination in contest.nominations}
    who = services.applicant(students[0], there)
    who = replace(who, entries={names[key]: count for key, count in who.entries.items()})
    found = services.terms_of(contest).conditions(who)
    return [(each.is_met, str(gettext(each.message, **each.facts))) for each in found]


def _age_group_told(contest: Contest, students: list[Student]) -> str | None:
    """Return why a pupil competes in which age group; for a teacher it follows from the pupil chosen."""
    if len(students) != 1 or Role.TEACHER in current_actor().roles:
        return None
    grade = students[0].school_class.grade
    try:
        group = age_group_of(contest.age_groups, [grade])
    except GradeOutsideContest as refusal:
        return told(refusal)
    name = localised(group.name)
    return str(gettext("You are in grade %(grade)d, so your age group is “%(group)s”.", grade=grade, group=name))
