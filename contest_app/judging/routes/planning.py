"""The organizer's pages of plans: what if, a plan before it is carried out, a juror who goes, an entry by hand."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.judging.allocation.facts import Infeasible
from contest_app.judging.allocation.words import Sentence, sentences
from contest_app.judging.forms.drafts import DraftForm, FindEntryForm
from contest_app.judging.models import AllocationDraft
from contest_app.judging.queries import drafts as queries
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.queries.rounds import Member
from contest_app.judging.routes import bp
from contest_app.judging.rules import Duty
from contest_app.judging.services import drafts, hand_changes, joining
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import localised

ROUND: Final = "/organize/contests/<uuid:contest_id>/judging"
PLANS: Final = f"{ROUND}/plans"
PLAN: Final = f"{PLANS}/<uuid:draft_id>"
ENTRY: Final = f"{ROUND}/entries/<uuid:entry_id>"


@bp.get(PLANS)
@only(Role.ORGANIZER)
def plans(contest_id: UUID) -> ResponseReturnValue:
    """Show the plans that were tried, and the form of another."""
    return _plans_page(contest_id)


@bp.post(PLANS)
@only(Role.ORGANIZER)
def ask_plan(contest_id: UUID) -> ResponseReturnValue:
    """Have a plan made; nothing is given out by it yet."""
    form = DraftForm()
    refused = None
    try:
        with transaction() as session:
            round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
            form.offer(round_queries.members(session, round_.id))
            if form.validate_on_submit():
                joining.keep_apart(session, round_, now=utcnow())
                draft = drafts.ask(session, round_, form.what(), actor=current_actor(), now=utcnow())
                return _to_plan(contest_id, draft.id)
    except Refusal as refusal:
        refused = told(refusal)
    return _plans_page(contest_id, form, refused=refused), 422


@bp.get(PLAN)
@only(Role.ORGANIZER)
def plan(contest_id: UUID, draft_id: UUID) -> ResponseReturnValue:
    """Show what a plan would give to whom, or why there is none."""
    return _plan_page(contest_id, draft_id)


@bp.get(f"{PLAN}/state")
@only(Role.ORGANIZER)
def plan_state(contest_id: UUID, draft_id: UUID) -> ResponseReturnValue:
    """Tell the waiting page whether the plan is still being made."""
    with reading() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        draft = queries.draft(session, round_.id, draft_id) or abort(404)
    return jsonify(is_running=draft.made_at is None)


@bp.post(f"{PLAN}/assign")
@only(Role.ORGANIZER)
def assign_plan(contest_id: UUID, draft_id: UUID) -> ResponseReturnValue:
    """Give entries out by a plan."""
    try:
        with transaction() as session:
            round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
            draft = queries.draft(session, round_.id, draft_id) or abort(404)
            drafts.assign(session, round_, draft.id, actor=current_actor(), now=utcnow())
    except Refusal as refused:
        return _plan_page(contest_id, draft_id, told(refused)), refused.status
    return _to_plan(contest_id, draft_id)


@bp.post(f"{ROUND}/jury/<uuid:user_id>/leave")
@only(Role.ORGANIZER)
def let_juror_go(contest_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Take a juror who will not judge any more out of the jury, and give what was left to others at once."""
    with transaction() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        member = round_queries.member(session, round_.id, user_id) or abort(404)
        if member.duty != Duty.JUDGE:
            abort(404)
        joining.keep_apart(session, round_, now=utcnow())
        draft = drafts.let_go(session, round_, member, actor=current_actor(), now=utcnow())
    if draft is None:
        return redirect(url_for(".organizer_round", contest_id=contest_id, _anchor="jury"), code=303)
    return _to_plan(contest_id, draft.id)


@bp.post(f"{ROUND}/entries")
@only(Role.ORGANIZER)
def find_entry(contest_id: UUID) -> ResponseReturnValue:
    """Lead to the entry with a code."""
    find = FindEntryForm()
    with reading() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        code = (find.code.data or "").strip().upper()
        entry = round_queries.entry_by_code(session, round_.contest_id, code) if find.validate_on_submit() else None
    if entry is not None:
        return redirect(url_for(".entry_jurors", contest_id=contest_id, entry_id=entry.id), code=303)
    find.code.errors = [_("There is no submitted entry with this code.")]
    return _plans_page(contest_id, find=find), 422


@bp.get(ENTRY)
@only(Role.ORGANIZER)
def entry_jurors(contest_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Show who has an entry, and who else could have it."""
    return _entry_page(contest_id, entry_id)


@bp.post(f"{ENTRY}/jurors/<uuid:user_id>")
@only(Role.ORGANIZER)
def give_entry(contest_id: UUID, entry_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Give an entry to a juror."""
    return _changed(contest_id, entry_id, user_id, hand_changes.give)


@bp.post(f"{ENTRY}/jurors/<uuid:user_id>/take")
@only(Role.ORGANIZER)
def take_entry(contest_id: UUID, entry_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Take an entry that is not begun from a juror."""
    return _changed(contest_id, entry_id, user_id, hand_changes.take)


def _changed(contest_id: UUID, entry_id: UUID, user_id: UUID, change: hand_changes.Change) -> ResponseReturnValue:
    try:
        with transaction() as session:
            round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
            entry = queries.entry_given_out(session, contest_id, entry_id) or abort(404)
            judge = round_queries.candidate(session, user_id) or abort(404)
            change(session, round_, entry, judge, actor=current_actor(), now=utcnow())
    except Refusal as refused:
        return _entry_page(contest_id, entry_id, told(refused)), refused.status
    return redirect(url_for(".entry_jurors", contest_id=contest_id, entry_id=entry_id), code=303)


def _plans_page(
    contest_id: UUID, form: DraftForm | None = None, find: FindEntryForm | None = None, refused: str | None = None
) -> str:
    with reading() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        members = round_queries.members(session, round_.id)
        tried = queries.drafts(session, round_.id)
    form = form or DraftForm.of(round_, members)
    form.offer(members)
    return render_template(
        "judging/plans.html",
        round=round_,
        form=form,
        find=find or FindEntryForm(formdata=None),
        drafts=tried[: queries.KEPT],
        refused=refused,
    )


def _plan_page(contest_id: UUID, draft_id: UUID, refused: str | None = None) -> str:
    with reading() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        draft = queries.draft(session, round_.id, draft_id) or abort(404)
        names = _names(session, draft, round_queries.members(session, round_.id))
    keys = {each.key: localised(each.name) for each in round_.contest.nominations}
    return render_template(
        "judging/plan.html",
        round=round_,
        draft=draft,
        names=names,
        reasons=_reasons(draft, names | keys),
        refused=refused,
    )


def _names(session: Session, draft: AllocationDraft, members: list[Member]) -> dict[str, str]:
    """Return the names of whom a plan tells about, also of those who are no longer in the jury."""
    names = {str(each.member.user_id): each.member.user.display_name for each in members}
    gone = [each["judge"] for each in (draft.summary or {}).get("judges", ()) if each["judge"] not in names]
    return names | queries.names(session, [UUID(key) for key in gone])


def _reasons(draft: AllocationDraft, names: dict[str, str]) -> list[Sentence]:
    return sentences(Infeasible.from_content(draft.summary or {}), names)


def _entry_page(contest_id: UUID, entry_id: UUID, refused: str | None = None) -> str:
    with reading() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        entry = queries.entry_given_out(session, contest_id, entry_id) or abort(404)
        having = queries.assignments_of(session, round_.id, entry_id)
        offered = hand_changes.choices(session, round_, entry)
    has = {each.judge_id for each in having}
    return render_template(
        "judging/entry_jurors.html",
        round=round_,
        entry=entry,
        having=having,
        choices=[each for each in offered if each.juror.member.user_id not in has],
        refused=refused,
    )


def _to_plan(contest_id: UUID, draft_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".plan", contest_id=contest_id, draft_id=draft_id), code=303)
