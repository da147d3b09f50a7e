"""What everybody may read about contests."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from contest_app.accounts import queries as people
from contest_app.clock import utcnow
from contest_app.contests import queries
from contest_app.contests.routes import bp
from contest_app.contests.rules import Phase
from contest_app.roles import Role
from contest_app.web.access import public
from contest_app.web.boundary import reading


@bp.get("/contests")
@public
def listing() -> ResponseReturnValue:
    """Show the contests that are open, being judged, or finished."""
    now = utcnow()
    with reading() as session:
        contests = queries.opened_contests(session, now)
    by_phase = {
        phase: [contest for contest in contests if contest.phase(now) is phase]
        for phase in (Phase.OPEN, Phase.JUDGING, Phase.FINISHED)
    }
    return render_template("contests/listing.html", by_phase=by_phase)


@bp.get("/contests/<uuid:contest_id>")
@public
def contest_page(contest_id: UUID) -> ResponseReturnValue:
    """Show what a contest is about, who may enter, and how entries are judged."""
    now = utcnow()
    with reading() as session:
        contest = queries.opened_contest(session, contest_id, now) or abort(404)
        wanted = contest.eligibility["districts"]
        districts = [each.name for each in people.districts(session) if each.key in wanted] if wanted else []
    phase = contest.phase(now)
    can_enter = contest.schedule.takes_entries(now) and _may_enter()
    return render_template(
        "contests/contest.html", contest=contest, phase=phase, can_enter=can_enter, districts=districts
    )


def _may_enter() -> bool:
    """Say whether to invite the reader: a pupil, a teacher, or a visitor who may turn out to be one."""
    return not current_user.is_authenticated or bool(current_user.roles & {Role.STUDENT, Role.TEACHER})
