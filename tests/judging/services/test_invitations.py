from __future__ import annotations

from datetime import timedelta

import pytest
from factories import NOW, PASSWORD, SECRET, make_user
from judging.judging_factories import make_contest, make_judge, make_round
from sqlalchemy.orm import Session

from contest_app.accounts import queries as account_queries
from contest_app.accounts.models import User
from contest_app.accounts.rules import token_hash
from contest_app.judging import rules
from contest_app.judging.invitations import LASTS, InvitationUsed, link_token
from contest_app.judging.models import JuryInvitation, JuryMember, Round
from contest_app.judging.queries import joining as queries
from contest_app.judging.rules import Duty
from contest_app.judging.services import invitations
from contest_app.judging.services.invitations import Guest, NewAccount
from contest_app.roles import Role

ACCOUNT = NewAccount("Ерлан Қазы", "erlan", PASSWORD, "kk")


@pytest.fixture
def round_(session: Session) -> Round:
    """A round of an organizer."""
    return make_round(session, make_contest(session))


def invited(session: Session, round_: Round, duty: Duty = Duty.JUDGE) -> JuryInvitation:
    organizer = session.get_one(User, round_.contest.organizer_id)
    guest = Guest("Ерлан", "+7 700", duty)
    invitation = invitations.invite(session, round_, guest, key=SECRET, actor=organizer, now=NOW)
    session.flush()
    return invitation


def opened(session: Session, invitation: JuryInvitation, version: int = 1) -> JuryInvitation | None:
    return queries.invitation_by_token(session, token_hash(link_token(SECRET, invitation.id, version)))


@pytest.mark.parametrize(
    ("duty", "role"), [(Duty.JUDGE, Role.JUDGE), (Duty.CHAIR, Role.CHAIR), (Duty.SECRETARY, Role.CHAIR)]
)
def test_a_new_person_comes_in_with_the_role_of_the_duty(
    session: Session, round_: Round, duty: Duty, role: Role
) -> None:
    found = opened(session, invited(session, round_, duty))
    assert found is not None
    assert invitations.is_live(found, NOW)

    user = invitations.open_account(session, found, ACCOUNT, now=NOW)
    session.flush()

    assert (user.roles, user.login) == (frozenset({role}), "erlan")
    assert session.get_one(JuryMember, (round_.id, user.id)).duty == duty
    assert not invitations.is_live(found, NOW)


def test_a_known_person_gets_the_role_beside_the_others_and_keeps_a_seat_that_is_held(
    session: Session, round_: Round
) -> None:
    teacher = make_user(session, Role.TEACHER)
    session.flush()
    judge = make_judge(session, round_)
    for person, duty in ((teacher, Duty.JUDGE), (judge, Duty.CHAIR)):
        invitations.come_in(session, invited(session, round_, duty), person, now=NOW)
        session.flush()

    session.expire_all()
    known = account_queries.staff(session, teacher.id)
    assert known is not None
    assert known.roles == {Role.TEACHER, Role.JUDGE}
    assert session.get_one(JuryMember, (round_.id, judge.id)).duty == Duty.JUDGE


def test_a_link_dies_with_time_withdrawal_renewal_and_publication(session: Session, round_: Round) -> None:
    organizer = session.get_one(User, round_.contest.organizer_id)
    late, withdrawn, renewed, published = (invited(session, round_) for _ in range(4))
    for each in (late, withdrawn, renewed, published):
        each.round = round_
    invitations.revoke(session, withdrawn, actor=organizer, now=NOW)
    invitations.renew_link(session, renewed, key=SECRET, actor=organizer, now=NOW)
    session.flush()

    assert not invitations.is_live(late, NOW + LASTS)
    assert invitations.is_live(late, NOW + LASTS - timedelta(seconds=1))
    assert not invitations.is_live(withdrawn, NOW)
    assert opened(session, renewed) is None
    assert opened(session, renewed, 2) is renewed
    round_.published_at = NOW
    assert not invitations.is_live(published, NOW)
    with pytest.raises(rules.AlreadyPublished):
        invited(session, round_)


def test_what_was_used_is_neither_withdrawn_nor_made_anew(session: Session, round_: Round) -> None:
    organizer = session.get_one(User, round_.contest.organizer_id)
    invitation = invited(session, round_)
    invitations.open_account(session, invitation, ACCOUNT, now=NOW)

    with pytest.raises(InvitationUsed):
        invitations.revoke(session, invitation, actor=organizer, now=NOW)
    with pytest.raises(InvitationUsed):
        invitations.renew_link(session, invitation, key=SECRET, actor=organizer, now=NOW)
