from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import pytest
from factories import NOW
from judging.judging_factories import judged, make_contest, make_entry, make_judge, make_round
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.contests.models import Entry
from contest_app.db import Database
from contest_app.judging import rules
from contest_app.judging.canonical import canonical
from contest_app.judging.models import Round
from contest_app.judging.queries import results as queries
from contest_app.judging.rules import Duty
from contest_app.judging.services import rounds
from contest_app.judging.services.results import publish_results, standings_of


def a_judged_round(session: Session) -> tuple[Round, list[Entry], User, datetime]:
    """Two entries that tie and one behind them; the moment after the end."""
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judges = [make_judge(session, round_) for _ in range(2)]
    entries = [make_entry(session, contest, f"K00{n}") for n in (1, 2, 3)]
    marks = {entries[0]: [(4, 4), (5, 5)], entries[1]: [(5, 5), (4, 4)], entries[2]: [(1, 1), (2, 2)]}
    judged(session, round_, judges, marks)
    return round_, entries, session.get_one(User, contest.organizer_id), contest.judging_closes_at


def publish(
    session: Session, round_: Round, awards: dict[Any, str], organizer: User, now: datetime, reason: str = ""
) -> Any:
    sheet = publish_results(session, round_, awards, actor=organizer, now=now, reason=reason)
    session.flush()
    return sheet


def test_what_is_published_has_places_with_ties_awards_and_exact_scores_and_no_person(session: Session) -> None:
    round_, entries, organizer, after = a_judged_round(session)

    sheet = publish(session, round_, {entries[0].id: "diploma_1"}, organizer, after)

    rows = sheet.content["entries"]
    assert [(row["code"], row["score"], row["place"], row["last_place"], row["award"]) for row in rows] == [
        ("K001", "45/4", 1, 2, "diploma_1"),
        ("K002", "45/4", 1, 2, None),
        ("K003", "15/4", 3, 3, None),
    ]
    assert rows[0]["totals"] == ["25/2", "10"]
    assert rows[0]["shown_score"] == "11.25"
    frozen = canonical(sheet.content).decode()
    assert "Қасымова" not in frozen
    assert "Ерлан" not in frozen


def test_the_hash_is_the_one_of_the_canonical_bytes_even_when_read_back(database: Database) -> None:
    with database.transaction() as session:
        round_, _, organizer, after = a_judged_round(session)
        publish(session, round_, {}, organizer, after)

    with database.reading() as session:
        (sheet,) = queries.published_sheets(session, round_.contest_id)

    assert hashlib.sha256(canonical(sheet.content)).hexdigest() == sheet.sha256
    assert json.loads(canonical(sheet.content)) == sheet.content


def test_a_correction_is_a_further_version_with_a_reason_and_the_first_one_stays(session: Session) -> None:
    round_, entries, organizer, after = a_judged_round(session)
    first = publish(session, round_, {entries[0].id: "diploma_1"}, organizer, after)

    with pytest.raises(rules.AlreadyPublished):
        publish(session, round_, {}, organizer, after, reason="  ")
    second = publish(session, round_, {entries[1].id: "diploma_1"}, organizer, after, reason="Vote of the jury")

    assert queries.published_sheets(session, round_.contest_id) == [second, first]
    assert (second.version, second.content["reason"], first.content["reason"]) == (2, "Vote of the jury", None)
    assert round_.contest.published_at == after


def test_a_result_sheet_cannot_be_edited_in_the_database(database: Database) -> None:
    with database.transaction() as session:
        round_, _, organizer, after = a_judged_round(session)
        publish(session, round_, {}, organizer, after)

    with pytest.raises(DBAPIError, match="append-only"), database.transaction() as session:
        session.execute(text("UPDATE result_sheets SET sha256 = 'x'"))


def test_nothing_is_published_while_marks_may_come(session: Session) -> None:
    round_, _, organizer, _ = a_judged_round(session)

    with pytest.raises(rules.JudgingNotOver):
        publish_results(session, round_, {}, actor=organizer, now=NOW)


def test_a_jury_with_a_chair_must_have_its_word(session: Session) -> None:
    round_, _, organizer, after = a_judged_round(session)
    chair = make_judge(session, round_, duty=Duty.CHAIR)

    with pytest.raises(rules.NotConfirmed):
        publish_results(session, round_, {}, actor=organizer, now=after)
    rounds.confirm_results(session, round_, actor=chair, now=after)

    assert publish(session, round_, {}, organizer, after).version == 1


def test_an_award_that_the_contest_does_not_give_is_refused(session: Session) -> None:
    round_, entries, organizer, after = a_judged_round(session)

    with pytest.raises(rules.AwardUnknown):
        publish_results(session, round_, {entries[0].id: "a_car"}, actor=organizer, now=after)


def test_without_any_sheet_there_is_nothing_to_publish(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    make_entry(session, contest, "K001")

    with pytest.raises(rules.SheetsMissing):
        publish_results(
            session, round_, {}, actor=session.get_one(User, contest.organizer_id), now=contest.judging_closes_at
        )


def test_a_draft_does_not_count_and_groups_come_in_the_order_of_the_contest(session: Session) -> None:
    contest = make_contest(session)
    round_ = make_round(session, contest)
    judge = make_judge(session, round_)
    games, crafts = make_entry(session, contest, "K001", nomination=1), make_entry(session, contest, "K002")
    judged(session, round_, [judge], {games: [(3, 3)]})

    found = standings_of(session, round_)

    assert [group for group, _ in found] == ["crafts", "games"]
    assert [row.score for row in found["crafts", "grades-5-7"]] == [None]
    assert crafts.id == found["crafts", "grades-5-7"][0].competitor.entry
