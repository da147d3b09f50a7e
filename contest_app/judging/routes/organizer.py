"""The organizer's pages of a round: preparing it, the jury, conflicts, sharing out, progress without marks."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from flask import abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.contests import queries as contest_queries
from contest_app.errors import Refusal
from contest_app.judging.allocation.facts import Infeasible
from contest_app.judging.allocation.words import Sentence, sentences
from contest_app.judging.forms.jury import ConflictForm, SeatForm
from contest_app.judging.models import Round
from contest_app.judging.queries import joining as joining_queries
from contest_app.judging.queries import results
from contest_app.judging.queries import rounds as queries
from contest_app.judging.queries.rounds import Member
from contest_app.judging.routes import bp
from contest_app.judging.services import invitations, joining, rounds
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import localised

ROUND: Final = "/organize/contests/<uuid:contest_id>/judging"


@bp.get(ROUND)
@only(Role.ORGANIZER)
def organizer_round(contest_id: UUID) -> ResponseReturnValue:
    """Show how judging stands and what to do next."""
    return _round_page(contest_id, ConflictForm(formdata=None))


@bp.post(ROUND)
@only(Role.ORGANIZER)
def prepare(contest_id: UUID) -> ResponseReturnValue:
    """Prepare the round, or let a prepared one follow the contest's new dates."""
    with transaction() as session:
        contest = contest_queries.organizer_contest(session, current_actor().id, contest_id) or abort(404)
        round_ = queries.round_of(session, contest_id)
        if round_ is None:
            rounds.prepare_round(session, contest, actor=current_actor(), now=utcnow())
        else:
            rounds.follow_contest(session, round_, actor=current_actor(), now=utcnow())
    return _back(contest_id)


@bp.get(f"{ROUND}/jury/<uuid:user_id>")
@only(Role.ORGANIZER)
def seat(contest_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Show the form of a person's seat in the jury."""
    return _seat_page(contest_id, user_id)


@bp.post(f"{ROUND}/jury/<uuid:user_id>")
@only(Role.ORGANIZER)
def seat_member(contest_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Choose a person into the jury, or change the seat."""
    form = SeatForm()
    try:
        with transaction() as session:
            round_ = queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
            person = queries.candidate(session, user_id) or abort(404)
            form.offer(round_.contest)
            if form.validate_on_submit():
                rounds.seat_member(session, round_, person, form.seat(), actor=current_actor(), now=utcnow())
                return _back(contest_id, "jury")
    except Refusal as refused:
        form.form_errors.append(told(refused))
    return _seat_page(contest_id, user_id, form), 422


@bp.post(f"{ROUND}/jury/<uuid:user_id>/dismiss")
@only(Role.ORGANIZER)
def dismiss(contest_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Take a person out of the jury."""
    with transaction() as session:
        round_ = queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        member = queries.member(session, round_.id, user_id) or abort(404)
        rounds.dismiss_member(session, round_, member, actor=current_actor(), now=utcnow())
    return _back(contest_id, "jury")


@bp.post(f"{ROUND}/conflicts")
@only(Role.ORGANIZER)
def declare_entry_conflict(contest_id: UUID) -> ResponseReturnValue:
    """Keep a juror from an entry."""
    form = ConflictForm()
    with transaction() as session:
        round_ = queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        form.offer(queries.members(session, round_.id))
        is_fit = form.validate_on_submit()
        entry = queries.entry_by_code(session, contest_id, (form.code.data or "").strip().upper())
        if is_fit and entry is not None:
            judge_id, reason = UUID(form.judge.data), form.reason.data
            rounds.declare_conflict(session, round_, judge_id, entry, reason, actor=current_actor(), now=utcnow())
            return _back(contest_id, "conflicts")
    if is_fit:
        form.code.errors = [_("There is no submitted entry with this code.")]
    return _round_page(contest_id, form), 422


@bp.post(f"{ROUND}/conflicts/<uuid:conflict_id>/withdraw")
@only(Role.ORGANIZER)
def withdraw_conflict(contest_id: UUID, conflict_id: UUID) -> ResponseReturnValue:
    """Take back a conflict declared by mistake."""
    with transaction() as session:
        _round = queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        conflict = queries.conflict(session, contest_id, conflict_id) or abort(404)
        rounds.withdraw_conflict(session, conflict, actor=current_actor(), now=utcnow())
    return _back(contest_id, "conflicts")


@bp.post(f"{ROUND}/allocation")
@only(Role.ORGANIZER)
def allocate(contest_id: UUID) -> ResponseReturnValue:
    """Ask for the entries to be shared out."""
    try:
        with transaction() as session:
            round_ = queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
            joining.keep_apart(session, round_, now=utcnow())
            rounds.request_allocation(session, round_, actor=current_actor(), now=utcnow())
    except Refusal as refused:
        return _round_page(contest_id, ConflictForm(formdata=None), told(refused)), refused.status
    return _back(contest_id, "allocation")


@bp.get(f"{ROUND}/allocation")
@only(Role.ORGANIZER)
def allocation_state(contest_id: UUID) -> ResponseReturnValue:
    """Tell the waiting page whether the entries are still being shared out."""
    with reading() as session:
        round_ = queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
    return jsonify(is_running=round_.allocation_requested_at is not None)


def _round_page(contest_id: UUID, form: ConflictForm, refused: str | None = None) -> str:
    with reading() as session:
        contest = contest_queries.organizer_contest(session, current_actor().id, contest_id) or abort(404)
        round_ = queries.organizer_round(session, current_actor().id, contest_id)
        if round_ is None:
            return render_template("judging/prepare.html", contest=contest, now=utcnow())
        members = queries.members(session, round_.id)
        candidates = queries.candidates(session)
        conflicts = queries.conflicts(session, contest_id)
        entries = results.competitors(session, contest_id)
        planned = queries.reviews_planned(session, round_.id)
        invited = joining_queries.invitations(session, round_.id)
    seated = {each.member.user_id for each in members}
    form.offer(members)
    return render_template(
        "judging/organizer_round.html",
        contest=contest,
        round=round_,
        members=members,
        candidates=[(user, profile) for user, profile in candidates if user.id not in seated],
        conflicts=conflicts,
        invited=[(each, invitations.state(each, is_signed=is_signed, now=utcnow())) for each, is_signed in invited],
        form=form,
        refused=refused,
        entries=len(entries),
        waiting=sum(planned.get(each.entry, 0) < round_.reviews for each in entries),
        reasons=_why_not_shared_out(round_, members),
        is_behind_contest=_is_behind(round_, contest.judging_closes_at),
        now=utcnow(),
    )


def _why_not_shared_out(round_: Round, members: list[Member]) -> list[Sentence]:
    """Return why there was no plan at the last try, with the names of jurors and nominations."""
    names = {str(each.member.user_id): each.member.user.display_name for each in members}
    names |= {each.key: localised(each.name) for each in round_.contest.nominations}
    return sentences(Infeasible.from_content(round_.allocation_problem or {}), names)


def _is_behind(round_: Round, closes_at: datetime) -> bool:
    return round_.published_at is None and round_.closes_at != closes_at


def _seat_page(contest_id: UUID, user_id: UUID, form: SeatForm | None = None) -> str:
    with reading() as session:
        round_ = queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        found = queries.candidate_with_profile(session, user_id) or abort(404)
        member = queries.member(session, round_.id, user_id)
        signature = joining_queries.signature(session, round_.id, user_id)
        ties = joining_queries.ties(session, user_id)
    person, profile = found
    form = form or SeatForm.of(round_.contest, profile, member)
    return render_template(
        "judging/seat.html",
        round=round_,
        person=person,
        member=member,
        signature=signature,
        ties=ties,
        form=form,
    )


def _back(contest_id: UUID, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".organizer_round", contest_id=contest_id, _anchor=anchor), code=303)
