"""A teacher's sittings: opening one, watching it, closing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import SchoolClass, Student
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.tasks.forms.sittings import SittingForm
from contest_app.tasks.kinds import Sheet, kind_named
from contest_app.tasks.models import Item, Sitting
from contest_app.tasks.queries import items as item_queries
from contest_app.tasks.queries import sittings as queries
from contest_app.tasks.queries.sittings import AnswerState
from contest_app.tasks.routes import bp
from contest_app.tasks.rules.sittings import Doing, doing
from contest_app.tasks.services import results
from contest_app.tasks.services import sittings as services
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import language


@dataclass(frozen=True, slots=True)
class Place:
    """What one pupil is doing with one item; no ``state`` before it is begun."""

    state: AnswerState | None
    doing: Doing


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One pupil of the class, and what the pupil is doing with each item in turn."""

    student: Student
    places: tuple[Place, ...]


@bp.get("/sittings")
@only(Role.TEACHER)
def sittings() -> ResponseReturnValue:
    """List the teacher's sittings."""
    with reading() as session:
        found = queries.sittings_of(session, current_actor().id)
    return render_template("tasks/sittings.html", sittings=found)


@bp.get("/sittings/new")
@only(Role.TEACHER)
def new_sitting() -> ResponseReturnValue:
    """Show the form of a new sitting."""
    form, items, _classes = _offer()
    return _form_page(form, items)


@bp.post("/sittings/new")
@only(Role.TEACHER)
def open_sitting() -> ResponseReturnValue:
    """Open a sitting, then watch it."""
    form, items, classes = _offer()
    if not form.validate_on_submit():
        return _form_page(form, items), 422
    plan = form.plan({item.id: item for item in items})
    try:
        with transaction() as session:
            sitting = services.open_sitting(
                session, classes[form.class_id.data], plan, actor=current_actor(), now=utcnow()
            )
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return _form_page(form, items), 422
    return redirect(url_for(".class_sitting", sitting_id=sitting.id), code=303)


@bp.get("/sittings/<uuid:sitting_id>")
@only(Role.TEACHER)
def class_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Show who joined, who is writing and who has handed in."""
    return render_template("tasks/class_sitting.html", **_progress(sitting_id))


@bp.get("/sittings/<uuid:sitting_id>/progress")
@only(Role.TEACHER)
def class_progress(sitting_id: UUID) -> ResponseReturnValue:
    """Return the part of the sitting's page that changes, for the page's script."""
    return render_template("tasks/class_progress.html", **_progress(sitting_id))


@bp.post("/sittings/<uuid:sitting_id>/close")
@only(Role.TEACHER)
def close_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Close a sitting, then show its results."""
    with transaction() as session:
        sitting = queries.sitting_of(session, current_actor().id, sitting_id) or abort(404)
        services.close_sitting(session, sitting, actor=current_actor(), now=utcnow())
    flash(_("The work is closed. The results are being counted."), "success")
    return redirect(url_for(".class_results", sitting_id=sitting_id), code=303)


def _offer() -> tuple[SittingForm, Sequence[Item], dict[UUID, SchoolClass]]:
    """Return the form of a new sitting with the items and the teacher's own classes that it offers."""
    with reading() as session:
        classes = {found.id: found for found, _size in people.classes_of(session, current_actor().id)}
        items = item_queries.newest_items(session)
    return SittingForm.offering(classes.values(), items), items, classes


def _form_page(form: SittingForm, items: Sequence[Item]) -> str:
    return render_template("tasks/new_sitting.html", form=form, items=items, sheet_of=_sheet_of)


def _sheet_of(item: Item) -> Sheet:
    return kind_named(item.kind).sheet(item.content, language())


def _progress(sitting_id: UUID) -> dict[str, object]:
    now = utcnow()
    with reading() as session:
        sitting = queries.sitting_of(session, current_actor().id, sitting_id) or abort(404)
        roster = people.roster(session, sitting.class_id)
        states = queries.answer_states(session, sitting_id)
        worries = results.worries(session, sitting_id)
    rows = _rows(sitting, roster, states, now)
    return {
        "sitting": sitting,
        "rows": rows,
        "totals": _totals(rows),
        "worries": worries,
        "now": now,
        "clock": _clock,
    }


def _clock(moment: datetime) -> str:
    return str(format_time(moment, "HH:mm:ss"))


def _rows(
    sitting: Sitting, roster: Sequence[Student], states: Sequence[AnswerState], now: datetime
) -> list[PupilRow]:
    found = {(state.student_id, state.item_id): state for state in states}
    return [
        PupilRow(student, tuple(_place(found.get((student.user_id, row.item_id)), now) for row in sitting.items))
        for student in roster
    ]


def _place(state: AnswerState | None, now: datetime) -> Place:
    if state is None:
        return Place(None, Doing.ABSENT)
    return Place(state, doing(state.submitted_at, state.due_at, now))


def _totals(rows: Sequence[PupilRow]) -> dict[str, int]:
    """Count pupils by the furthest thing they are at, and ideas."""
    here = [row for row in rows if any(place.state for place in row.places)]
    writing = [row for row in here if any(place.doing is Doing.WRITING for place in row.places)]
    done = [row for row in here if all(place.doing is Doing.SUBMITTED for place in row.places)]
    ideas = sum(place.state.ideas for row in here for place in row.places if place.state)
    return {"pupils": len(rows), "here": len(here), "writing": len(writing), "done": len(done), "ideas": ideas}
