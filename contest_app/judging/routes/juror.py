"""The juror's pages: own assignments, one score sheet, the files of the entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.judging import rules
from contest_app.judging.forms.scoresheet import ReasonForm, typed_sheet
from contest_app.judging.models import Assignment
from contest_app.judging.queries import joining as joining_queries
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.queries import sheets as queries
from contest_app.judging.routes import bp
from contest_app.judging.routes.sync import sync_data
from contest_app.judging.rules import Given
from contest_app.judging.services import rounds, scoresheets
from contest_app.judging.showing import shown_fields, shown_files
from contest_app.roles import Role
from contest_app.storage import stored_path
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings, transaction
from contest_app.web.errors import told

SANDBOX = "default-src 'none'; sandbox"


@bp.get("/judging")
@only(Role.JUDGE, Role.CHAIR)
def inbox() -> ResponseReturnValue:
    """Show the juror's entries, round by round, and the rounds that the person leads."""
    with reading() as session:
        assignments = queries.inbox(session, current_actor().id)
        led = round_queries.led_rounds(session, current_actor().id)
        unsigned = joining_queries.unsigned_rounds(session, current_actor().id)
    now = utcnow()
    by_round = [list(group) for _key, group in groupby(assignments, key=lambda each: each.round_id)]
    by_round.sort(key=lambda held: not _has_work_waiting(held, now))
    return render_template("judging/inbox.html", rounds=by_round, led=led, unsigned=unsigned, now=now)


@bp.get("/judging/assignments/<uuid:assignment_id>")
@only(Role.JUDGE, Role.CHAIR)
def scoresheet(assignment_id: UUID) -> ResponseReturnValue:
    """Show an entry by its code and the sheet to be filled in."""
    assignment = _own(assignment_id)
    is_changing = "change" in request.args and assignment.submitted_at is not None
    return _sheet_page(assignment, assignment.sheet, is_changing=is_changing)


@bp.post("/judging/assignments/<uuid:assignment_id>")
@only(Role.JUDGE, Role.CHAIR)
def submit_scoresheet(assignment_id: UUID) -> ResponseReturnValue:
    """Save the sheet as a draft or submit it; one that cannot be taken comes back as it was typed."""
    is_draft = request.form.get("act") == "draft"
    try:
        with transaction() as session:
            assignment = queries.locked_assignment(session, current_actor().id, assignment_id) or abort(404)
            sheet = typed_sheet(request.form, assignment.round.criteria)
            if is_draft:
                scoresheets.save_draft(session, assignment, sheet, now=utcnow())
            else:
                reason = request.form.get("reason", "")
                scoresheets.submit_scoresheet(
                    session, assignment, sheet, actor=current_actor(), now=utcnow(), reason=reason
                )
    except Refusal as refused:
        return _refused_sheet(assignment_id, refused)
    if is_draft:
        flash(_("The draft is saved."), "success")
        return redirect(url_for(".scoresheet", assignment_id=assignment_id), code=303)
    flash(_("The score sheet of entry %(code)s is submitted.", code=assignment.entry.blind_code), "success")
    return _to_next(assignment)


@bp.post("/judging/assignments/<uuid:assignment_id>/conflict")
@only(Role.JUDGE, Role.CHAIR)
def declare_conflict(assignment_id: UUID) -> ResponseReturnValue:
    """Give an entry back because the juror may not judge it; another juror will get it."""
    form = ReasonForm()
    if not form.validate_on_submit():
        assignment = _own(assignment_id)
        return _sheet_page(assignment, assignment.sheet, conflict=form), 422
    with transaction() as session:
        assignment = queries.locked_assignment(session, current_actor().id, assignment_id) or abort(404)
        rounds.give_back(session, assignment, form.reason.data, actor=current_actor(), now=utcnow())
    flash(_("Entry %(code)s goes to another juror. Thank you for saying so.", code=assignment.entry.blind_code))
    return redirect(url_for(".inbox"), code=303)


@bp.get("/judging/assignments/<uuid:assignment_id>/files/<int:number>")
@only(Role.JUDGE, Role.CHAIR)
def entry_file(assignment_id: UUID, number: int) -> ResponseReturnValue:
    """Hand out a file of the entry under a neutral name, never to be shown inside the site."""
    files = {each.number: each for each in shown_files(_own(assignment_id).entry)}
    file = files.get(number) or abort(404)
    path = stored_path(settings().uploads_dir, file.attachment.sha256)
    if not path.exists():
        abort(404)
    answer: Response = send_file(path, file.attachment.media_type, as_attachment=True, download_name=file.name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _has_work_waiting(held: Sequence[Assignment], now: datetime) -> bool:
    is_over = held[0].round.window.is_over(now)
    return not is_over and any(assignment.submitted_at is None for assignment in held)


def _own(assignment_id: UUID) -> Assignment:
    with reading() as session:
        return queries.assignment(session, current_actor().id, assignment_id) or abort(404)


def _to_next(assignment: Assignment) -> ResponseReturnValue:
    with reading() as session:
        following = queries.next_open(session, assignment.judge_id, assignment.round_id)
    if following is None:
        return redirect(url_for(".inbox"), code=303)
    return redirect(url_for(".scoresheet", assignment_id=following), code=303)


def _refused_sheet(assignment_id: UUID, refused: Refusal) -> ResponseReturnValue:
    assignment = _own(assignment_id)
    typed = typed_sheet(request.form, assignment.round.criteria)
    is_changing = assignment.submitted_at is not None
    page = _sheet_page(assignment, typed, refused=refused, is_changing=is_changing)
    return page, refused.status


def _sheet_page(
    assignment: Assignment,
    sheet: Mapping[str, Given],
    *,
    refused: Refusal | None = None,
    is_changing: bool = False,
    conflict: ReasonForm | None = None,
) -> str:
    now = utcnow()
    rubric = assignment.round.criteria
    is_open = assignment.round.window.is_open(now)
    return render_template(
        "judging/scoresheet.html",
        assignment=assignment,
        entry=assignment.entry,
        fields=shown_fields(assignment.entry, assignment.round.contest.form),
        files=shown_files(assignment.entry),
        rubric=rubric,
        sheet=sheet,
        empty=Given(),
        missing=rubric.missing(sheet) if isinstance(refused, rules.MarkMissing) else [],
        refused=told(refused) if refused else None,
        reason=request.form.get("reason", "") if refused else "",
        needs_reason=isinstance(refused, rules.ReasonMissing),
        is_editable=is_open and (is_changing or assignment.submitted_at is None),
        is_open=is_open,
        is_changing=is_changing,
        is_over=assignment.round.window.is_over(now),
        conflict=conflict or ReasonForm(formdata=None),
        sync=sync_data(assignment, now) if is_open and assignment.submitted_at is None else None,
        limits={"comment": rules.COMMENT_LENGTH, "reason": rules.REASON_LENGTH},
        general=rules.GENERAL,
    )
