"""The organizer builds the form of an entry: one field a page, in an order that can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.contests import presets, queries, services
from contest_app.contests.form_changes import placed
from contest_app.contests.forms.entries import preview_form
from contest_app.contests.forms.form_building import KINDS, FieldFields, field_form, new_field
from contest_app.contests.models import Contest
from contest_app.contests.routes import bp
from contest_app.contests.rules import Phase
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told


@bp.get("/organize/contests/<uuid:contest_id>/form")
@only(Role.ORGANIZER)
def entry_fields(contest_id: UUID) -> ResponseReturnValue:
    """Show the fields of the form in their order, and the kinds of which another can be added."""
    contest = _known(contest_id)
    return render_template("contests/form.html", contest=contest, phase=contest.phase(utcnow()), kinds=KINDS)


@bp.get("/organize/contests/<uuid:contest_id>/form/preview")
@only(Role.ORGANIZER)
def preview_entry_form(contest_id: UUID) -> ResponseReturnValue:
    """Show the form as those who enter see it; nothing can be sent."""
    contest = _known(contest_id)
    return render_template("contests/form_preview.html", contest=contest, form=preview_form(contest))


@bp.post("/organize/contests/<uuid:contest_id>/form/<key>/move")
@only(Role.ORGANIZER)
def move_field(contest_id: UUID, key: str) -> ResponseReturnValue:
    """Move a field one place up or down; once the contest is open that is done on the field's page, with a reason."""
    step = 1 if request.form.get("to") == "down" else -1
    with transaction() as session:
        contest = _contest(session, contest_id)
        field = _field(contest, key)
        place = contest.form.index(field) + step
        if 0 <= place < len(contest.form):
            _change(session, contest, placed(contest.form, field, place))
    return redirect(url_for(".entry_fields", contest_id=contest_id, _anchor=f"field-{key}"), code=303)


@bp.get("/organize/contests/<uuid:contest_id>/form/new/<kind>")
@only(Role.ORGANIZER)
def new_entry_field(contest_id: UUID, kind: str) -> ResponseReturnValue:
    """Show the page of a field that is not there yet."""
    contest = _known(contest_id)
    field = _new(kind)
    return _page(contest, field, field_form(field, contest.form), is_new=True)


@bp.post("/organize/contests/<uuid:contest_id>/form/new/<kind>")
@only(Role.ORGANIZER)
def add_entry_field(contest_id: UUID, kind: str) -> ResponseReturnValue:
    """Add a field."""
    return _changed(_known(contest_id), _new(kind), is_new=True)


@bp.get("/organize/contests/<uuid:contest_id>/form/<key>")
@only(Role.ORGANIZER)
def edit_entry_field(contest_id: UUID, key: str) -> ResponseReturnValue:
    """Show the page of a field."""
    contest = _known(contest_id)
    field = _field(contest, key)
    return _page(contest, field, field_form(field, contest.form), is_new=False)


@bp.post("/organize/contests/<uuid:contest_id>/form/<key>")
@only(Role.ORGANIZER)
def change_entry_field(contest_id: UUID, key: str) -> ResponseReturnValue:
    """Change, move or remove a field."""
    contest = _known(contest_id)
    return _changed(contest, _field(contest, key), is_new=False)


def _contest(session: Session, contest_id: UUID) -> Contest:
    return queries.organizer_contest(session, current_actor().id, contest_id) or abort(404)


def _known(contest_id: UUID) -> Contest:
    with reading() as session:
        return _contest(session, contest_id)


def _field(contest: Contest, key: str) -> dict[str, Any]:
    return next((field for field in contest.form if field["key"] == key), None) or abort(404)


def _new(kind: str) -> dict[str, Any]:
    if kind not in KINDS:
        abort(404)
    return new_field(kind, presets.read_industries(settings().item_bank_dir))


def _changed(contest: Contest, field: Mapping[str, Any], *, is_new: bool) -> ResponseReturnValue:
    """Keep what was typed if it is right and the rules allow it; else show the page again as it was typed."""
    form = field_form(field, contest.form)
    if not form.validate_on_submit():
        return _page(contest, field, form, is_new=is_new), 422
    try:
        with transaction() as session:
            fresh = _contest(session, contest.id)
            _change(session, fresh, form.wanted(fresh.form), form.reason.data or "", is_told=form.is_told.data)
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return _page(contest, field, form, is_new=is_new), refusal.status
    flash(gettext("Saved."), "success")
    return redirect(url_for(".entry_fields", contest_id=contest.id), code=303)


def _change(
    session: Session, contest: Contest, wanted: list[dict[str, Any]], reason: str = "", *, is_told: bool = False
) -> None:
    services.change_form(
        session, contest, wanted, reason=reason, is_told=is_told, actor=current_actor(), now=utcnow()
    )


def _page(contest: Contest, field: Mapping[str, Any], form: FieldFields, *, is_new: bool) -> str:
    phase = contest.phase(utcnow())
    return render_template(
        "contests/form_field.html",
        contest=contest,
        spec=field,
        form=form,
        is_new=is_new,
        kind=KINDS[field["kind"]],
        needs_reason=phase is not Phase.PREPARED,
    )
