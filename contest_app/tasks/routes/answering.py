"""The pupil's pages: my tasks, the instruction, answering, the receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from contest_app.accounts.login import current_actor
from contest_app.accounts.models import Student
from contest_app.clock import utcnow
from contest_app.languages import LANGUAGES
from contest_app.oplog import tokens
from contest_app.oplog.rules import Acknowledgement, Incoming
from contest_app.roles import Role
from contest_app.tasks.forms.answering import IdeaForm, StartForm
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Item, Response
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.queries.answering import Part
from contest_app.tasks.routes import bp
from contest_app.tasks.routes.sync import PURPOSE
from contest_app.tasks.rules.answering import Reason, State, shown_receipt
from contest_app.tasks.services import answering as services
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings, transaction
from contest_app.web.i18n import language, remember_language

TOLD: Final = {
    State.STALE: _l("This idea was changed in another window. Your text is kept below: look at both."),
    State.CLOSED: _l("This task is already handed in, so nothing more can be added."),
    Reason.EMPTY: _l("The line was empty. Write an idea first."),
    Reason.TOO_LONG: _l("This idea is too long: 500 characters at most. Your text is kept below."),
    Reason.TOO_MANY: _l("There are 100 ideas here, and a task holds no more. Wow!"),
    Reason.UNREADABLE: _l("This could not be read. Reload the page and try again."),
}


@bp.get("/my")
@only(Role.STUDENT)
def home() -> ResponseReturnValue:
    """Show the pupil's open tasks and what is handed in."""
    student, now = _student(), utcnow()
    with reading() as session:
        parts = queries.parts_of(session, student)
    waiting = [part for part in parts if part.is_waiting]
    done = [pair for part in parts for pair in part.handed_in]
    begun = [_sync(part.open_response.id, student.user_id, now) for part in waiting if part.open_response]
    return render_template("tasks/home.html", waiting=waiting, done=done, begun=begun)


@bp.get("/my/sittings/<uuid:sitting_id>")
@only(Role.STUDENT)
def sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Show the instruction of the next task, or go on where the pupil was."""
    part = _part(sitting_id)
    if part.open_response is not None:
        return redirect(url_for(".answer", response_id=part.open_response.id))
    if not part.is_waiting:
        return redirect(url_for(".home"))
    chosen = _language_of(part)
    return _instruction_page(part, StartForm(formdata=None, language=chosen), chosen)


@bp.post("/my/sittings/<uuid:sitting_id>/start")
@only(Role.STUDENT)
def start(sitting_id: UUID) -> ResponseReturnValue:
    """Start the clock of the next task and open it."""
    form = StartForm()
    if not form.validate_on_submit():
        part = _part(sitting_id)
        return _instruction_page(part, form, _language_of(part)), 422
    chosen = form.language.data
    with transaction() as session:
        response = services.start_next(
            session, _student(), sitting_id, language=chosen, actor=current_actor(), now=utcnow()
        ) or abort(404)
    remember_language(chosen)
    return redirect(url_for(".answer", response_id=response.id), code=303)


@bp.get("/my/responses/<uuid:response_id>")
@only(Role.STUDENT)
def answer(response_id: UUID) -> ResponseReturnValue:
    """Show the page on which the pupil writes ideas."""
    response = _response(response_id)
    if response.submitted_at is not None:
        return redirect(url_for(".submitted", response_id=response_id))
    return _answer_page(response, IdeaForm(formdata=None))


@bp.post("/my/responses/<uuid:response_id>/ideas")
@only(Role.STUDENT)
def put_idea(response_id: UUID) -> ResponseReturnValue:
    """Write or change an idea from a page without scripts."""
    form = IdeaForm()
    if not form.validate_on_submit():
        return _answer_page(_response(response_id), form), 422
    return _after(response_id, form, _take(response_id, form.put()))


@bp.post("/my/responses/<uuid:response_id>/ideas/remove")
@only(Role.STUDENT)
def remove_idea(response_id: UUID) -> ResponseReturnValue:
    """Remove an idea, or throw a draft away, from a page without scripts."""
    form = IdeaForm()
    if not form.validate_on_submit():
        return _answer_page(_response(response_id), form), 422
    return _after(response_id, form, _take(response_id, [form.remove()]))


@bp.post("/my/responses/<uuid:response_id>/submit")
@only(Role.STUDENT)
def submit(response_id: UUID) -> ResponseReturnValue:
    """Hand the task in from a page without scripts."""
    with transaction() as session:
        response = queries.response_to_change(session, current_actor().id, response_id) or abort(404)
        services.hand_in(session, response, now=utcnow())
    return redirect(url_for(".submitted", response_id=response_id), code=303)


@bp.get("/my/responses/<uuid:response_id>/submitted")
@only(Role.STUDENT)
def submitted(response_id: UUID) -> ResponseReturnValue:
    """Show the receipt and where to go from here."""
    with reading() as session:
        response = queries.response_of(session, current_actor().id, response_id) or abort(404)
        part = queries.part_in(session, _student(), response.attempt.sitting_id)
        drafts = queries.drafts(session, response_id)
    if response.receipt is None:
        return redirect(url_for(".answer", response_id=response_id))
    return render_template(
        "tasks/submitted.html",
        response=response,
        ideas=services.standing_ideas(response),
        receipt=shown_receipt(response.receipt),
        drafts=drafts,
        next_part=part if part and part.is_waiting else None,
        sync=_sync(response.id, response.attempt.student_id, utcnow()),
    )


def _student() -> Student:
    """Return the pupil who asks; people with the pupil's role have a place in a class."""
    return current_actor().student or abort(404)


def _part(sitting_id: UUID) -> Part:
    with reading() as session:
        return queries.part_in(session, _student(), sitting_id) or abort(404)


def _response(response_id: UUID) -> Response:
    with reading() as session:
        return queries.response_of(session, current_actor().id, response_id) or abort(404)


def _language_of(part: Part) -> str:
    """Return the language of the attempt, else the one just chosen on the page, else the reader's."""
    chosen = request.values.get("language", "")
    if part.attempt is not None:
        return part.attempt.language
    return chosen if chosen in LANGUAGES else language()


def _sheet(item: Item, chosen: str) -> dict[str, Any]:
    kind = kind_named(item.kind)
    return {"item": item, "sheet": kind.sheet(item.content, chosen), "partial": kind.partial, "chosen": chosen}


def _instruction_page(part: Part, form: StartForm, chosen: str) -> str:
    place = part.next_place or abort(404)
    return render_template("tasks/instruction.html", part=part, place=place, form=form, **_sheet(place.item, chosen))


def _answer_page(response: Response, form: IdeaForm) -> str:
    now = utcnow()
    with reading() as session:
        drafts = queries.drafts(session, response.id)
    return render_template(
        "tasks/answer.html",
        response=response,
        ideas=services.standing_ideas(response),
        drafts=drafts,
        form=form,
        limits=kind_named(response.item.kind).limits,
        now=now,
        sync=_sync(response.id, response.attempt.student_id, now),
        new_key=uuid4,
        **_sheet(response.item, response.attempt.language),
    )


def _sync(response_id: UUID, student_id: UUID, now: datetime) -> dict[str, str]:
    """Return what a page's script needs to send operations on a response."""
    claim = tokens.Claim(stream_id=response_id, person_id=student_id)
    return {
        "stream": str(response_id),
        "url": url_for(".sync", response_id=response_id),
        "token": tokens.sign(settings().secret, PURPOSE, claim, now=now),
    }


def _take(response_id: UUID, operations: list[Incoming]) -> list[Acknowledgement]:
    with transaction() as session:
        response = queries.response_to_change(session, current_actor().id, response_id) or abort(404)
        return services.take(session, response, operations, now=utcnow())


def _after(response_id: UUID, form: IdeaForm, acknowledged: list[Acknowledgement]) -> ResponseReturnValue:
    """Go back to the page; where an operation was not taken, say why and keep what was typed."""
    untaken = [one.answer for one in acknowledged if one.answer["state"] != State.APPLIED]
    if not untaken:
        return redirect(url_for(".answer", response_id=response_id), code=303)
    flash(str(TOLD[untaken[0].get("reason") or untaken[0]["state"]]), "warning")
    response = _response(response_id)
    if response.submitted_at is not None:
        return redirect(url_for(".submitted", response_id=response_id), code=303)
    return _answer_page(response, form), 422
