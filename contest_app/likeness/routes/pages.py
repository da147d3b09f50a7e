"""The list of pairs, two works side by side, and what is said of them."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.contests import queries as contests
from contest_app.contests.downloads import SANDBOX
from contest_app.contests.models import Contest
from contest_app.errors import Refusal
from contest_app.jobs.queries import has_live_job
from contest_app.likeness import queries, showing
from contest_app.likeness.forms import VERDICTS, VerdictForm
from contest_app.likeness.models import LikePair
from contest_app.likeness.routes import bp
from contest_app.likeness.services import asking
from contest_app.likeness.thumbnails import MEDIA_TYPE, thumbnail
from contest_app.picture_files import PictureUnreadable
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told

_PAIR = "/organize/contests/<uuid:contest_id>/likeness/<uuid:entry_id>/<uuid:other_id>"


@bp.get("/organize/contests/<uuid:contest_id>/likeness")
@only(Role.ORGANIZER)
def listing(contest_id: UUID) -> ResponseReturnValue:
    """Show the pairs of entries that are alike, the most alike first."""
    with reading() as session:
        contest = _contest(session, contest_id)
        run = queries.run_of(session, contest.id)
        rows = queries.pairs_of(session, contest.id)
        verdicts = queries.verdicts_of(session, contest.id)
        is_working = has_live_job(session, asking.job_key(contest.id))
    pairs = showing.pairs_shown(rows, verdicts)
    return render_template(
        "likeness/listing.html", contest=contest, run=run, pairs=pairs, is_working=is_working, verdicts=VERDICTS
    )


@bp.post("/organize/contests/<uuid:contest_id>/likeness")
@only(Role.ORGANIZER)
def compare(contest_id: UUID) -> ResponseReturnValue:
    """Call for a look at what has come in by now."""
    with transaction() as session:
        contest = _contest(session, contest_id)
        asking.ask_to_compare(session, contest, actor=current_actor(), now=utcnow())
    return redirect(url_for(".listing", contest_id=contest_id), code=303)


@bp.get(_PAIR)
@only(Role.ORGANIZER)
def pair(contest_id: UUID, entry_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Show two entries side by side, with what is alike marked."""
    return _pair_page(contest_id, entry_id, other_id, VerdictForm())


@bp.post(_PAIR)
@only(Role.ORGANIZER)
def say(contest_id: UUID, entry_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Keep what the organizer says of two entries."""
    form = VerdictForm()
    if not form.validate_on_submit():
        return _pair_page(contest_id, entry_id, other_id, form), 422
    try:
        with transaction() as session:
            rows = _rows(session, contest_id, entry_id, other_id)
            asking.say(session, rows[0], form.said(), form.words.data or "", actor=current_actor(), now=utcnow())
    except Refusal as refusal:
        form.words.errors = [told(refusal)]
        return _pair_page(contest_id, entry_id, other_id, form), refusal.status
    flash(gettext("Saved."), "success")
    return redirect(url_for(".pair", contest_id=contest_id, entry_id=entry_id, other_id=other_id), code=303)


@bp.get(f"{_PAIR}/pictures/<uuid:attachment_id>.jpg")
@only(Role.ORGANIZER)
def picture(contest_id: UUID, entry_id: UUID, other_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Give a picture of one of the two entries, small and written anew."""
    with reading() as session:
        row = _rows(session, contest_id, entry_id, other_id)[0]
        file = queries.picture(session, row, attachment_id) or abort(404)
    try:
        data = thumbnail(settings().uploads_dir, file.sha256)
    except (OSError, PictureUnreadable):
        abort(404)
    answer = send_file(BytesIO(data), MEDIA_TYPE, as_attachment=True, download_name="picture.jpg")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _contest(session: Session, contest_id: UUID) -> Contest:
    return contests.organizer_contest(session, current_actor().id, contest_id) or abort(404)


def _rows(session: Session, contest_id: UUID, entry_id: UUID, other_id: UUID) -> list[LikePair]:
    contest = _contest(session, contest_id)
    return queries.pair_of(session, contest.id, entry_id, other_id) or abort(404)


def _pair_page(contest_id: UUID, entry_id: UUID, other_id: UUID, form: VerdictForm) -> str:
    with reading() as session:
        contest = _contest(session, contest_id)
        rows = _rows(session, contest_id, entry_id, other_id)
        said = queries.verdicts_on(session, entry_id, other_id)
    (shown,) = showing.pairs_shown(rows, {})
    sides = [(entry, list(showing.marked_fields(entry, shown.text))) for entry in (shown.entry, shown.other)]
    pictures = [
        (each, showing.picture_of(shown.entry, each["one"]), showing.picture_of(shown.other, each["other"]))
        for each in shown.pictures
    ]
    return render_template(
        "likeness/pair.html",
        contest=contest,
        pair=shown,
        sides=sides,
        pictures=[found for found in pictures if found[1] and found[2]],
        said=said,
        verdicts=VERDICTS,
        form=form,
    )
