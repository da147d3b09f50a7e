"""Where a teacher sets the groups of a class's ideas right."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.tasks.forms.groups import MergeForm, RenameForm, SplitForm
from contest_app.tasks.models import ScoringRun, Sitting
from contest_app.tasks.queries import groups as queries
from contest_app.tasks.queries import sittings as sitting_queries
from contest_app.tasks.routes import bp
from contest_app.tasks.rules.groups import Group, groups
from contest_app.tasks.services import groups as services
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction
from contest_app.web.errors import told

Form = MergeForm | SplitForm | RenameForm


class Found(NamedTuple):
    """A run of a teacher's closed sitting, and its groups."""

    sitting: Sitting
    run: ScoringRun
    groups: tuple[Group, ...]


@bp.get("/sittings/<uuid:sitting_id>/groups/<uuid:run_id>")
@only(Role.TEACHER)
def class_groups(sitting_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Show the groups of a run, what can be set right, and what has been."""
    return _groups_page(sitting_id, run_id)


@bp.post("/sittings/<uuid:sitting_id>/groups/<uuid:run_id>/merge")
@only(Role.TEACHER)
def merge_groups(sitting_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Make two groups one."""
    return _set_right(sitting_id, run_id, MergeForm())


@bp.post("/sittings/<uuid:sitting_id>/groups/<uuid:run_id>/split")
@only(Role.TEACHER)
def split_off(sitting_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Give an idea a group of its own."""
    return _set_right(sitting_id, run_id, SplitForm())


@bp.post("/sittings/<uuid:sitting_id>/groups/<uuid:run_id>/rename")
@only(Role.TEACHER)
def rename_group(sitting_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Give a group a better name."""
    return _set_right(sitting_id, run_id, RenameForm())


def _set_right(sitting_id: UUID, run_id: UUID, form: Form) -> ResponseReturnValue:
    found = _found(sitting_id, run_id)
    form.offer(found.groups)
    if not form.validate_on_submit():
        return _groups_page(sitting_id, run_id, form), 422
    try:
        with transaction() as session:
            services.set_right(
                session,
                found.run,
                form.wish(),
                reason=form.reason.data.strip(),
                actor=current_actor(),
                now=utcnow(),
            )
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return _groups_page(sitting_id, run_id, form), refusal.status
    flash(_("Saved. The groups are being counted anew: look again in a few seconds."), "success")
    return redirect(url_for(".class_results", sitting_id=sitting_id), code=303)


def _found(sitting_id: UUID, run_id: UUID) -> Found:
    with reading() as session:
        sitting = sitting_queries.sitting_of(session, current_actor().id, sitting_id)
        if sitting is None or sitting.closed_at is None:
            abort(404)
        run = queries.run_of(session, sitting_id, run_id) or abort(404)
        members = queries.members(session, run.id)
    labels = {int(category): name for category, name in run.category_labels.items()}
    return Found(sitting, run, groups(members, labels))


def _groups_page(sitting_id: UUID, run_id: UUID, returned: Form | None = None) -> str:
    """Show the page; ``returned`` is the form that came back, the others are empty."""
    found = _found(sitting_id, run_id)
    with reading() as session:
        made = queries.corrections(session, sitting_id, found.run.item_id, found.run.language)
        texts = queries.texts(session, [idea.idea_id for each in made for idea in each.ideas])
        names = queries.names(session, [each.made_by_id for each in made])
    forms = {kind.__name__: _form(kind, returned, found.groups) for kind in (MergeForm, SplitForm, RenameForm)}
    return render_template("tasks/class_groups.html", found=found, made=made, texts=texts, names=names, forms=forms)


def _form(kind: type[Form], returned: Form | None, offered: tuple[Group, ...]) -> Form:
    second = offered[1].number if len(offered) > 1 else None
    form: Form = returned if isinstance(returned, kind) else kind(formdata=None, other=second)
    form.offer(offered)
    for field in form:
        field.id = f"{kind.__name__.lower()}-{field.name}"  # three forms of a page share names of fields
    return form
