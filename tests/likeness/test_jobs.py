from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from contests.contests_factories import a_day_in
from factories import NOW, make_user
from likeness.likeness_factories import PASSAGE, a_contest, a_picture, enter
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from contest_app.config import Settings
from contest_app.contests import services as contests
from contest_app.contests.models import Contest, Entry
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.likeness import queries
from contest_app.likeness.models import LikenessRun, LikeVerdict
from contest_app.likeness.rules.verdicts import Verdict, WordsMissing
from contest_app.likeness.services import asking
from contest_app.roles import Role

Told = set[tuple[str, str, str]]


def told(database: Database, contest_id: UUID) -> Told:
    """The pairs that an organizer is shown: title, other title, kind."""
    with database.reading() as session:
        return {(pair.entry.title, pair.other.title, pair.kind) for pair in queries.pairs_of(session, contest_id)}


def arrange(session: Session, settings: Settings) -> Contest:
    """Entries closed a day ago: two alike, one borrowed from last year, one from another organizer, one withdrawn."""
    uploads, organizer, stranger = settings.uploads_dir, make_user(session, Role.ORGANIZER), make_user(session)
    earlier = a_contest(session, organizer, opened_days_ago=400)
    enter(session, earlier, "Былтырғы", f"Былтыр. {PASSAGE}. Ол жылы еді.")
    enter(session, earlier, "Былтырғы сурет", "Бояумен салынған көл.", a_picture(3), uploads)
    of_others = a_contest(session, stranger, opened_days_ago=400)
    enter(session, of_others, "Бөтен", f"{PASSAGE}. Бөтен байқау.")
    contest = a_contest(session, organizer, opened_days_ago=31)
    enter(session, contest, "Киіз карта", f"Көп ойландым. {PASSAGE}. Енді сынақ.")
    enter(session, contest, "Көл", "Ыдыстан жасалған ойын.", a_picture(3, side=900), uploads)
    enter(session, contest, "Өзге", "Сынған қолшатырдан театр құрдым.", a_picture(8), uploads)
    gone = enter(session, contest, "Алынған", f"{PASSAGE}.")
    contests.withdraw_entry(session, gone, actor=gone.owner, now=a_day_in(contest))
    return contest


@pytest.fixture
def contest(database: Database, settings: Settings) -> Contest:
    with database.transaction() as session:
        return arrange(session, settings)


def test_when_entries_close_they_are_compared_with_each_other_and_the_organizers_earlier_ones(
    database: Database, settings: Settings, contest: Contest
) -> None:
    run_due(database, settings, now=NOW)

    assert told(database, contest.id) == {("Киіз карта", "Былтырғы", "text"), ("Көл", "Былтырғы сурет", "picture")}
    with database.reading() as session:
        run = queries.run_of(session, contest.id)
    assert run is not None
    assert (run.entries, run.earlier, run.unread) == (3, 2, 0)


def test_nothing_is_compared_before_entries_close_unless_asked(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        organizer = make_user(session, Role.ORGANIZER)
        contest = a_contest(session, organizer, opened_days_ago=5)
        enter(session, contest, "Бірінші", f"{PASSAGE}.")
        enter(session, contest, "Екінші", f"Ал мен айтайын: {PASSAGE}.")

    run_due(database, settings, now=NOW)
    before = told(database, contest.id)
    with database.transaction() as session:
        asking.ask_to_compare(session, session.merge(contest), actor=organizer, now=NOW)
    run_due(database, settings, now=NOW)

    assert before == set()
    assert {kind for *_, kind in told(database, contest.id)} == {"text"}


def test_a_pair_disappears_when_one_entry_is_withdrawn_and_comparing_again_doubles_nothing(
    database: Database, settings: Settings, contest: Contest
) -> None:
    run_due(database, settings, now=NOW)
    with database.transaction() as session:
        asking.compare_later(session, contest.id, now=NOW)
    run_due(database, settings, now=NOW)
    with database.transaction() as session:
        runs = session.scalars(select(LikenessRun).where(LikenessRun.contest_id == contest.id)).all()
        session.scalars(select(Entry).where(Entry.title == "Көл")).one().withdrawn_at = NOW

    assert len(runs) == 1
    assert told(database, contest.id) == {("Киіз карта", "Былтырғы", "text")}


def test_an_erased_work_takes_its_pairs_and_verdicts_along(
    database: Database, settings: Settings, contest: Contest
) -> None:
    run_due(database, settings, now=NOW)
    with database.transaction() as session:
        pair = next(pair for pair in queries.pairs_of(session, contest.id) if pair.kind == "text")
        asking.say(session, pair, Verdict.NOTHING, "", actor=make_user(session), now=NOW)
        session.delete(session.get_one(Entry, pair.other_id))

    assert told(database, contest.id) == {("Көл", "Былтырғы сурет", "picture")}
    with database.reading() as session:
        assert session.scalars(select(LikeVerdict)).all() == []


def test_what_was_said_survives_a_new_look_and_is_never_edited(
    database: Database, settings: Settings, contest: Contest
) -> None:
    run_due(database, settings, now=NOW)
    with database.transaction() as session:
        pair = queries.pairs_of(session, contest.id)[0]
        actor = make_user(session)
        with pytest.raises(WordsMissing):
            asking.say(session, pair, Verdict.COPIED, "  ", actor=actor, now=NOW)
        asking.say(session, pair, Verdict.OWN, "", actor=actor, now=NOW)
        asking.say(session, pair, Verdict.COPIED, "Сөзбе-сөз.", actor=actor, now=NOW + timedelta(minutes=1))
        asking.compare_later(session, contest.id, now=NOW)
    run_due(database, settings, now=NOW)

    with database.reading() as session:
        newest = queries.verdicts_of(session, contest.id)
        assert [each.verdict for each in newest.values()] == ["copied"]
    with pytest.raises(DatabaseError), database.transaction() as session:
        session.scalars(select(LikeVerdict)).first().verdict = "nothing"  # type: ignore[union-attr]
