from __future__ import annotations

from datetime import timedelta

import pytest
from factories import NOW, make_user
from judging.judging_factories import (
    make_assignment,
    make_contest,
    make_entry,
    make_judge,
    make_round,
    sign_declaration,
)
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from contest_app.accounts.models import School, User
from contest_app.config import ROOT
from contest_app.contests.models import Entry
from contest_app.judging import rules
from contest_app.judging.declaration import Declaration
from contest_app.judging.invitations import ProfileMissing
from contest_app.judging.models import Assignment, ConflictOfInterest, JudgeProfile, JurySignature, Round
from contest_app.judging.queries import joining as queries
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.queries.joining import OwnSeat
from contest_app.judging.rules import Duty
from contest_app.judging.services import joining, rounds
from contest_app.judging.services.joining import Knowledge
from contest_app.judging.services.rounds import Seat
from contest_app.judging.ties import TieSigned, TieUnclear
from contest_app.roles import Role

TEXT = Declaration.read(ROOT / "item_bank")


@pytest.fixture
def round_(session: Session) -> Round:
    """A round with an entry of Әлия Қасымова."""
    round_ = make_round(session, make_contest(session))
    make_entry(session, round_.contest, "K001")
    return round_


def unsigned(session: Session, round_: Round, duty: Duty = Duty.JUDGE) -> User:
    person = make_user(session, Role.JUDGE, Role.CHAIR)
    session.flush()
    rounds.seat_member(session, round_, person, Seat(duty, ["kk"], ["elsewhere"]), actor=person, now=NOW)
    session.flush()
    return person


def seat_of(session: Session, round_: Round, person: User) -> OwnSeat:
    seat = queries.own_seat(session, person.id, round_.id)
    assert seat is not None
    return seat


def school_of(session: Session, entry: Entry) -> School:
    author = session.get_one(User, entry.owner_id)
    assert author.school_id is not None
    return session.get_one(School, author.school_id)


def entry_of(session: Session) -> Entry:
    return session.scalars(select(Entry)).one()


def conflicts(session: Session, round_: Round) -> list[tuple[str, str]]:
    session.flush()
    return [(code, row.reason) for row, _, code in round_queries.conflicts(session, round_.contest_id)]


def test_only_who_has_signed_is_given_entries(session: Session, round_: Round) -> None:
    person = unsigned(session, round_)
    with pytest.raises(rules.NobodySigned):
        rounds.request_allocation(session, round_, actor=person, now=NOW)
    ready = [each.is_ready_to_mark for each in round_queries.members(session, round_.id)]

    sign_declaration(session, round_, person)
    rounds.request_allocation(session, round_, actor=person, now=NOW)

    assert ready == [False]
    assert [each.is_ready_to_mark for each in round_queries.members(session, round_.id)] == [True]
    assert queries.unsigned_rounds(session, person.id) == []


def test_a_signature_keeps_what_was_read_and_is_never_edited(session: Session, round_: Round) -> None:
    person = unsigned(session, round_, Duty.CHAIR)
    for name in ("  Ерлан   Қазы", "Another"):
        seat = seat_of(session, round_, person)
        joining.sign(session, seat, TEXT, "ru", name, actor=person, now=NOW)
        session.flush()

    kept = session.scalars(select(JurySignature)).one()

    assert (kept.name, kept.language, kept.text_version) == ("Ерлан Қазы", "ru", TEXT.version)
    assert (kept.sha256, kept.signed_at) == (TEXT.sha256("ru"), NOW)
    with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
        session.execute(update(JurySignature).values(name="Another"))


def test_a_juror_tells_the_languages_before_signing_and_other_contests_are_kept(
    session: Session, round_: Round
) -> None:
    person = unsigned(session, round_)
    profile = session.get_one(JudgeProfile, person.id)
    profile.languages = []
    with pytest.raises(ProfileMissing):
        joining.sign(session, seat_of(session, round_, person), TEXT, "kk", "A B", actor=person, now=NOW)
    with pytest.raises(rules.LanguagesMissing):
        joining.tell(session, seat_of(session, round_, person), Knowledge([], [], None), actor=person, now=NOW)

    told = Knowledge(["ru", "kk"], ["crafts"], 5)
    joining.tell(session, seat_of(session, round_, person), told, actor=person, now=NOW)
    session.flush()

    assert (profile.languages, profile.expertise) == (["kk", "ru"], ["crafts", "elsewhere"])
    assert seat_of(session, round_, person).member.max_load == 5


def test_a_school_and_a_person_become_conflicts_and_end_with_the_tie(session: Session, round_: Round) -> None:
    person, entry = unsigned(session, round_), entry_of(session)
    school = school_of(session, entry)
    by_school = joining.declare_tie(session, school, "", "my school", actor=person, now=NOW)
    assert conflicts(session, round_) == [("K001", "School 1: my school")]
    by_name = joining.declare_tie(session, None, "әлия қасымова", "", actor=person, now=NOW)
    assert len(conflicts(session, round_)) == 1

    joining.drop_tie(session, by_school, actor=person, now=NOW)
    session.flush()
    session.expire_all()
    assert conflicts(session, round_) == []
    joining.keep_apart(session, rounds_contest(session, round_), now=NOW)

    assert conflicts(session, round_) == [("K001", "әлия қасымова")]
    assert session.scalars(select(ConflictOfInterest.tie_id)).one() == by_name.id


def rounds_contest(session: Session, round_: Round) -> Round:
    """The round with its contest, as the pages load it."""
    found = round_queries.round_of(session, round_.contest_id)
    assert found is not None
    return found


def test_an_entry_that_comes_after_the_word_is_kept_apart_too(session: Session, round_: Round) -> None:
    person = unsigned(session, round_)
    joining.declare_tie(session, None, "Нұрлан Бек", "", actor=person, now=NOW)
    assert conflicts(session, round_) == []
    make_entry(session, round_.contest, "K002", name="Бек Нұрлан")

    joining.keep_apart(session, round_, now=NOW)

    assert conflicts(session, round_) == [("K002", "Нұрлан Бек")]


def test_a_tie_declared_at_work_takes_the_entry_back(session: Session, round_: Round) -> None:
    person, entry = make_judge(session, round_), entry_of(session)
    make_assignment(session, round_, person, entry)
    round_.allocated_at = NOW - timedelta(days=1)
    session.flush()

    tie = joining.declare_tie(session, school_of(session, entry), "", "", actor=person, now=NOW)
    session.flush()

    assert session.scalars(select(Assignment.withdrawn_at)).one() == NOW
    with pytest.raises(TieSigned):
        joining.drop_tie(session, tie, actor=person, now=NOW)


def test_a_tie_names_a_school_or_a_person_and_not_both(session: Session, round_: Round) -> None:
    person = unsigned(session, round_)
    school = school_of(session, entry_of(session))

    for given, name in ((None, "  "), (school, "Әлия Қасымова")):
        with pytest.raises(TieUnclear):
            joining.declare_tie(session, given, name, "", actor=person, now=NOW)
