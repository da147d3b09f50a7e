"""The pages of the chair and the secretary: how far the jury is, how far it agrees, what it has decided."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import NotAllowed
from contest_app.judging.agreement import agreement
from contest_app.judging.queries import results as result_queries
from contest_app.judging.queries import rounds as queries
from contest_app.judging.routes import bp
from contest_app.judging.rules import Duty
from contest_app.judging.services import results, rounds
from contest_app.judging.standings import splits_jury, spread
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction


@bp.get("/judging/rounds/<uuid:round_id>")
@only(Role.CHAIR, Role.JUDGE)
def chair_round(round_id: UUID) -> ResponseReturnValue:
    """Show the jury's progress, its agreement, the entries that split it and the ties."""
    with reading() as session:
        round_ = queries.led_round(session, current_actor().id, round_id) or abort(404)
        members = queries.members(session, round_id)
        sheets = result_queries.submitted_sheets(session, round_id)
        standings = results.standings_of(session, round_)
    rubric = round_.criteria
    rows = [row for group in standings.values() for row in group]
    split = sorted((row for row in rows if splits_jury(row, rubric)), key=lambda row: -spread(row, rubric))
    return render_template(
        "judging/chair_round.html",
        round=round_,
        members=members,
        agreement=agreement(sheets, rubric),
        split=split,
        standings=standings,
        highest=rubric.highest,
        is_chair=_duty(members) is Duty.CHAIR,
        now=utcnow(),
    )


@bp.post("/judging/rounds/<uuid:round_id>/confirm")
@only(Role.CHAIR, Role.JUDGE)
def confirm(round_id: UUID) -> ResponseReturnValue:
    """Confirm the results as the chair."""
    with transaction() as session:
        round_ = queries.led_round(session, current_actor().id, round_id) or abort(404)
        if _duty(queries.members(session, round_id)) is not Duty.CHAIR:
            raise NotAllowed
        rounds.confirm_results(session, round_, actor=current_actor(), now=utcnow())
    flash(_("The results are confirmed. The organizer can publish them now."), "success")
    return redirect(url_for(".chair_round", round_id=round_id), code=303)


def _duty(members: list[queries.Member]) -> Duty | None:
    return next((Duty(each.member.duty) for each in members if each.member.user_id == current_actor().id), None)
