"""What the marks say: severity of jurors, fair scores, how sure places are. For the chair and the organizer alone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.judging.analysis import told
from contest_app.judging.models import Round
from contest_app.judging.queries import analyses
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.routes import bp
from contest_app.judging.services import analysing
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a page leads: back, and where another analysis is asked for."""

    back: str
    ask: str


@bp.get("/judging/rounds/<uuid:round_id>/analysis")
@only(Role.CHAIR, Role.JUDGE)
def chair_analysis(round_id: UUID) -> ResponseReturnValue:
    """Show the chair what the marks say; to other members of the jury there is no such page."""
    ways = Ways(url_for(".chair_round", round_id=round_id), url_for(".ask_chair_analysis", round_id=round_id))
    with reading() as session:
        round_ = analyses.chaired_round(session, current_actor().id, round_id) or abort(404)
        return _page(session, round_, ways)


@bp.post("/judging/rounds/<uuid:round_id>/analysis")
@only(Role.CHAIR, Role.JUDGE)
def ask_chair_analysis(round_id: UUID) -> ResponseReturnValue:
    """Ask, as the chair, what the marks say now."""
    with transaction() as session:
        round_ = analyses.chaired_round(session, current_actor().id, round_id) or abort(404)
        analysing.request_analysis(session, round_, actor=current_actor(), now=utcnow())
    return redirect(url_for(".chair_analysis", round_id=round_id), code=303)


@bp.get("/organize/contests/<uuid:contest_id>/judging/analysis")
@only(Role.ORGANIZER)
def organizer_analysis(contest_id: UUID) -> ResponseReturnValue:
    """Show the organizer what the marks say."""
    back = url_for(".preview_results", contest_id=contest_id)
    with reading() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        return _page(session, round_, Ways(back, url_for(".ask_organizer_analysis", contest_id=contest_id)))


@bp.post("/organize/contests/<uuid:contest_id>/judging/analysis")
@only(Role.ORGANIZER)
def ask_organizer_analysis(contest_id: UUID) -> ResponseReturnValue:
    """Ask, as the organizer, what the marks say now."""
    with transaction() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        analysing.request_analysis(session, round_, actor=current_actor(), now=utcnow())
    return redirect(url_for(".organizer_analysis", contest_id=contest_id), code=303)


def _page(session: Session, round_: Round, ways: Ways) -> str:
    if not round_.window.is_over(utcnow()):
        return render_template("judging/analysis_none.html", round=round_, ways=ways, state="early")
    is_being_made = analysing.is_being_made(session, round_.id)
    newest = analyses.newest(session, round_.id)
    if newest is None:
        state = "being_made" if is_being_made else "none"
        return render_template("judging/analysis_none.html", round=round_, ways=ways, state=state)
    jurors = [UUID(each["juror"]) for each in newest.content["jurors"]]
    return render_template(
        "judging/analysis.html",
        round=round_,
        ways=ways,
        analysis=newest,
        found=told.Told(newest.content),
        told=told,
        names=analyses.names(session, jurors),
        is_being_made=is_being_made,
        is_behind=analysing.facts_of(session, round_).sha256 != newest.input_sha256,
    )
