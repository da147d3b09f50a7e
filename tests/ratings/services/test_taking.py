"""Taking answers out of the queue, several raters at one moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from factories import NOW
from ratings.ratings_factories import BANK, FAIR, make_rater, make_story, rate
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.db import Database
from contest_app.ratings.models import RatedAnswer, RaterProfile, RatingTurn
from contest_app.ratings.rules.queue import LanguagesMissing, Sort
from contest_app.ratings.services import taking


def test_who_takes_part_says_which_languages_and_may_change_them(session: Session) -> None:
    rater = make_rater(session, languages="kk")

    with pytest.raises(LanguagesMissing):
        taking.take_part(session, ["xx"], actor=rater, now=NOW)
    taking.take_part(session, ["en", "ru"], actor=rater, now=NOW)
    session.flush()

    assert session.get_one(RaterProfile, rater.id).languages == ["ru", "en"]
    assert session.query(AuditRow).filter_by(act="rater.joined").count() == 1


def test_eight_raters_at_one_moment_get_two_places_of_one_answer(database: Database) -> None:
    with database.transaction() as session:
        make_story(session)
        raters = [make_rater(session, f"Rater {number}").id for number in range(8)]

    def take(rater_id: UUID) -> bool:
        with database.transaction() as session:
            profile, rater = session.get_one(RaterProfile, rater_id), session.get_one(User, rater_id)
            return taking.next_turn(session, profile, Sort.TEXT, bank=BANK, actor=rater, now=NOW) is not None

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(take, raters))

    assert sum(taken) == 2
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RatedAnswer)) == 1
        assert session.scalar(select(func.count()).select_from(RatingTurn)) == 2


def test_scale_of_the_rubric_is_kept_beside_what_was_rated_by_it(session: Session) -> None:
    make_story(session)

    turn = rate(session, make_rater(session), FAIR)

    answer = session.get_one(RatedAnswer, turn.answer_id)
    assert (answer.rubric, answer.rubric_version) == ("written-story", 1)
    assert [each.key for each in answer.scale.criteria] == list(FAIR)
