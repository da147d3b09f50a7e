"""The pupil's pages: my tasks, the instruction, answering, the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final
from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from contest_app.accounts.login import current_actor
from contest_app.accounts.models import Student
from contest_app.clock import utcnow
from contest_app.languages import LANGUAGES
from contest_app.oplog import tokens
from contest_app.oplog.rules import Acknowledgement, Incoming
from contest_app.roles import Role
from contest_app.tasks.forms.answering import IdeaForm, StartForm
from contest_app.tasks.kinds import Form, Limits, kind_named
from contest_app.tasks.models import Idea, Item, Response, Stroke
from contest_app.tasks.photos import MOST_MEGABYTES
from contest_app.tasks.queries import accommodations
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.queries import questions as question_queries
from contest_app.tasks.queries import strokes as stroke_queries
from contest_app.tasks.queries.answering import Part
from contest_app.tasks.queries.drafts import drafts as drafts_of
from contest_app.tasks.routes import bp
from contest_app.tasks.routes.live import call_words
from contest_app.tasks.routes.sync import PURPOSE
from contest_app.tasks.routes.voices import voices_before_start, voices_of_task
from contest_app.tasks.rules.accommodations import Support, breaks_left
from contest_app.tasks.rules.answering import Reason, State, count_words, shown_receipt
from contest_app.tasks.rules.strokes import COLOURS
from contest_app.tasks.services import answering as services
from contest_app.tasks.services.results import drawing_of
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings, transaction
from contest_app.web.i18n import language, remember_language

#: Asks the pupil's device to keep the page, so that it opens without a network (static/worker.js).
KEEP: Final = "Qiyal-Keep"
TOLD: Final = {
    State.STALE: _l("This idea was changed in another window. Your text is kept below: look at both."),
    State.CLOSED: _l("This task is already handed in, so nothing more can be added."),
    Reason.EMPTY: _l("The line was empty. Write an idea first."),
    Reason.UNREADABLE: _l("This could not be read. Reload the page and try again."),
}

#: For how long an answer to a pupil's question stands on the first page.
NEWS: Final = timedelta(days=7)


@bp.get("/my")
@only(Role.STUDENT)
def home() -> ResponseReturnValue:
    """Show the pupil's open tasks and what is handed in."""
    student, now = _student(), utcnow()
    with reading() as session:
        parts = queries.parts_of(session, student, now)
        answered = question_queries.answered_for(session, student.user_id, now - NEWS)
    waiting = [part for part in parts if part.is_waiting]
    ahead = [part for part in parts if part.is_ahead]
    done = [(part, *pair) for part in parts for pair in part.handed_in]
    begun = [_sync(part.open_response.id, student.user_id, now) for part in waiting if part.open_response]
    return render_template("tasks/home.html", waiting=waiting, ahead=ahead, done=done, begun=begun, answered=answered)


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


@bp.post("/my/responses/<uuid:response_id>/again")
@only(Role.STUDENT)
def start_anew(response_id: UUID) -> ResponseReturnValue:
    """Begin a task of a practice again."""
    with transaction() as session:
        earlier = queries.response_of(session, current_actor().id, response_id) or abort(404)
        fresh = services.start_anew(session, _student(), earlier, actor=current_actor(), now=utcnow()) or abort(404)
    return redirect(url_for(".answer", response_id=fresh.id), code=303)


@bp.get("/my/responses/<uuid:response_id>")
@only(Role.STUDENT)
def answer(response_id: UUID) -> ResponseReturnValue:
    """Show the page on which the pupil writes ideas."""
    response = _response(response_id)
    if response.submitted_at is not None:
        return redirect(url_for(".submitted", response_id=response_id))
    now = utcnow()
    if response.is_resting(now):
        return _resting_page(response, now)
    return _answer_page(response, IdeaForm(formdata=None)), {KEEP: "yes"}


@bp.post("/my/responses/<uuid:response_id>/ideas")
@only(Role.STUDENT)
def put_idea(response_id: UUID) -> ResponseReturnValue:
    """Write or change an idea from a page without scripts."""
    form = IdeaForm()
    if not form.validate_on_submit():
        return _answer_page(_response(response_id), form), 422
    return _after(response_id, form, _take(response_id, form.put()))


@bp.post("/my/responses/<uuid:response_id>/fields")
@only(Role.STUDENT)
def fill_field(response_id: UUID) -> ResponseReturnValue:
    """Write into a fixed place, or empty it, from a page without scripts."""
    form = IdeaForm()
    if not form.validate_on_submit():
        return _answer_page(_response(response_id), form), 422
    return _after(response_id, form, _take(response_id, [form.fill()]))


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
        part = queries.part_in(session, _student(), response.attempt.sitting_id, utcnow()) or abort(404)
        drafts = drafts_of(session, response_id)
        drawing = drawing_of(session, response)
    if response.receipt is None:
        return redirect(url_for(".answer", response_id=response_id))
    return render_template(
        "tasks/submitted.html",
        response=response,
        ideas=services.standing_ideas(response),
        drawing=drawing,
        receipt=shown_receipt(response.receipt),
        drafts=drafts,
        part=part,
        next_part=part if part.is_waiting else None,
        sync=_sync(response.id, response.attempt.student_id, utcnow()),
    )


def _student() -> Student:
    """Return the pupil who asks; people with the pupil's role have a place in a class."""
    return current_actor().student or abort(404)


def _part(sitting_id: UUID) -> Part:
    with reading() as session:
        return queries.part_in(session, _student(), sitting_id, utcnow()) or abort(404)


def _response(response_id: UUID) -> Response:
    with reading() as session:
        return queries.response_of(session, current_actor().id, response_id) or abort(404)


def _language_of(part: Part) -> str:
    """Return the language of the attempt, else the one just chosen on the page, else the reader's."""
    chosen = request.values.get("language", "")
    if part.attempt is not None:
        return part.attempt.language
    return chosen if chosen in LANGUAGES else language()


def _support() -> Support:
    """Return what the pupil who asks is granted."""
    with reading() as session:
        return accommodations.support_of(session, current_actor().id)


def _resting_page(response: Response, now: datetime) -> str:
    """Show that the clock stands still, and until when."""
    support, until = _support(), response.paused_until
    return render_template(
        "tasks/resting.html",
        response=response,
        support=support,
        goes_on_at=format_time(until, "HH:mm") if until else None,
        again_after=max(1, ceil((until - now).total_seconds())) if until else None,
        sync=_sync(response.id, response.attempt.student_id, now),
        breaks=breaks_left(support, response.breaks),
    )


def _sheet(item: Item, chosen: str) -> dict[str, Any]:
    kind = kind_named(item.kind)
    return {"item": item, "kind": kind, "sheet": kind.sheet(item.content, chosen), "chosen": chosen}


def _instruction_page(part: Part, form: StartForm, chosen: str) -> str:
    place, support = part.next_place or abort(404), _support()
    return render_template(
        "tasks/instruction.html",
        part=part,
        place=place,
        form=form,
        support=support,
        voices=voices_before_start(part.sitting.id, place.item, chosen) if support.is_read_aloud else [],
        **_sheet(place.item, chosen),
    )


def _answer_page(response: Response, form: IdeaForm) -> str:
    now = utcnow()
    with reading() as session:
        drafts = drafts_of(session, response.id)
        strokes = stroke_queries.strokes_of(session, response.id)
        photo = stroke_queries.photo_of(session, response.id)
    kind, ideas = kind_named(response.item.kind), services.standing_ideas(response)
    support = _support()
    return render_template(
        "tasks/answer.html",
        response=response,
        ideas=ideas,
        size=_size(kind.form, ideas, strokes),
        drafts=drafts,
        form=form,
        limits=_limits(response),
        support=support,
        voices=voices_of_task(response) if support.is_read_aloud else [],
        breaks=breaks_left(support, response.breaks),
        due_at=response.due_by(now),
        call=response.attempt.help,
        call_words=call_words(response.attempt.help),
        now=now,
        sync=_sync(response.id, response.attempt.student_id, now),
        new_key=uuid4,
        fields=services.fields_of(response),
        strokes=strokes,
        colours=COLOURS,
        photo=photo,
        most_megabytes=MOST_MEGABYTES,
        **_sheet(response.item, response.attempt.language),
    )


def _size(form: Form, ideas: Sequence[Idea], strokes: Sequence[Stroke]) -> int:
    """Return how much there is: words of a text, frames with something in them, or ideas."""
    if form is Form.TEXT:
        return sum(count_words(idea.text) for idea in ideas)
    if form is Form.DRAWING:
        return len({idea.position for idea in ideas} | {stroke.frame for stroke in strokes})
    return len(ideas)


def _sync(response_id: UUID, student_id: UUID, now: datetime) -> dict[str, str]:
    """Return what a page's script needs to send operations on a response."""
    claim = tokens.Claim(stream_id=response_id, person_id=student_id)
    return {
        "stream": str(response_id),
        "url": url_for(".sync", response_id=response_id),
        "contact": url_for(".contact", response_id=response_id),
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
    response = _response(response_id)
    flash(_told(untaken[0].get("reason") or untaken[0]["state"], _limits(response)), "warning")
    if response.submitted_at is not None:
        return redirect(url_for(".submitted", response_id=response_id), code=303)
    return _answer_page(response, form), 422


def _limits(response: Response) -> Limits:
    return kind_named(response.item.kind).limits(response.item.content)


def _told(what: State | Reason, limits: Limits) -> str:
    """Return why an operation was not taken, in the reader's words."""
    if what == Reason.TOO_LONG:
        told = _("This is too long: %(num)d characters at most. Your text is kept below.", num=limits.characters)
    elif what == Reason.TOO_MANY:
        told = ngettext(
            "There is %(num)d idea here, and this task holds no more.",
            "There are %(num)d ideas here, and this task holds no more.",
            limits.ideas,
        )
    else:
        told = TOLD[what]
    return str(told)
