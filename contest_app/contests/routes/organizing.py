"""The organizer's side: making a contest from a preset, and changing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.contests import presets, queries, services
from contest_app.contests.forms.organizing import (
    NewContestForm,
    basics_form,
    criteria_form,
    groups_form,
    new_contest_form,
    zone,
)
from contest_app.contests.models import Contest
from contest_app.contests.routes import bp
from contest_app.contests.rules import Phase, Schedule
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told

MORNING_HOUR = 9


@bp.get("/organize/contests")
@only(Role.ORGANIZER)
def organized() -> ResponseReturnValue:
    """Show the organizer's contests."""
    now = utcnow()
    with reading() as session:
        found = queries.organizer_contests(session, current_actor().id)
    rows = [(contest, contest.phase(now), received) for contest, received in found]
    return render_template("contests/organized.html", rows=rows)


@bp.get("/organize/contests/new")
@only(Role.ORGANIZER)
def choose_preset() -> ResponseReturnValue:
    """Show the presets to choose from: those for pupils, then those for teachers."""
    found = presets.read_presets(settings().item_bank_dir)
    return render_template(
        "contests/choose_preset.html",
        for_pupils=[preset for preset in found if not preset.is_for_adults],
        for_teachers=[preset for preset in found if preset.is_for_adults],
    )


@bp.get("/organize/contests/new/<slug>")
@only(Role.ORGANIZER)
def new_contest(slug: str) -> ResponseReturnValue:
    """Show the form of a new contest, filled from its preset."""
    preset = _preset(slug)
    return _new_page(preset, new_contest_form(preset.name.model_dump(), _usual_schedule(preset)))


@bp.post("/organize/contests/new/<slug>")
@only(Role.ORGANIZER)
def create_contest(slug: str) -> ResponseReturnValue:
    """Make a contest from a preset."""
    preset = _preset(slug)
    form = new_contest_form(preset.name.model_dump(), _usual_schedule(preset))
    if not form.validate_on_submit():
        return _new_page(preset, form), 422
    try:
        with transaction() as session:
            contest = services.create_contest(
                session,
                preset,
                industries=presets.read_industries(settings().item_bank_dir),
                name=form.text("name"),
                schedule=form.schedule(),
                actor=current_actor(),
                now=utcnow(),
            )
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return _new_page(preset, form), refusal.status
    return redirect(url_for(".organized_contest", contest_id=contest.id), code=303)


@bp.get("/organize/contests/<uuid:contest_id>")
@only(Role.ORGANIZER)
def organized_contest(contest_id: UUID) -> ResponseReturnValue:
    """Show a contest with what has come in, by nomination and age group."""
    with reading() as session:
        contest = _contest(session, contest_id)
        counts = queries.entry_counts(session, contest.id)
    return render_template(
        "contests/organized_contest.html",
        contest=contest,
        phase=contest.phase(utcnow()),
        counts={(count.nomination_id, count.age_group_id): count for count in counts},
        received=sum(count.submitted for count in counts),
        drafts=sum(count.drafts for count in counts),
    )


@bp.get("/organize/contests/<uuid:contest_id>/basics")
@only(Role.ORGANIZER)
def edit_basics(contest_id: UUID) -> ResponseReturnValue:
    """Show the form of texts, dates and numbers."""
    contest = known(contest_id)
    return edit_page("contests/edit_basics.html", contest, basics_form(contest))


@bp.post("/organize/contests/<uuid:contest_id>/basics")
@only(Role.ORGANIZER)
def change_basics(contest_id: UUID) -> ResponseReturnValue:
    """Change texts, dates and numbers."""
    contest = known(contest_id)
    form = basics_form(contest)

    def change(session: Session, fresh: Contest) -> None:
        services.change_basics(
            session, fresh, form.basics(), reason=form.reason.data or "", actor=current_actor(), now=utcnow()
        )

    return changed("contests/edit_basics.html", contest, form, change)


@bp.get("/organize/contests/<uuid:contest_id>/groups")
@only(Role.ORGANIZER)
def edit_groups(contest_id: UUID) -> ResponseReturnValue:
    """Show the form of nominations and age groups."""
    contest = known(contest_id)
    return edit_page("contests/edit_groups.html", contest, groups_form(contest))


@bp.post("/organize/contests/<uuid:contest_id>/groups")
@only(Role.ORGANIZER)
def change_groups(contest_id: UUID) -> ResponseReturnValue:
    """Change nominations and age groups."""
    contest = known(contest_id)
    form = groups_form(contest)

    def change(session: Session, fresh: Contest) -> None:
        services.change_groups(
            session,
            fresh,
            nominations=form.groups("nomination"),
            age_groups=form.groups("age_group"),
            reason=form.reason.data or "",
            actor=current_actor(),
            now=utcnow(),
        )

    return changed("contests/edit_groups.html", contest, form, change)


@bp.get("/organize/contests/<uuid:contest_id>/criteria")
@only(Role.ORGANIZER)
def edit_criteria(contest_id: UUID) -> ResponseReturnValue:
    """Show the form of the criteria."""
    contest = known(contest_id)
    return edit_page("contests/edit_criteria.html", contest, criteria_form(contest))


@bp.post("/organize/contests/<uuid:contest_id>/criteria")
@only(Role.ORGANIZER)
def change_criteria(contest_id: UUID) -> ResponseReturnValue:
    """Change weights and texts of the criteria."""
    contest = known(contest_id)
    form = criteria_form(contest)

    def change(session: Session, fresh: Contest) -> None:
        criteria = form.criteria(fresh.rubric)
        services.change_criteria(
            session, fresh, criteria, reason=form.reason.data or "", actor=current_actor(), now=utcnow()
        )

    return changed("contests/edit_criteria.html", contest, form, change)


def _preset(slug: str) -> presets.Preset:
    try:
        return presets.read_preset(settings().item_bank_dir, slug)
    except KeyError:
        abort(404)


def _usual_schedule(preset: presets.Preset) -> Schedule:
    """Return the dates that are offered: from nine o'clock tomorrow, for as long as the preset says."""
    tomorrow = utcnow().astimezone(zone()) + timedelta(days=1)
    opens_at = tomorrow.replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
    return Schedule.lasting(opens_at, entries_days=preset.days.entries, judging_days=preset.days.judging)


def _new_page(preset: presets.Preset, form: NewContestForm) -> str:
    return render_template("contests/new_contest.html", preset=preset, form=form)


def _contest(session: Session, contest_id: UUID) -> Contest:
    return queries.organizer_contest(session, current_actor().id, contest_id) or abort(404)


def known(contest_id: UUID) -> Contest:
    """Return a contest of the person who asks, or answer 404."""
    with reading() as session:
        return _contest(session, contest_id)


def edit_page(template: str, contest: Contest, form: FlaskForm) -> str:
    """Show a form that changes a contest."""
    phase = contest.phase(utcnow())
    return render_template(
        template, contest=contest, form=form, needs_reason=phase is not Phase.PREPARED, phase=phase
    )


def changed(
    template: str, contest: Contest, form: FlaskForm, change: Callable[[Session, Contest], None]
) -> ResponseReturnValue:
    """Make a change if the form is right and the rules allow it; else show the form again as it was typed."""
    if not form.validate_on_submit():
        return edit_page(template, contest, form), 422
    try:
        with transaction() as session:
            change(session, _contest(session, contest.id))
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return edit_page(template, contest, form), refusal.status
    flash(gettext("Saved."), "success")
    return redirect(url_for(".organized_contest", contest_id=contest.id), code=303)
