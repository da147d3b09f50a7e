"""A class at work: what the teacher sees of it, and does to its clocks; and what a pupil's page says and asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time, ngettext
from flask_babel import gettext as _

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import Student
from contest_app.clock import utcnow
from contest_app.oplog import tokens
from contest_app.roles import Role
from contest_app.tasks.forms.sittings import ExtendForm, WindowForm
from contest_app.tasks.models import Sitting
from contest_app.tasks.queries import answering, care
from contest_app.tasks.queries import live as queries
from contest_app.tasks.queries import sittings as sitting_queries
from contest_app.tasks.queries.live import PupilFacts
from contest_app.tasks.routes import bp
from contest_app.tasks.routes.sync import PURPOSE, page_token
from contest_app.tasks.rules.live import Contact, Doing, Help, PupilState, pupil_state, totals
from contest_app.tasks.rules.sittings import Window
from contest_app.tasks.services import live as services
from contest_app.web.access import only, public
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.limits import limiter
from contest_app.web.security import csrf

Act = Callable[..., object]

NOTHING: Final = PupilFacts([], Help())


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One pupil of the class, and what the pupil is doing."""

    student: Student
    state: PupilState


@bp.get("/sittings/<uuid:sitting_id>")
@only(Role.TEACHER)
def class_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Show who joined, who is writing, who calls, and who has handed in."""
    return sitting_page(sitting_id)


@bp.get("/sittings/<uuid:sitting_id>/progress")
@only(Role.TEACHER)
def class_progress(sitting_id: UUID) -> ResponseReturnValue:
    """Return what changes of the sitting's page, for its script: states, numbers and times, no text and no score."""
    found = _progress(sitting_id)
    return jsonify(
        now=_clock(found["now"]),
        standing=found["standing"],
        is_paused=found["sitting"].paused_at is not None,
        is_told=found["told"] is not None,
        totals=found["totals"],
        pupils={str(row.student.user_id): _as_json(row.state) for row in found["rows"]},
    )


@bp.post("/sittings/<uuid:sitting_id>/pause")
@only(Role.TEACHER)
def pause_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Stop all clocks of a sitting."""
    return _steer(sitting_id, services.pause)


@bp.post("/sittings/<uuid:sitting_id>/resume")
@only(Role.TEACHER)
def resume_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Let all clocks of a sitting go on."""
    return _steer(sitting_id, services.resume)


@bp.post("/sittings/<uuid:sitting_id>/extend")
@only(Role.TEACHER)
def extend(sitting_id: UUID) -> ResponseReturnValue:
    """Give running tasks more minutes, of one pupil or of all."""
    form = ExtendForm()
    if not form.validate_on_submit():
        return sitting_page(sitting_id), 422
    with transaction() as session:
        count = services.extend(
            session,
            _own_sitting(session, sitting_id),
            form.minutes.data,
            student_id=form.student(),
            actor=current_actor(),
            now=utcnow(),
        )
    flash(ngettext("%(num)d pupil has more time now.", "%(num)d pupils have more time now.", count), "success")
    return redirect(url_for(".class_sitting", sitting_id=sitting_id), code=303)


@bp.post("/sittings/<uuid:sitting_id>/pupils/<uuid:student_id>/help")
@only(Role.TEACHER)
def answer_call(sitting_id: UUID, student_id: UUID) -> ResponseReturnValue:
    """Tell a pupil that the call was seen."""
    with transaction() as session:
        _own_sitting(session, sitting_id)
        attempt = queries.attempt_in(session, sitting_id, student_id) or abort(404)
        services.answer_call(session, attempt, actor=current_actor(), now=utcnow())
    return redirect(url_for(".class_sitting", sitting_id=sitting_id), code=303)


@bp.post("/my/responses/<uuid:response_id>/help")
@only(Role.STUDENT)
def call_teacher(response_id: UUID) -> ResponseReturnValue:
    """Call the teacher."""
    with transaction() as session:
        response = answering.response_to_change(session, current_actor().id, response_id) or abort(404)
        services.call_teacher(session, response, actor=current_actor(), now=utcnow())
    return redirect(url_for(".answer", response_id=response_id), code=303)


@bp.post("/sync/responses/<uuid:response_id>/contact")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF is untyped
@public
@limiter.limit("600 per minute", key_func=page_token)
def contact(response_id: UUID) -> ResponseReturnValue:
    """Take a page's word that it is there, by its own token, and tell how its clock stands."""
    now = utcnow()
    claim = tokens.read(settings().secret, PURPOSE, page_token(), now=now)
    if claim.stream_id != response_id:
        abort(404)
    with transaction() as session:
        response = queries.response_heard_of(session, claim.person_id, response_id) or abort(404)
        services.note_contact(response, now=now)
        due_at, call = response.due_by(now), response.attempt.help
        return jsonify(
            now=now.isoformat(),
            due_at=due_at.isoformat(),
            seconds=round((due_at - response.started_at).total_seconds()),
            is_resting=response.is_resting(now),
            is_called=call.is_called,
            call_words=call_words(call),
        )


def call_words(call: Help) -> str:
    """Return what a pupil is told of the own call for the teacher; nothing where there was none."""
    if call.is_called:
        return str(_("Your teacher sees that you call. Go on meanwhile with what you can do."))
    return str(_("Your teacher has seen your call.")) if call.is_answered else ""


def sitting_page(sitting_id: UUID, form: WindowForm | None = None) -> str:
    """Return the page of a sitting, with the form of its window as it was typed, or as it is."""
    found = _progress(sitting_id)
    sitting: Sitting = found["sitting"]
    if form is None:
        form = WindowForm.showing(Window(sitting.opens_at, sitting.closes_at))
    return render_template(
        "tasks/class_sitting.html",
        form=form,
        extend_form=ExtendForm(formdata=None),
        doings=tuple(Doing),
        contacts=tuple(Contact),
        clock=_clock,
        **found,
    )


def _steer(sitting_id: UUID, act: Act) -> ResponseReturnValue:
    with transaction() as session:
        act(session, _own_sitting(session, sitting_id), actor=current_actor(), now=utcnow())
    return redirect(url_for(".class_sitting", sitting_id=sitting_id), code=303)


def _own_sitting(session: Session, sitting_id: UUID) -> Sitting:
    return sitting_queries.sitting_of(session, current_actor().id, sitting_id) or abort(404)


def _progress(sitting_id: UUID) -> dict[str, Any]:
    now = utcnow()
    with reading() as session:
        sitting = _own_sitting(session, sitting_id)
        roster = people.roster(session, sitting.class_id)
        facts = queries.facts_of(session, sitting_id)
        told = care.told_about(session, sitting_id)
    rows = [PupilRow(one, _state(facts.get(one.user_id, NOTHING), sitting, now)) for one in roster]
    return {
        "sitting": sitting,
        "rows": rows,
        "totals": totals([row.state for row in rows]),
        "told": told,
        "now": now,
        "standing": sitting.standing(now),
    }


def _state(facts: PupilFacts, sitting: Sitting, now: datetime) -> PupilState:
    return pupil_state(facts.tasks, facts.help, total=len(sitting.items), now=now)


def _as_json(state: PupilState) -> dict[str, object]:
    return {
        "doing": state.doing,
        "submitted": state.submitted,
        "ideas": state.ideas,
        "saved": _clock(state.saved_at),
        "due": _clock(state.due_at),
        "contact": state.contact,
        "is_calling": state.is_calling,
    }


def _clock(moment: datetime | None) -> str:
    return str(format_time(moment, "HH:mm:ss")) if moment else ""
