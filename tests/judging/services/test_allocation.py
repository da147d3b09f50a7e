from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from factories import NOW, make_class, make_student, make_user
from judging.judging_factories import make_contest, make_entry, make_judge, make_round, submit
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.contests.models import Entry
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.judging import rules
from contest_app.judging.allocation.facts import FewJudges, Infeasible, Kept, Shortage
from contest_app.judging.allocation.planning import allocate
from contest_app.judging.models import Assignment, Round
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.queries import sheets
from contest_app.judging.rules import Given
from contest_app.judging.services import allocation, rounds, scoresheets
from contest_app.roles import Role


def pairs(session: Session) -> set[tuple[UUID, UUID]]:
    rows = session.scalars(select(Assignment).where(Assignment.withdrawn_at.is_(None)))
    return {(row.judge_id, row.entry_id) for row in rows}


def share_out(session: Session, round_: Round, now: datetime = NOW) -> None:
    problem = allocation.problem_of(session, round_.id, now=now)
    allocation.keep(session, round_.id, problem, allocate(problem), now=now)
    session.flush()


def four_entries(session: Session) -> tuple[Round, list[Entry], list[User]]:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    entries = [make_entry(session, contest, f"K00{n}") for n in range(4)]
    return round_, entries, [make_judge(session, round_) for _ in range(4)]


def test_each_entry_is_given_to_as_many_judges_as_the_round_asks_for(session: Session) -> None:
    round_, entries, judges = four_entries(session)

    share_out(session, round_)

    found = pairs(session)
    assert Counter(entry for _, entry in found) == {entry.id: 2 for entry in entries}
    assert {judge for judge, _ in found} <= {judge.id for judge in judges}
    assert (round_.allocated_at, round_.allocation_problem, round_.allocation_requested_at) == (NOW, None, None)


def test_a_judge_never_gets_an_entry_of_the_own_school_or_a_supervised_one_or_a_declared_one(
    session: Session,
) -> None:
    contest = make_contest(session, reviews=1)
    round_ = make_round(session, contest)
    own_school, supervisor, declared, free = (make_judge(session, round_) for _ in range(4))
    teacher = make_user(session, Role.TEACHER)
    school_class = make_class(session, teacher)
    assert own_school.school_id is not None
    school_class.school_id = own_school.school_id
    entry = make_entry(session, contest, "K001", author=make_student(session, school_class).user)
    entry.supervisor_id = supervisor.id
    rounds.declare_conflict(session, round_, declared.id, entry, "My neighbour's child", actor=declared, now=NOW)
    session.flush()

    share_out(session, round_)

    assert pairs(session) == {(free.id, entry.id)}


def test_what_has_begun_stays_when_a_judge_leaves_and_the_rest_is_given_anew(session: Session) -> None:
    round_, entries, judges = four_entries(session)
    share_out(session, round_)
    leaver, drafter = judges[0], judges[1]
    own = sheets.inbox(session, leaver.id)
    submit(session, own[0], leaver, 4, 4)
    begun = sheets.inbox(session, drafter.id)[0]
    scoresheets.save_draft(session, begun, {"idea": Given(2)}, now=NOW)
    session.expire_all()
    session.refresh(round_, ["contest"])
    member = round_queries.member(session, round_.id, leaver.id)
    assert member is not None

    rounds.dismiss_member(session, round_, member, actor=leaver, now=NOW)
    session.flush()
    share_out(session, round_)

    found = pairs(session)
    assert Counter(entry for _, entry in found) == {entry.id: 2 for entry in entries}
    assert [pair for pair in found if pair[0] == leaver.id] == [(leaver.id, own[0].entry_id)]
    assert (drafter.id, begun.entry_id) in found


def test_a_conflict_declared_on_an_assignment_withdraws_it_and_asks_for_another_judge(session: Session) -> None:
    round_, _, judges = four_entries(session)
    share_out(session, round_)
    mine = sheets.inbox(session, judges[0].id)[0]

    rounds.declare_conflict(
        session, round_, judges[0].id, mine.entry, "I taught the author", actor=judges[0], now=NOW
    )
    session.flush()
    assert round_.allocation_requested_at == NOW
    share_out(session, round_)

    found = pairs(session)
    assert (judges[0].id, mine.entry_id) not in found
    assert Counter(entry for _, entry in found)[mine.entry_id] == 2


def test_why_there_is_no_plan_is_kept_with_the_round(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    make_judge(session, round_)
    make_entry(session, contest, "K001")

    share_out(session, round_)

    assert round_.allocation_problem is not None
    in_all, _, few, *_ = Infeasible.from_content(round_.allocation_problem).reasons
    assert few == FewJudges("K001", reviews=2, judges=1, language="kk", kept=Kept(0, 0, 0))
    assert in_all == Shortage("all", "", demand=2, supply=1, judges=1)
    assert (pairs(session), round_.allocated_at) == (set(), None)


def test_a_plan_made_on_what_is_no_longer_true_is_not_kept(session: Session) -> None:
    round_, _, judges = four_entries(session)
    share_out(session, round_)
    problem = allocation.problem_of(session, round_.id, now=NOW)
    found = allocate(problem)

    scoresheets.save_draft(session, sheets.inbox(session, judges[0].id)[0], {"idea": Given(3)}, now=NOW)

    with pytest.raises(allocation.ProblemChanged):
        allocation.keep(session, round_.id, problem, found, now=NOW)


def test_a_sheet_that_was_begun_stays_while_its_lease_runs_and_is_then_free_for_somebody_who_can(
    session: Session,
) -> None:
    round_, entries, judges = four_entries(session)
    share_out(session, round_)
    begun = sheets.inbox(session, judges[0].id)[0]
    scoresheets.save_draft(session, begun, {"idea": Given(2)}, now=NOW)
    session.expire_all()
    is_only_one = Counter(judge for judge, _ in pairs(session))[begun.judge_id] == 1

    held = allocation.problem_of(session, round_.id, now=NOW + rules.LEASE - timedelta(seconds=1))
    lapsed = allocation.problem_of(session, round_.id, now=NOW + rules.LEASE)
    share_out(session, round_, now=NOW + rules.LEASE)

    pair = (str(begun.judge_id), str(begun.entry_id))
    assert (set(held.fixed), set(held.lapsed)) == ({pair}, set())
    assert (set(lapsed.fixed), set(lapsed.lapsed)) == (set(), {pair})
    assert Counter(entry for _, entry in pairs(session)) == {entry.id: 2 for entry in entries}
    is_kept = (begun.judge_id, begun.entry_id) in pairs(session)
    assert is_only_one or not is_kept  # loads are 1 to 3: to free a judge's only entry would move somebody else's
    assert begun.withdrawn_at == (None if is_kept else NOW + rules.LEASE)


def test_a_repair_after_a_conflict_moves_nothing_but_the_pair_given_up_and_what_loads_ask_for(
    database: Database, settings: Settings
) -> None:
    with database.transaction() as session:
        round_, _, judges = four_entries(session)
        rounds.request_allocation(session, round_, actor=judges[0], now=NOW)
    run_due(database, settings, now=NOW)
    with database.transaction() as session:
        before = pairs(session)
        round_ = session.get_one(Round, round_.id, options=[joinedload(Round.contest)])
        mine = sheets.inbox(session, judges[0].id)[0]
        given_up = (judges[0].id, mine.entry_id)
        rounds.declare_conflict(session, round_, judges[0].id, mine.entry, "I know her", actor=judges[0], now=NOW)

    assert run_due(database, settings, now=NOW) == 1

    with database.reading() as session:
        after = pairs(session)
    is_only_one = Counter(judge for judge, _ in before)[judges[0].id] == 1
    assert given_up in before - after
    assert len(before - after) == (2 if is_only_one else 1)  # a judge left with none gets another's: loads are 1 to 3
    assert len(after) == len(before) == 8


def test_entries_are_not_shared_out_while_more_may_come_or_without_a_judge(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    organizer = session.get_one(User, contest.organizer_id)

    with pytest.raises(rules.EntriesStillOpen):
        rounds.request_allocation(session, round_, actor=organizer, now=contest.opens_at)
    with pytest.raises(rules.JuryEmpty):
        rounds.request_allocation(session, round_, actor=organizer, now=NOW)


def test_the_job_shares_entries_out_after_the_commit(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        round_, _, judges = four_entries(session)
        for _ in range(2):
            rounds.request_allocation(session, round_, actor=judges[0], now=NOW)

    assert run_due(database, settings, now=NOW) == 1

    with database.reading() as session:
        assert len(pairs(session)) == 8
        assert session.get_one(Round, round_.id).allocation_requested_at is None
