"""Changing an item of the bank: one person writes the change, another looks at the difference and decides."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.languages import LANGUAGES
from contest_app.roles import Role
from contest_app.tasks import kinds
from contest_app.tasks.bank import required_fields
from contest_app.tasks.forms.items import ItemForm, ReturnForm
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Item, ItemProposal
from contest_app.tasks.queries import items as item_queries
from contest_app.tasks.queries import proposals as queries
from contest_app.tasks.queries.groups import names
from contest_app.tasks.routes import bp
from contest_app.tasks.rules.proposals import (
    FIELDS,
    THEME_PARTS,
    ItemChanged,
    Verdict,
    differences,
    editable,
    edited,
)
from contest_app.tasks.services import proposals as services
from contest_app.tasks.services.proposals import ItemFaulty
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import language

#: How many decisions of the past the list shows.
DECIDED: Final = 20


@bp.get("/items/<slug>/edit")
@only(Role.METHODOLOGIST)
def edit_item(slug: str) -> ResponseReturnValue:
    """Show the form of an item: with one's own change where it still waits, or came back."""
    item, own = _opened(slug)
    said, note = (own.said, own.note) if own else (editable(item.fields), "")
    return _form_page(item, ItemForm.of(said, item.version, note), own, own.item if own else item)


@bp.post("/items/<slug>/edit")
@only(Role.METHODOLOGIST)
def propose_item(slug: str) -> ResponseReturnValue:
    """Keep a change for somebody else to look at; what is wrong comes back with all that was typed."""
    item, own = _opened(slug)
    form = ItemForm()
    if not form.validate_on_submit():
        return _form_page(item, form, own, item), 422
    try:
        with transaction() as session:
            proposal = _proposed(session, slug, form)
    except ItemChanged as refusal:
        return _look_again(item, form, own), refusal.status
    except ItemFaulty as refusal:
        form.tell(refusal.breaches)
        return _form_page(item, form, own, item), refusal.status
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return _form_page(item, form, own, item), refusal.status
    flash(_("Saved. Now somebody else has to look at it."), "success")
    return redirect(url_for(".item_change", proposal_id=proposal.id, saved=1), code=303)


@bp.get("/item-changes")
@only(Role.METHODOLOGIST, Role.ADMINISTRATOR)
def item_changes() -> ResponseReturnValue:
    """List the changes that wait for somebody, and the last that were decided."""
    with reading() as session:
        waiting = queries.waiting(session)
        decided = queries.decided(session, DECIDED)
        people = names(session, [proposal.author_id for proposal in (*waiting, *decided)])
    return render_template("tasks/item_changes.html", waiting=waiting, decided=decided, names=people)


@bp.get("/item-changes/<uuid:proposal_id>")
@only(Role.METHODOLOGIST, Role.ADMINISTRATOR)
def item_change(proposal_id: UUID) -> ResponseReturnValue:
    """Show a change: what is different, field by field, and what can be done."""
    return _change_page(proposal_id, ReturnForm(formdata=None))


@bp.post("/item-changes/<uuid:proposal_id>/accept")
@only(Role.METHODOLOGIST, Role.ADMINISTRATOR)
def accept_item_change(proposal_id: UUID) -> ResponseReturnValue:
    """Make a change the newest version of its item."""
    with transaction() as session:
        proposal = queries.proposal_to_decide(session, proposal_id) or abort(404)
        item = services.accept(session, proposal, actor=current_actor(), now=utcnow())
    flash(_("Accepted. This is version %(number)d now.", number=item.version), "success")
    return redirect(url_for(".item", slug=item.slug), code=303)


@bp.post("/item-changes/<uuid:proposal_id>/return")
@only(Role.METHODOLOGIST, Role.ADMINISTRATOR)
def return_item_change(proposal_id: UUID) -> ResponseReturnValue:
    """Send a change back to its author with a reason."""
    form = ReturnForm()
    if not form.validate_on_submit():
        return _change_page(proposal_id, form), 422
    with transaction() as session:
        proposal = queries.proposal_to_decide(session, proposal_id) or abort(404)
        services.send_back(session, proposal, form.reason.data.strip(), actor=current_actor(), now=utcnow())
    flash(_("Returned to its author."), "success")
    return redirect(url_for(".item_changes"), code=303)


@bp.post("/item-changes/<uuid:proposal_id>/withdraw")
@only(Role.METHODOLOGIST)
def withdraw_item_change(proposal_id: UUID) -> ResponseReturnValue:
    """Take one's own change back."""
    actor = current_actor()
    with transaction() as session:
        proposal = queries.proposal_to_decide(session, proposal_id)
        if proposal is None or proposal.author_id != actor.id:
            abort(404)
        services.withdraw(session, proposal, actor=actor, now=utcnow())
        slug = proposal.item.slug
    flash(_("Taken back."), "success")
    return redirect(url_for(".item", slug=slug), code=303)


def _opened(slug: str) -> tuple[Item, ItemProposal | None]:
    """Return the newest version of an item, and one's own change of it that waits or came back."""
    with reading() as session:
        item = item_queries.newest(session, slug) or abort(404)
        own = queries.newest_of(session, current_actor().id, slug)
    is_alive = own is not None and (own.decision is None or own.decision.verdict == Verdict.RETURNED)
    return item, own if is_alive else None


def _proposed(session: Session, slug: str, form: ItemForm) -> ItemProposal:
    item = item_queries.newest(session, slug) or abort(404)
    if form.version.data != item.version:
        raise ItemChanged
    said = form.said(required_fields(item.kind, kinds.schemas()))
    return services.propose(session, item, said, note=form.note.data.strip(), actor=current_actor(), now=utcnow())


def _look_again(item: Item, form: ItemForm, own: ItemProposal | None) -> str:
    """Show the form again upon the newest version, with what is different in that one."""
    seen, form.version.data = form.version.data, item.version
    with reading() as session:
        base = item_queries.version(session, item.slug, seen) or item
    return _form_page(item, form, own, base)


def _form_page(item: Item, form: ItemForm, own: ItemProposal | None, base: Item) -> str:
    """Show the form; ``base`` is the version that its texts were written upon."""
    form.offer_theme()
    with reading() as session:
        others = [each for each in queries.waiting_for(session, item.slug) if each.author_id != current_actor().id]
    faulty = next((fault.language for fault in form.faults if fault.language), None)
    return render_template(
        "tasks/item_form.html",
        item=item,
        form=form,
        own=own,
        others=others,
        since=differences(base.fields, item.fields),
        shown=faulty or language(),
        fields=FIELDS,
        parts=THEME_PARTS,
    )


def _change_page(proposal_id: UUID, form: ReturnForm) -> str:
    with reading() as session:
        proposal = queries.proposal(session, proposal_id) or abort(404)
        newest = item_queries.newest(session, proposal.item.slug) or abort(404)
        decision = proposal.decision
        people = names(session, [proposal.author_id, *([decision.decided_by_id] if decision else [])])
    fields = edited(proposal.item.fields, proposal.said)
    kind = kind_named(proposal.item.kind)
    return render_template(
        "tasks/item_change.html",
        proposal=proposal,
        newest=newest,
        names=people,
        differences=differences(proposal.item.fields, fields),
        sheets={code: kind.sheet(fields, code) for code in LANGUAGES},
        title=fields["title"],
        fields=FIELDS,
        parts=THEME_PARTS,
        form=form,
    )
