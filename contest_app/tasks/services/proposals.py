"""Changing an item takes two people: one proposes, another accepts, and a new version is in the bank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.errors import Refusal
from contest_app.languages import N_
from contest_app.tasks import kinds
from contest_app.tasks.bank import Breach, as_written, breaches, content_hash
from contest_app.tasks.models import Item, ItemDecision, ItemProposal
from contest_app.tasks.queries import items as item_queries
from contest_app.tasks.queries import proposals as queries
from contest_app.tasks.rules.proposals import (
    ItemChanged,
    NothingChanged,
    OwnProposal,
    ProposalDecided,
    Verdict,
    edited,
)
from contest_app.tasks.services.bank import row_of


class ItemFaulty(Refusal):
    """An item would say what it may not; ``breaches`` are the places."""

    message = N_("Some texts need another look.")

    def __init__(self, found: Sequence[Breach]) -> None:
        super().__init__()
        self.breaches = tuple(found)


def propose(
    session: Session, item: Item, said: Mapping[str, Any], *, note: str, actor: User, now: datetime
) -> ItemProposal:
    """Keep what a person would have an item say; an earlier proposal of the same person for it is taken back.

    Raises ItemChanged unless ``item`` is the newest version, ItemFaulty, NothingChanged.
    """
    _check_newest(session, item)
    fields = edited(item.fields, said)
    found = breaches(as_written(fields), kinds.schemas())
    if found:
        raise ItemFaulty(found)
    if content_hash(fields) == content_hash(item.fields):
        raise NothingChanged
    for earlier in queries.waiting_for(session, item.slug):
        if earlier.author_id == actor.id:
            _decide(session, earlier, Verdict.WITHDRAWN, actor=actor, now=now)
    proposal = ItemProposal(item_id=item.id, author_id=actor.id, said=dict(said), note=note, proposed_at=now)
    session.add(proposal)
    audit.record(session, actor, "item.change_proposed", proposal, at=now, slug=item.slug, version=item.version)
    return proposal


def accept(session: Session, proposal: ItemProposal, *, actor: User, now: datetime) -> Item:
    """Make a proposal the newest version of its item; attempts keep theirs.

    Raises OwnProposal, ProposalDecided; ItemChanged where another version came first.
    """
    _check_open_to(proposal, actor)
    queries.hold(session, proposal.item)
    _check_newest(session, proposal.item)
    fields = edited(proposal.item.fields, proposal.said) | {"version": proposal.item.version + 1}
    row = row_of(fields, now=now)
    session.add(row)
    session.flush()  # the decision refers to the new version by key
    _decide(session, proposal, Verdict.ACCEPTED, actor=actor, now=now, new_item=row)
    return row


def send_back(session: Session, proposal: ItemProposal, reason: str, *, actor: User, now: datetime) -> None:
    """Return a proposal to its author with a reason.

    Raises OwnProposal, ProposalDecided.
    """
    _check_open_to(proposal, actor)
    _decide(session, proposal, Verdict.RETURNED, actor=actor, now=now, reason=reason)


def withdraw(session: Session, proposal: ItemProposal, *, actor: User, now: datetime) -> None:
    """Take one's own proposal back.

    Raises ProposalDecided.
    """
    if proposal.decision is not None:
        raise ProposalDecided
    _decide(session, proposal, Verdict.WITHDRAWN, actor=actor, now=now)


def _check_newest(session: Session, item: Item) -> None:
    newest = item_queries.newest(session, item.slug)
    if newest is None or newest.id != item.id:
        raise ItemChanged


def _check_open_to(proposal: ItemProposal, actor: User) -> None:
    if proposal.author_id == actor.id:
        raise OwnProposal
    if proposal.decision is not None:
        raise ProposalDecided


def _decide(
    session: Session,
    proposal: ItemProposal,
    verdict: Verdict,
    *,
    actor: User,
    now: datetime,
    reason: str | None = None,
    new_item: Item | None = None,
) -> None:
    proposal.decision = ItemDecision(
        verdict=verdict.value,
        reason=reason,
        decided_by_id=actor.id,
        decided_at=now,
        new_item_id=new_item.id if new_item else None,
    )
    audit.record(session, actor, f"item.change_{verdict}", proposal, at=now, slug=proposal.item.slug)
