"""Acts on invitations into a jury: sending, making anew, withdrawing, coming in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import RoleGrant, User
from contest_app.accounts.rules import token_hash
from contest_app.accounts.services import add_staff
from contest_app.judging import invitations, rules
from contest_app.judging.models import JuryInvitation, JuryMember, Round
from contest_app.judging.rules import Duty
from contest_app.roles import Role

#: The role without which a duty cannot be done.
ROLE_FOR = {Duty.JUDGE: Role.JUDGE, Duty.CHAIR: Role.CHAIR, Duty.SECRETARY: Role.CHAIR}


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited: a name, how the organizer reaches the person, and for what duty."""

    name: str
    contact: str
    duty: Duty


@dataclass(frozen=True, slots=True)
class NewAccount:
    """How somebody who has no account yet wants to sign in."""

    display_name: str
    login: str
    password: str
    language: str


def invite(session: Session, round_: Round, guest: Guest, *, key: str, actor: User, now: datetime) -> JuryInvitation:
    """Make a link by which somebody comes into the jury.

    Raises AlreadyPublished.
    """
    if round_.published_at is not None:
        raise rules.AlreadyPublished
    invitation = JuryInvitation(
        round_id=round_.id, name=guest.name, contact=guest.contact, duty=guest.duty.value, version=0, created_at=now
    )
    _make_link(invitation, key, now)
    session.add(invitation)
    audit.record(session, actor, "jury.invited", invitation, at=now, round_id=str(round_.id), duty=guest.duty)
    return invitation


def renew_link(session: Session, invitation: JuryInvitation, *, key: str, actor: User, now: datetime) -> None:
    """Make the link anew, for its whole time; the old one opens nothing.

    Raises InvitationUsed.
    """
    _check_unused(invitation)
    _make_link(invitation, key, now)
    audit.record(session, actor, "jury.invitation_renewed", invitation, at=now)


def revoke(session: Session, invitation: JuryInvitation, *, actor: User, now: datetime) -> None:
    """Withdraw an invitation: its link opens nothing from now on.

    Raises InvitationUsed.
    """
    _check_unused(invitation)
    invitation.revoked_at = now
    audit.record(session, actor, "jury.invitation_revoked", invitation, at=now)


def is_live(invitation: JuryInvitation, now: datetime) -> bool:
    """Say whether the link still lets somebody in (``invitation.round`` must be loaded)."""
    is_free = invitation.accepted_at is None and invitation.revoked_at is None
    return is_free and now < invitation.expires_at and invitation.round.published_at is None


def state(invitation: JuryInvitation, *, is_signed: bool, now: datetime) -> invitations.State:
    """Return how far an invitation has come; ``is_signed`` says whether its person has signed the declaration."""
    return invitations.state_of(
        expires_at=invitation.expires_at,
        revoked_at=invitation.revoked_at,
        accepted_at=invitation.accepted_at,
        is_signed=is_signed,
        now=now,
    )


def open_account(session: Session, invitation: JuryInvitation, account: NewAccount, *, now: datetime) -> User:
    """Open an account for the person invited, who then is in the jury.

    Raises LoginUnfit, LoginTaken, PasswordTooShort.
    """
    user = add_staff(
        session,
        display_name=account.display_name,
        login=account.login,
        password=account.password,
        roles={ROLE_FOR[Duty(invitation.duty)]},
        language=account.language,
        school=None,
        actor=None,
        now=now,
    )
    session.flush()  # the seat refers to the person by key
    come_in(session, invitation, user, now=now)
    return user


def come_in(session: Session, invitation: JuryInvitation, user: User, *, now: datetime) -> None:
    """Seat the person who opened the link; one who sits in the jury already keeps the seat.

    ``user.grants`` must be loaded.
    """
    role = ROLE_FOR[Duty(invitation.duty)]
    if role not in user.roles:
        session.add(RoleGrant(user_id=user.id, role=role.value))
    if session.get(JuryMember, (invitation.round_id, user.id)) is None:
        session.add(JuryMember(round_id=invitation.round_id, user_id=user.id, duty=invitation.duty, max_load=None))
    invitation.user_id, invitation.accepted_at = user.id, now
    audit.record(session, user, "jury.came_in", invitation, at=now, round_id=str(invitation.round_id))


def _make_link(invitation: JuryInvitation, key: str, now: datetime) -> None:
    invitation.version += 1
    invitation.token_hash = token_hash(invitations.link_token(key, invitation.id, invitation.version))
    invitation.expires_at, invitation.revoked_at = now + invitations.LASTS, None


def _check_unused(invitation: JuryInvitation) -> None:
    if invitation.accepted_at is not None:
        raise invitations.InvitationUsed
