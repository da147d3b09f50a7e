"""The demo's jury as the browser tests need it: an invitation that waits, and one by which somebody came in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.accounts.models import School, User
from contest_app.contests.models import Contest
from contest_app.judging.invitations import link_token
from contest_app.judging.models import AllocationDraft, Assignment, JuryInvitation, Round
from contest_app.judging.queries import rounds as queries
from contest_app.judging.rules import Duty
from contest_app.judging.services import drafts, invitations, joining
from contest_app.judging.services.drafts import WhatIf
from contest_app.judging.services.invitations import Guest, NewAccount

WAITING: Final = Guest("Гүлнәр Омарова", "+7 701 000 00 00", Duty.JUDGE)
CAME_IN: Final = Guest("Дәурен Сейітов", "dauren@example.kz", Duty.JUDGE)
#: More jurors to an entry than the demo's jury has.
IMPOSSIBLE: Final = 10


def invite_jurors(session: Session, secret: str, now: datetime) -> None:
    """Invite two into the jury that is at work; one comes in and names a school and a person."""
    contest = session.scalars(
        select(Contest).where(Contest.closes_at <= now, Contest.judging_closes_at > now)
    ).first()
    assert contest is not None
    round_ = queries.round_of(session, contest.id)
    assert round_ is not None
    organizer = session.get_one(User, contest.organizer_id)
    _, second = (
        invitations.invite(session, round_, guest, key=secret, actor=organizer, now=now)
        for guest in (WAITING, CAME_IN)
    )
    session.flush()
    account = NewAccount(CAME_IN.name, "dauren", "a-password-of-the-tests", "kk")
    person = invitations.open_account(session, second, account, now=now)
    school = session.scalars(select(School)).first()
    session.flush()
    joining.declare_tie(session, school, "", "Өз мектебім", actor=person, now=now)
    joining.declare_tie(session, None, "Нұрлан Тілеубек", "Жиенім", actor=person, now=now)
    _ask_for_plans(session, round_, organizer, now)


def _ask_for_plans(session: Session, round_: Round, organizer: User, now: datetime) -> None:
    """Ask what would move without a juror, and for more jurors to an entry than there are."""
    leaver = session.scalars(select(Assignment.judge_id).where(Assignment.round_id == round_.id)).first()
    for what in (WhatIf(round_.reviews, None, leaver, moves_little=True), WhatIf(IMPOSSIBLE)):
        drafts.ask(session, round_, what, actor=organizer, now=now)


def keys_of_jury(session: Session, round_id: UUID, secret: str) -> Mapping[str, object]:
    """Return the keys that the pages of the jury need."""
    sent = select(JuryInvitation).where(JuryInvitation.round_id == round_id)
    waiting = session.scalars(sent.where(JuryInvitation.accepted_at.is_(None))).one()
    taken = session.scalars(sent.where(JuryInvitation.accepted_at.is_not(None))).one()
    plans = select(AllocationDraft).where(AllocationDraft.round_id == round_id)
    return {
        "plan": session.scalars(plans.where(AllocationDraft.reviews < IMPOSSIBLE)).one().id,
        "no_plan": session.scalars(plans.where(AllocationDraft.reviews == IMPOSSIBLE)).one().id,
        "entry_in_judging": session.scalars(
            select(Assignment.entry_id).where(Assignment.round_id == round_id).order_by(Assignment.id)
        ).first(),
        "waiting_invitation": waiting.id,
        "taken_invitation": taken.id,
        "invitation_token": link_token(secret, waiting.id, waiting.version),
        "new_juror": taken.user_id,
    }
