"""Raters at work on the real database: two, a third, changes of mind, answers left to others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import NOW
from ratings.ratings_factories import BANK, FAIR, HIGH, LOW, change, make_rater, make_story, next_turn, rate
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.db import Database
from contest_app.ratings.models import RatedAnswer, RatingSheet, RatingTurn
from contest_app.ratings.queries import queue, turns
from contest_app.ratings.queries.people import people_scores
from contest_app.ratings.rules.agreeing import State
from contest_app.ratings.rules.queue import LEASE, RatingSettled, Skip, Sort
from contest_app.ratings.rules.scale import CommentTooLong, Given, MarkMissing
from contest_app.ratings.services import rating, taking


def three_raters(session: Session) -> list[User]:
    return [make_rater(session, name) for name in ("Анна", "Бота", "Дина")]


def skip(session: Session, rater: User, turn: RatingTurn, reason: Skip) -> None:
    held = turns.turn_to_change(session, rater.id, turn.id)
    assert held is not None
    rating.skip(session, held, reason, actor=rater, now=NOW)
    session.flush()
    session.expire_all()


def test_two_who_agree_settle_an_answer_and_a_third_is_not_asked(session: Session) -> None:
    response = make_story(session)
    anna, bota, dina = three_raters(session)

    rate(session, anna, FAIR, "Good ending")
    assert people_scores(session, [response.id])[response.id].state is State.WAITING
    rate(session, bota, FAIR)

    score = people_scores(session, [response.id])[response.id]
    assert (score.state, score.raters, score.total, score.comments) == (State.SCORED, 2, 0.6, ("Good ending",))
    assert next_turn(session, dina) is None


def test_two_who_differ_call_a_third_and_the_two_nearest_count(session: Session) -> None:
    response = make_story(session)
    anna, bota, dina = three_raters(session)

    rate(session, anna, LOW)
    rate(session, bota, HIGH)
    assert people_scores(session, [response.id])[response.id].state is State.WAITING
    rate(session, dina, HIGH)

    score = people_scores(session, [response.id])[response.id]
    assert (score.state, score.raters) == (State.SCORED, 3)
    assert score.total == pytest.approx(28 / 30)
    assert score.standard_error is not None
    assert {each.key: each.mean for each in score.criteria} == HIGH


def test_nobody_meets_an_answer_twice(session: Session) -> None:
    make_story(session)
    [anna, *_] = three_raters(session)

    rate(session, anna, FAIR)

    assert next_turn(session, anna) is None


def test_rater_comes_back_to_the_answer_that_was_begun(session: Session) -> None:
    make_story(session)
    make_story(session)
    [anna, *_] = three_raters(session)

    assert next_turn(session, anna) is next_turn(session, anna)


def test_places_are_held_for_half_an_hour_and_then_given_to_others(session: Session) -> None:
    make_story(session)
    anna, bota, dina = three_raters(session)
    next_turn(session, anna)
    next_turn(session, bota)
    assert next_turn(session, dina) is None

    profile = queue.profile(session, dina.id)
    assert profile is not None
    later = taking.next_turn(session, profile, Sort.TEXT, bank=BANK, actor=dina, now=NOW + LEASE)

    assert later is not None


def test_who_comes_after_the_lease_is_taken_as_a_further_rater(session: Session) -> None:
    response = make_story(session)
    anna, bota, dina = three_raters(session)
    late = next_turn(session, anna)
    assert late is not None
    session.get_one(RatingTurn, late.id).leased_until = NOW - timedelta(minutes=1)
    rate(session, bota, FAIR)
    rate(session, dina, FAIR)

    change(session, anna, late, FAIR | {"originality": 4})

    score = people_scores(session, [response.id])[response.id]
    assert (score.state, score.raters) == (State.SCORED, 3)
    assert score.criteria[0].mean == pytest.approx(10 / 3)


def test_mind_is_changed_by_a_further_sheet_until_the_answer_is_settled(session: Session) -> None:
    make_story(session)
    anna, bota, _ = three_raters(session)
    turn = rate(session, anna, LOW)

    change(session, anna, turn, FAIR)
    change(session, anna, turn, FAIR)
    rate(session, bota, FAIR)

    sheets = session.query(RatingSheet).filter_by(turn_id=turn.id).order_by(RatingSheet.revision).all()
    assert [(sheet.revision, sheet.marks) for sheet in sheets] == [(1, LOW), (2, FAIR)]
    with pytest.raises(RatingSettled):
        change(session, anna, turn, HIGH)


def test_change_of_mind_can_make_two_agree_without_a_third(session: Session) -> None:
    make_story(session)
    anna, bota, dina = three_raters(session)
    first = rate(session, anna, LOW)
    rate(session, bota, FAIR)
    assert session.query(RatedAnswer).one().wanted == 3

    change(session, anna, first, FAIR)

    assert session.query(RatedAnswer).one().settled_at is not None
    assert next_turn(session, dina) is None


def test_sheet_without_a_level_or_with_too_many_words_is_not_taken(session: Session) -> None:
    make_story(session)
    [anna, *_] = three_raters(session)
    turn = next_turn(session, anna)
    assert turn is not None
    held = turns.turn_to_change(session, anna.id, turn.id)
    assert held is not None

    with pytest.raises(MarkMissing):
        rating.rate(session, held, Given({"originality": 3}), "", actor=anna, now=NOW)
    with pytest.raises(CommentTooLong):
        rating.rate(session, held, Given(FAIR), "x" * 1001, actor=anna, now=NOW)

    assert (held.sheets, held.done_at) == ([], None)


def test_answer_left_to_others_goes_to_somebody_else(session: Session) -> None:
    make_story(session)
    anna, bota, dina = three_raters(session)
    left = next_turn(session, anna)
    assert left is not None

    skip(session, anna, left, Skip.KNOWN)

    assert next_turn(session, anna) is None
    assert next_turn(session, bota) is not None
    assert next_turn(session, dina) is not None


def test_answer_that_two_cannot_read_leaves_the_queue(session: Session) -> None:
    response = make_story(session)
    anna, bota, dina = three_raters(session)
    for rater in (anna, bota):
        turn = next_turn(session, rater)
        assert turn is not None
        skip(session, rater, turn, Skip.UNREADABLE)

    assert next_turn(session, dina) is None
    assert people_scores(session, [response.id])[response.id].state is State.UNREADABLE


def test_what_was_rated_is_left_to_nobody_else(session: Session) -> None:
    make_story(session)
    [anna, *_] = three_raters(session)
    turn = rate(session, anna, FAIR)

    with pytest.raises(RatingSettled):
        skip(session, anna, turn, Skip.KNOWN)


def test_sheets_cannot_be_edited_in_the_database(database: Database) -> None:
    with database.transaction() as session:
        make_story(session)
        [anna, *_] = three_raters(session)
        rate(session, anna, FAIR)

    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(update(RatingSheet).values(comment="better"))
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM rating_sheets WHERE comment = 'better'")) == 0
