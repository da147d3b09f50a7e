from __future__ import annotations

from datetime import timedelta

import pytest
from factories import NOW, make_user
from judging.judging_factories import (
    RUBRIC,
    make_assignment,
    make_contest,
    make_entry,
    make_judge,
    make_round,
    submit,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.contests.models import Contest
from contest_app.judging import rules
from contest_app.judging.models import Assignment, ConflictOfInterest, Round
from contest_app.judging.queries import rounds as queries
from contest_app.judging.rules import Duty, Progress
from contest_app.judging.services import rounds
from contest_app.judging.services.rounds import Seat
from contest_app.roles import Role


def organizer_of(session: Session, contest: Contest) -> User:
    return session.get_one(User, contest.organizer_id)


def test_a_round_copies_what_the_contest_is_judged_by_and_is_prepared_once(session: Session) -> None:
    contest = make_contest(session, reviews=3)
    organizer = organizer_of(session, contest)

    first = rounds.prepare_round(session, contest, actor=organizer, now=NOW)
    second = rounds.prepare_round(session, contest, actor=organizer, now=NOW)

    assert second is first
    assert (first.rubric, first.formula, first.reviews) == (RUBRIC, "mean", 3)
    assert (first.opens_at, first.closes_at) == (contest.closes_at, contest.judging_closes_at)


def test_a_round_follows_the_dates_of_its_contest_but_keeps_the_rubric_once_marks_may_have_come(
    session: Session,
) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    later = contest.judging_closes_at + timedelta(days=2)
    contest.judging_closes_at, contest.rubric = later, {"criteria": []}

    rounds.follow_contest(session, round_, actor=organizer_of(session, contest), now=NOW)

    assert (round_.closes_at, round_.rubric) == (later, RUBRIC)


def test_a_published_round_follows_nothing(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    round_.published_at = NOW

    with pytest.raises(rules.AlreadyPublished):
        rounds.follow_contest(session, round_, actor=organizer_of(session, contest), now=NOW)


def test_only_people_with_a_role_in_juries_are_seated_and_judges_must_read_something(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    teacher, judge = make_user(session, Role.TEACHER), make_user(session, Role.JUDGE)

    with pytest.raises(rules.NotAJuror):
        rounds.seat_member(session, round_, teacher, Seat(Duty.JUDGE, ["kk"]), actor=teacher, now=NOW)
    with pytest.raises(rules.LanguagesMissing):
        rounds.seat_member(session, round_, judge, Seat(Duty.JUDGE, []), actor=judge, now=NOW)


def test_seated_again_a_person_has_one_seat_with_the_newest_facts(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judge = make_judge(session, round_)

    rounds.seat_member(session, round_, judge, Seat(Duty.JUDGE, ["ru"], ["games"], 5), actor=judge, now=NOW)
    session.flush()

    (found,) = queries.members(session, round_.id)
    assert found.profile is not None
    assert (found.member.max_load, found.profile.languages, found.profile.expertise) == (5, ["ru"], ["games"])


def test_a_judge_who_becomes_the_chair_keeps_submitted_sheets_and_lets_the_rest_go(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judge = make_judge(session, round_)
    done, left = (
        make_assignment(session, round_, judge, make_entry(session, contest, code)) for code in ("K001", "K002")
    )
    submit(session, done, judge, 3, 3)

    rounds.seat_member(session, round_, judge, Seat(Duty.CHAIR, []), actor=judge, now=NOW)
    session.flush()

    assert session.get(Assignment, left.id) is None
    assert queries.progress(session, round_.id) == {judge.id: Progress(1, 1)}


def test_a_conflict_needs_a_reason_and_is_one_however_often_it_is_declared(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judge, entry = make_judge(session, round_), make_entry(session, contest, "K001")

    with pytest.raises(rules.ReasonMissing):
        rounds.declare_conflict(session, round_, judge.id, entry, "  ", actor=judge, now=NOW)
    for _ in range(2):
        rounds.declare_conflict(session, round_, judge.id, entry, "A relative", actor=judge, now=NOW)
        session.flush()

    assert session.scalar(select(func.count()).select_from(ConflictOfInterest)) == 1


def test_marks_of_a_withdrawn_assignment_stay_in_the_database_but_no_longer_count(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judge, entry = make_judge(session, round_), make_entry(session, contest, "K001")
    assignment = make_assignment(session, round_, judge, entry)
    submit(session, assignment, judge, 3, 3)

    rounds.declare_conflict(session, round_, judge.id, entry, "A relative", actor=judge, now=NOW)
    session.flush()

    assert len(assignment.marks) == 2
    assert queries.progress(session, round_.id) == {}


def test_results_are_confirmed_after_the_end_and_once(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    chair = make_judge(session, round_, duty=Duty.CHAIR)

    with pytest.raises(rules.JudgingNotOver):
        rounds.confirm_results(session, round_, actor=chair, now=NOW)
    rounds.confirm_results(session, round_, actor=chair, now=contest.judging_closes_at)
    rounds.confirm_results(session, round_, actor=chair, now=contest.judging_closes_at + timedelta(days=1))

    assert (round_.confirmed_at, round_.confirmed_by_id) == (contest.judging_closes_at, chair.id)


def test_only_the_chair_and_the_secretary_lead(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    people = {duty: make_judge(session, round_, duty=duty) for duty in Duty}
    session.flush()

    leads = {duty: queries.led_round(session, person.id, round_.id) is round_ for duty, person in people.items()}

    assert leads == {Duty.JUDGE: False, Duty.CHAIR: True, Duty.SECRETARY: True}


def test_a_round_of_another_organizers_contest_is_not_found(session: Session) -> None:
    round_ = make_round(session, make_contest(session))
    stranger = make_user(session, Role.ORGANIZER)
    session.flush()

    assert queries.organizer_round(session, stranger.id, round_.contest_id) is None
    assert isinstance(queries.organizer_round(session, round_.contest.organizer_id, round_.contest_id), Round)


def test_after_the_end_a_judge_gives_nothing_back_and_no_mark_stops_counting(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judge = make_judge(session, round_)
    assignment = make_assignment(session, round_, judge, make_entry(session, contest, "K001"))
    submit(session, assignment, judge, 3, 3)

    with pytest.raises(rules.JudgingNotOpen):
        rounds.give_back(session, assignment, "A relative", actor=judge, now=contest.judging_closes_at)

    assert queries.progress(session, round_.id) == {judge.id: Progress(1, 1)}


def test_marks_that_stop_counting_after_the_chair_confirmed_must_be_confirmed_anew(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judge, entry = make_judge(session, round_), make_entry(session, contest, "K001")
    submit(session, make_assignment(session, round_, judge, entry), judge, 3, 3)
    rounds.confirm_results(session, round_, actor=judge, now=contest.judging_closes_at)

    rounds.declare_conflict(
        session, round_, judge.id, entry, "A relative", actor=judge, now=contest.judging_closes_at
    )

    assert round_.confirmed_at is None
