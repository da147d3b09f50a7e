"""What the organizer received: the entries, their files, and the list to take away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.contests import fields, queries, services
from contest_app.contests.downloads import attachment_response, neutral_files
from contest_app.contests.forms.checking import CheckForm
from contest_app.contests.forms.organizing import zone
from contest_app.contests.models import Contest, Entry
from contest_app.contests.routes import bp
from contest_app.errors import Refusal
from contest_app.languages import LANGUAGES
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import localised
from contest_app.web.tables import Cell, Column, Kind, Table, csv_file, xlsx_file

#: For how long an author is offered to mend an entry that is returned.
MENDING = timedelta(days=3)


@bp.get("/organize/contests/<uuid:contest_id>/entries")
@only(Role.ORGANIZER)
def received(contest_id: UUID) -> ResponseReturnValue:
    """Show the entries that a contest has received."""
    with reading() as session:
        contest = _contest(session, contest_id)
        entries = queries.submitted_entries(session, contest.id)
    return render_template("contests/received.html", contest=contest, entries=entries)


@bp.get("/organize/entries/<uuid:entry_id>")
@only(Role.ORGANIZER)
def received_entry(entry_id: UUID) -> ResponseReturnValue:
    """Show one entry as it was submitted, with its authors."""
    return _entry_page(entry_id, _check_form())


@bp.post("/organize/entries/<uuid:entry_id>/check")
@only(Role.ORGANIZER)
def check_entry(entry_id: UUID) -> ResponseReturnValue:
    """Accept an entry, return it to its author, or reject it."""
    form = CheckForm()
    if not form.validate_on_submit():
        return _entry_page(entry_id, form), 422
    try:
        with transaction() as session:
            entry = _entry(session, entry_id)
            services.check_entry(session, entry, form.finding(), actor=current_actor(), now=utcnow())
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return _entry_page(entry_id, form), refusal.status
    flash(gettext("Saved."), "success")
    return redirect(url_for(".received", contest_id=entry.contest_id), code=303)


@bp.get("/organize/entries/<uuid:entry_id>/files/<uuid:attachment_id>")
@only(Role.ORGANIZER)
def received_file(entry_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Hand out a file of a submitted entry under the name that jurors see too."""
    with reading() as session:
        entry = _entry(session, entry_id)
    files = {attachment.id: (attachment, name) for attachment, name in neutral_files(entry)}
    attachment, name = files.get(attachment_id) or abort(404)
    return attachment_response(settings().uploads_dir, attachment, name)


@bp.get("/organize/contests/<uuid:contest_id>/entries.<any(csv, xlsx):kind>")
@only(Role.ORGANIZER)
def export_entries(contest_id: UUID, kind: str) -> ResponseReturnValue:
    """Hand out the list of entries with their authors; that it was taken is kept in the audit."""
    with transaction() as session:
        contest = _contest(session, contest_id)
        entries = queries.submitted_entries(session, contest.id)
        services.note_export(session, contest, kind, actor=current_actor(), now=utcnow())
    return _file(_table(contest, entries), kind)


def _contest(session: Session, contest_id: UUID) -> Contest:
    return queries.organizer_contest(session, current_actor().id, contest_id) or abort(404)


def _entry(session: Session, entry_id: UUID) -> Entry:
    return queries.organizer_entry(session, current_actor().id, entry_id) or abort(404)


def _check_form() -> CheckForm:
    """Return an empty form that offers three days for mending."""
    return CheckForm(data={"mend_until": (utcnow() + MENDING).astimezone(zone()).replace(tzinfo=None)})


def _entry_page(entry_id: UUID, form: CheckForm) -> str:
    with reading() as session:
        entry = _entry(session, entry_id)
    return render_template("contests/received_entry.html", entry=entry, files=neutral_files(entry), form=form)


def _file(table: Table, kind: str) -> Response:
    if kind == "csv":
        return csv_file(table, "entries", zone=zone())
    return xlsx_file([table], "entries", zone=zone())


def _table(contest: Contest, entries: Sequence[Entry]) -> Table:
    """Return the entries as a table: who, where, and every field of the contest's form but the files."""
    texts = [field for field in contest.form if field["kind"] != "file" and field["key"] != "title"]
    columns = [
        Column(gettext("Code")),
        Column(gettext("Title")),
        Column(gettext("Nomination")),
        Column(gettext("Age group")),
        Column(gettext("Language of the work")),
        Column(gettext("Authors")),
        Column(gettext("School")),
        Column(gettext("Supervisor")),
        Column(gettext("Submitted"), Kind.MOMENT),
        Column(gettext("Files"), Kind.NUMBER),
        *(Column(localised(field["label"])) for field in texts for _ in fields.keys_of(field)),
    ]
    keys = [key for field in texts for key in fields.keys_of(field)]
    rows = [[*_facts(entry), *(entry.fields.get(key, "") for key in keys)] for entry in entries]
    return Table(gettext("Entries"), columns, rows)


def _facts(entry: Entry) -> list[Cell]:
    schools = {localised(author.user.school.name) for author in entry.authors if author.user.school}
    return [
        entry.blind_code,
        entry.title,
        localised(entry.nomination.name),
        localised(entry.age_group.name),
        LANGUAGES[entry.language],
        ", ".join(author.full_name for author in entry.authors),
        ", ".join(sorted(schools)),
        entry.supervisor.display_name if entry.supervisor else None,
        entry.submitted_at,
        len(entry.attachments),
    ]
