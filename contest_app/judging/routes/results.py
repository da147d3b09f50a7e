"""Results: the organizer's preview, publication and export; and, after publication only, everybody's page."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts import queries as account_queries
from contest_app.accounts.login import current_actor
from contest_app.accounts.rules import Purpose
from contest_app.clock import utcnow
from contest_app.contests import queries as contest_queries
from contest_app.errors import Refusal
from contest_app.judging.canonical import canonical
from contest_app.judging.exports import result_table, sheet_table
from contest_app.judging.leaderboard import leaderboard
from contest_app.judging.queries import results as queries
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.routes import bp
from contest_app.judging.services import results, rounds
from contest_app.judging.standings import suggested_award
from contest_app.roles import Role
from contest_app.web.access import only, public
from contest_app.web.boundary import reading, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import localised
from contest_app.web.tables import csv_file, xlsx_file


@bp.get("/organize/contests/<uuid:contest_id>/judging/results")
@only(Role.ORGANIZER)
def preview_results(contest_id: UUID) -> ResponseReturnValue:
    """Show the order of the entries, with ties and the awards that the places bring; after the end only."""
    return _preview(contest_id)


@bp.post("/organize/contests/<uuid:contest_id>/judging/results")
@only(Role.ORGANIZER)
def publish(contest_id: UUID) -> ResponseReturnValue:
    """Publish the results, or a correction of them with its reason."""
    try:
        with transaction() as session:
            round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
            reason = request.form.get("reason", "")
            results.publish_results(session, round_, _awards(), actor=current_actor(), now=utcnow(), reason=reason)
    except Refusal as refused:
        return _preview(contest_id, told(refused)), refused.status
    flash(_("The results are published."), "success")
    return redirect(url_for(".preview_results", contest_id=contest_id), code=303)


@bp.get("/organize/contests/<uuid:contest_id>/judging/results.<any(csv, xlsx):kind>")
@only(Role.ORGANIZER)
def export_results(contest_id: UUID, kind: str) -> ResponseReturnValue:
    """Hand out the results, and in a workbook every mark beside them, as a table that runs no formulas."""
    with reading() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        round_.window.check_over(utcnow())
        standings = results.standings_of(session, round_)
        published = queries.versions(session, round_.id)
        entries = {each.id: each for each in contest_queries.submitted_entries(session, contest_id)}
        sheets = queries.submitted_sheets(session, round_.id)
    table = result_table(round_, standings, entries, published[0] if published else None)
    name = f"results-{contest_id.hex[:8]}"
    if kind == "csv":
        return csv_file(table, name)
    return xlsx_file([table, sheet_table(round_, sheets, entries)], name)


@bp.get("/contests/<uuid:contest_id>/results")
@public
def public_results(contest_id: UUID) -> ResponseReturnValue:
    """Show the published results; before publication there is no such page."""
    with reading() as session:
        sheets = queries.published_sheets(session, contest_id)
        contest = queries.published_contest(session, contest_id)
        if not sheets or contest is None:
            abort(404)
        entries = queries.entries_of_results(session, contest_id)
        people = [author.user_id for entry in entries.values() for author in entry.authors]
        consents = account_queries.consents(session, people)
    named = {person for (person, purpose), row in consents.items() if purpose is Purpose.PUBLICATION and row.is_given}
    boards = leaderboard(contest, sheets[0].content, entries, named)
    return render_template("judging/public_results.html", contest=contest, sheets=sheets, boards=boards)


@bp.get("/contests/<uuid:contest_id>/results/<int:version>.json")
@public
def published_content(contest_id: UUID, version: int) -> ResponseReturnValue:
    """Hand out the very bytes whose SHA-256 is published, so that anybody can check them."""
    with reading() as session:
        sheets = queries.published_sheets(session, contest_id)
    sheet = next((each for each in sheets if each.version == version), None) or abort(404)
    name = f"results-{contest_id.hex[:8]}-{version}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(canonical(sheet.content), mimetype="application/json", headers=headers)


def _awards() -> dict[UUID, str]:
    """Return the chosen awards; an entry whose key cannot be read gets none."""
    chosen = ((name.removeprefix("award-"), key) for name, key in request.form.items() if name.startswith("award-"))
    try:
        return {UUID(entry): key for entry, key in chosen if key}
    except ValueError:
        abort(400)


def _preview(contest_id: UUID, refused: str | None = None) -> str:
    now = utcnow()
    with reading() as session:
        round_ = round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)
        if not round_.window.is_over(now):
            return render_template("judging/results_later.html", round=round_)
        standings = results.standings_of(session, round_)
        versions = queries.versions(session, round_.id)
        entries = queries.entries_of_results(session, contest_id)
        needs_chair = rounds.is_chaired(session, round_) and round_.confirmed_at is None
        missing = sum(each.progress.total - each.progress.done for each in round_queries.members(session, round_.id))
    awards = round_.contest.awards
    rows = [row for group in standings.values() for row in group]
    if versions:
        given = {each["entry"]: each["award"] for each in versions[0].content["entries"]}
        chosen = {row.competitor.entry: given.get(str(row.competitor.entry)) for row in rows}
    else:
        chosen = {row.competitor.entry: suggested_award(row, awards) for row in rows}
    if refused:
        chosen |= _awards()
    return render_template(
        "judging/results.html",
        round=round_,
        standings=standings,
        entries=entries,
        versions=versions,
        chosen=chosen,
        awards=[("", _("No award")), *((each["key"], localised(each["name"])) for each in awards)],
        needs_chair=needs_chair,
        missing=missing,
        refused=refused,
        reason=request.form.get("reason", ""),
        highest=round_.criteria.highest,
        now=now,
    )
