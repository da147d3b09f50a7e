"""The rater's pages: what waits, one answer at a time, and answers left to others."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.ratings.forms import NOTHING, Typed, typed_rating, typed_reason, typed_sort
from contest_app.ratings.models import RatedAnswer, RatingTurn
from contest_app.ratings.queries import people, queue, turns
from contest_app.ratings.queries.ratable import sort_of
from contest_app.ratings.routes import bp
from contest_app.ratings.rubrics import rubric_named
from contest_app.ratings.rules.queue import Skip, Sort
from contest_app.ratings.rules.scale import COMMENT_LENGTH, MarkMissing
from contest_app.ratings.services import rating, taking
from contest_app.ratings.services.showing import shown_answer
from contest_app.roles import Role
from contest_app.tasks import photos
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told

SORTS: Final = {Sort.TEXT: _l("Stories and dialogues"), Sort.DRAWING: _l("Drawings"), Sort.IDEA: _l("Single ideas")}
REASONS: Final = {
    Skip.UNREADABLE: _l("I cannot read it or make it out"),
    Skip.KNOWN: _l("I think I know whose it is"),
}
#: Whatever a browser makes of the bytes, nothing in them may run on this site.
SANDBOX: Final = "default-src 'none'; sandbox"


@bp.get("/ratings")
@only(Role.TEACHER, Role.METHODOLOGIST)
def home() -> ResponseReturnValue:
    """Show what waits for this rater, what was rated last, and the own classes' answers."""
    return _home()


@bp.post("/ratings/languages")
@only(Role.TEACHER, Role.METHODOLOGIST)
def take_part() -> ResponseReturnValue:
    """Take part, or change the languages in which answers are given to this rater."""
    try:
        with transaction() as session:
            taking.take_part(session, request.form.getlist("languages"), actor=current_actor(), now=utcnow())
    except Refusal as refused:
        return _home(refused), refused.status
    return redirect(url_for(".home"), code=303)


@bp.post("/ratings/next")
@only(Role.TEACHER, Role.METHODOLOGIST)
def next_answer() -> ResponseReturnValue:
    """Give the rater the next answer of the sort that is asked for."""
    sort = typed_sort(request.form) or abort(404)
    with transaction() as session:
        following = _following(session, sort)
    return _to(following)


@bp.get("/ratings/turns/<uuid:turn_id>")
@only(Role.TEACHER, Role.METHODOLOGIST)
def turn(turn_id: UUID) -> ResponseReturnValue:
    """Show one answer by its code, and the questions about it."""
    return _turn_page(turn_id)


@bp.post("/ratings/turns/<uuid:turn_id>")
@only(Role.TEACHER, Role.METHODOLOGIST)
def rate(turn_id: UUID) -> ResponseReturnValue:
    """Take the rating and go on to the next answer; one that cannot be taken comes back as it was typed."""
    try:
        with transaction() as session:
            held = turns.turn_to_change(session, current_actor().id, turn_id) or abort(404)
            typed = typed_rating(request.form, held.answer.scale)
            rating.rate(session, held, typed.given, typed.comment, actor=current_actor(), now=utcnow())
            following = _following(session, _sort(held.answer))
    except Refusal as refused:
        return _turn_page(turn_id, refused), refused.status
    flash(_("Your rating of answer %(code)s is kept.", code=held.answer.code), "success")
    return _to(following)


@bp.post("/ratings/turns/<uuid:turn_id>/skip")
@only(Role.TEACHER, Role.METHODOLOGIST)
def skip(turn_id: UUID) -> ResponseReturnValue:
    """Leave the answer to others and go on to the next one."""
    try:
        with transaction() as session:
            held = turns.turn_to_change(session, current_actor().id, turn_id) or abort(404)
            rating.skip(session, held, typed_reason(request.form), actor=current_actor(), now=utcnow())
            following = _following(session, _sort(held.answer))
    except Refusal as refused:
        return _turn_page(turn_id, refused), refused.status
    flash(_("Answer %(code)s goes to another rater.", code=held.answer.code))
    return _to(following)


@bp.get("/ratings/turns/<uuid:turn_id>/photo")
@only(Role.TEACHER, Role.METHODOLOGIST)
def photo(turn_id: UUID) -> ResponseReturnValue:
    """Give the rater the photograph of the sheet, under a name that tells nothing."""
    with reading() as session:
        found = turns.photo_of(session, current_actor().id, turn_id) or abort(404)
    answer = send_file(BytesIO(found.data), photos.MEDIA_TYPE, as_attachment=True, download_name="photo.jpg")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _home(refused: Refusal | None = None) -> str:
    actor, now = current_actor(), utcnow()
    with reading() as session:
        profile = queue.profile(session, actor.id)
        waiting = queue.waiting_for(session, actor.id, profile.languages, now) if profile else {}
        recent = turns.recent_turns(session, actor.id)
        sittings = people.sittings_with_people(session, actor.id)
    return render_template(
        "ratings/home.html",
        profile=profile,
        waiting=waiting,
        most_counted=queue.MOST_COUNTED,
        recent=recent,
        sittings=sittings,
        sorts=SORTS,
        may_oversee=Role.METHODOLOGIST in actor.roles,
        refused=told(refused) if refused else None,
    )


def _following(session: Session, sort: Sort) -> RatingTurn | None:
    profile = queue.profile(session, current_actor().id) or abort(404)
    session.flush()  # what has just been rated waits no longer
    bank = settings().item_bank_dir
    return taking.next_turn(session, profile, sort, bank=bank, actor=current_actor(), now=utcnow())


def _to(following: RatingTurn | None) -> ResponseReturnValue:
    if following is None:
        flash(_("Nothing more of this sort waits for you. Thank you!"))
        return redirect(url_for(".home"), code=303)
    return redirect(url_for(".turn", turn_id=following.id), code=303)


def _sort(answer: RatedAnswer) -> Sort:
    return Sort.IDEA if answer.idea_id else sort_of(answer.response.item.kind)


def _turn_page(turn_id: UUID, refused: Refusal | None = None) -> str:
    with reading() as session:
        held = turns.turn_of(session, current_actor().id, turn_id) or abort(404)
        shown = shown_answer(session, held.answer)
    scale = held.answer.scale
    typed = typed_rating(request.form, scale) if refused else _given_before(held)
    return render_template(
        "ratings/turn.html",
        turn=held,
        shown=shown,
        scale=scale,
        rubric=rubric_named(settings().item_bank_dir, held.answer.rubric),
        given=typed.given,
        comment=typed.comment,
        missing=scale.missing(typed.given) if isinstance(refused, MarkMissing) else [],
        refused=told(refused) if refused else None,
        is_settled=held.done_at is not None and held.answer.settled_at is not None,
        reasons=REASONS,
        limit=COMMENT_LENGTH,
    )


def _given_before(held: RatingTurn) -> Typed:
    return Typed(held.sheet.given, held.sheet.comment) if held.sheets else NOTHING
