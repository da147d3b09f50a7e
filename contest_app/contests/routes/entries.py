"""A pupil's entries, also for the co-authors and for the teacher who supervises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import Student
from contest_app.accounts.rules import Purpose
from contest_app.clock import utcnow
from contest_app.contests import fields, queries, services
from contest_app.contests.downloads import attachment_response
from contest_app.contests.forms.entries import EntryFields, entry_form
from contest_app.contests.models import Attachment, Entry, EntryAuthor
from contest_app.contests.receipt import in_groups
from contest_app.contests.routes import bp
from contest_app.contests.rules import EntryChanged
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry with what its form needs: the pupil who owns it (None after leaving the school) and the classmates."""

    entry: Entry
    owner: Student | None
    classmates: list[Student]


@bp.get("/my/entries")
@only(Role.STUDENT, Role.TEACHER)
def my_entries() -> ResponseReturnValue:
    """Show the entries in which the person takes part."""
    now = utcnow()
    with reading() as session:
        entries = queries.entries_of(session, current_actor().id)
    taking = {entry.id for entry in entries if entry.contest.schedule.takes_entries(now)}
    return render_template("contests/my_entries.html", entries=entries, taking=taking)


@bp.get("/my/entries/<uuid:entry_id>")
@only(Role.STUDENT, Role.TEACHER)
def entry_page(entry_id: UUID) -> ResponseReturnValue:
    """Show an entry as it stands: the receipt of a submitted one."""
    with reading() as session:
        entry = _entry(session, entry_id)
        without_consent = _without_consent(session, entry)
    return render_template(
        "contests/entry.html",
        entry=entry,
        can_edit=_can_edit(entry),
        is_editor=current_actor().id in (entry.owner_id, entry.supervisor_id),
        without_consent=without_consent,
        fingerprint=in_groups(services.fingerprint_of(entry)),
        phase=entry.contest.phase(utcnow()),
        takes_entries=entry.contest.schedule.takes_entries(utcnow()),
    )


@bp.get("/my/entries/<uuid:entry_id>/edit")
@only(Role.STUDENT, Role.TEACHER)
def edit_entry(entry_id: UUID) -> ResponseReturnValue:
    """Show the form of an entry, or the entry where it can no longer change."""
    page = _opened(entry_id)
    if not _can_edit(page.entry):
        return redirect(url_for(".entry_page", entry_id=entry_id), code=303)
    return _form_page(page, entry_form(page.entry, page.classmates))


@bp.post("/my/entries/<uuid:entry_id>/edit")
@only(Role.STUDENT, Role.TEACHER)
def save_entry(entry_id: UUID) -> ResponseReturnValue:
    """Save an entry with its files; submit it where that was pressed. What is saved stays, come what may."""
    page = _opened(entry_id)
    form = entry_form(page.entry, page.classmates)
    is_submitting = request.form.get("action") == "submit"
    try:
        _save(entry_id, form)
        if is_submitting:
            _submit(entry_id)
    except Refusal as refusal:
        return _refused(entry_id, form, refusal)
    flash(gettext("Your entry has been submitted.") if is_submitting else gettext("Saved."), "success")
    return redirect(url_for(".entry_page" if is_submitting else ".edit_entry", entry_id=entry_id), code=303)


@bp.post("/my/entries/<uuid:entry_id>/draft")
@only(Role.STUDENT, Role.TEACHER)
def keep_draft(entry_id: UUID) -> ResponseReturnValue:
    """Save what is typed while it is being typed; answers with the new revision."""
    with transaction() as session:
        entry = _entry(session, entry_id)
        form = entry_form(entry, _classmates(session, queries.student(session, entry.owner_id)))
        _check(form)
        services.save_entry(session, entry, form.work(), actor=current_actor(), now=utcnow())
    return jsonify(revision=entry.revision)


@bp.post("/my/entries/<uuid:entry_id>/withdraw")
@only(Role.STUDENT, Role.TEACHER)
def withdraw_entry(entry_id: UUID) -> ResponseReturnValue:
    """Take a submitted entry out of its contest."""
    with transaction() as session:
        services.withdraw_entry(session, _entry(session, entry_id), actor=current_actor(), now=utcnow())
    flash(gettext("The entry has been withdrawn."))
    return redirect(url_for(".my_entries"), code=303)


@bp.post("/my/entries/<uuid:entry_id>/discard")
@only(Role.STUDENT, Role.TEACHER)
def discard_draft(entry_id: UUID) -> ResponseReturnValue:
    """Delete a draft."""
    with transaction() as session:
        services.discard_draft(session, _entry(session, entry_id), actor=current_actor(), now=utcnow())
    flash(gettext("The draft has been deleted."))
    return redirect(url_for(".my_entries"), code=303)


@bp.post("/my/entries/<uuid:entry_id>/files/<uuid:attachment_id>/remove")
@only(Role.STUDENT, Role.TEACHER)
def remove_file(entry_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Take a file out of an entry."""
    with transaction() as session:
        services.remove_file(session, _entry(session, entry_id), attachment_id, actor=current_actor(), now=utcnow())
    return redirect(url_for(".edit_entry", entry_id=entry_id), code=303)


@bp.get("/my/entries/<uuid:entry_id>/files/<uuid:attachment_id>")
@only(Role.STUDENT, Role.TEACHER)
def entry_file(entry_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Hand out a file of an entry to those who take part in it."""
    with reading() as session:
        entry = _entry(session, entry_id)
        attachment = queries.attachment(session, entry.id, attachment_id) or abort(404)
    return attachment_response(settings().uploads_dir, attachment, attachment.filename)


def _entry(session: Session, entry_id: UUID) -> Entry:
    return queries.entry_of(session, current_actor().id, entry_id) or abort(404)


def _opened(entry_id: UUID) -> Opened:
    with reading() as session:
        entry = _entry(session, entry_id)
        owner = queries.student(session, entry.owner_id)
        return Opened(entry, owner, _classmates(session, owner))


def _classmates(session: Session, owner: Student | None) -> list[Student]:
    roster = people.roster(session, owner.class_id) if owner else []
    return [student for student in roster if owner and student.user_id != owner.user_id]


def _can_edit(entry: Entry) -> bool:
    try:
        services.check_editable(entry, current_actor(), utcnow())
    except Refusal:
        return False
    return True


def _without_consent(session: Session, entry: Entry) -> list[EntryAuthor]:
    """Return the authors for whom consent to take part in contests is not on record."""
    consents = people.consents(session, [author.user_id for author in entry.authors])
    given = {
        student_id for (student_id, purpose), row in consents.items() if purpose is Purpose.CONTEST and row.is_given
    }
    return [author for author in entry.authors if author.user_id not in given]


def _save(entry_id: UUID, form: EntryFields) -> None:
    """Keep the text and each file that is accepted; only then raise FieldsUnfit for those that are not."""
    _check(form)
    with transaction() as session:
        entry = _entry(session, entry_id)
        services.save_entry(session, entry, form.work(), actor=current_actor(), now=utcnow())
        problems = _attach_all(session, entry, form)
    form.build_on(entry.revision)
    if problems:
        raise fields.FieldsUnfit(problems)


def _submit(entry_id: UUID) -> None:
    with transaction() as session:
        services.submit_entry(session, _entry(session, entry_id), actor=current_actor(), now=utcnow())


def _check(form: EntryFields) -> None:
    """Refuse a form whose choices are none of those offered; the form itself knows which."""
    if not form.validate():
        raise fields.FieldsUnfit([])


def _attach_all(session: Session, entry: Entry, form: EntryFields) -> list[fields.Problem]:
    kinds = {field["key"]: field for field in entry.contest.form}
    problems = [_attach(session, entry, kinds[key], sent) for key, sent in form.sent_files()]
    return [problem for problem in problems if problem]


def _attach(session: Session, entry: Entry, field: dict[str, Any], sent: services.SentFile) -> fields.Problem | None:
    folder, actor = settings().uploads_dir, current_actor()
    try:
        services.attach_file(session, entry, field, sent, uploads_dir=folder, actor=actor, now=utcnow())
    except Refusal as refusal:
        return fields.Problem(field["key"], refusal.message, refusal.facts)
    return None


def _refused(entry_id: UUID, form: EntryFields, refusal: Refusal) -> ResponseReturnValue:
    """Show the form again with everything that was typed and what is wrong with it."""
    page = _opened(entry_id)
    if isinstance(refusal, fields.FieldsUnfit):
        form.tell(refusal.problems)
    else:
        form.form_errors.append(told(refusal))
    if not isinstance(refusal, EntryChanged):
        return _form_page(page, form), refusal.status
    # Saving once more is then a choice made knowingly: the newer text stands on the page.
    form.build_on(page.entry.revision)
    return _form_page(page, form, newer=page.entry), refusal.status


def _form_page(page: Opened, form: EntryFields, newer: Entry | None = None) -> str:
    return render_template(
        "contests/edit_entry.html",
        entry=page.entry,
        contest=page.entry.contest,
        owner=page.owner,
        classmates=page.classmates,
        form=form,
        newer=newer,
        phase=page.entry.contest.phase(utcnow()),
        takes_entries=page.entry.contest.schedule.takes_entries(utcnow()),
        files=_files_by_field(page.entry),
        is_teacher=current_actor().id == page.entry.supervisor_id,
    )


def _files_by_field(entry: Entry) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in entry.attachments:
        found[attachment.field].append(attachment)
    return found
