from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from factories import NOW, csrf, make_user
from flask.testing import FlaskClient
from judging.judging_factories import (
    a_sheet,
    make_contest,
    make_entry,
    make_judge,
    make_round,
    submit,
)
from sqlalchemy import select

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.contests.models import Contest, Entry
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.judging.models import AllocationDraft, Assignment, JuryMember, Round
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.queries import sheets
from contest_app.judging.services import rounds, scoresheets
from contest_app.roles import Role

Pairs = set[tuple[UUID, UUID]]


@pytest.fixture
def contest(database: Database) -> Contest:
    """A contest of four entries that four jurors may read, two for each."""
    with database.transaction() as session:
        contest = make_contest(session)
        for number in range(4):
            make_entry(session, contest, f"K00{number}")
        round_ = make_round(session, contest)
        for number in range(4):
            make_judge(session, round_, name=f"Қазы {number}")
    return contest


@pytest.fixture
def browser(signed_in: Any, database: Database, contest: Contest) -> FlaskClient:
    """The organizer's browser."""
    with database.reading() as session:
        organizer = session.get_one(User, contest.organizer_id)
    client: FlaskClient = signed_in(organizer)
    return client


def page(contest: Contest, rest: str = "") -> str:
    return f"/organize/contests/{contest.id}/judging{rest}"


def pairs(database: Database) -> Pairs:
    with database.reading() as session:
        rows = session.scalars(select(Assignment).where(Assignment.withdrawn_at.is_(None)))
        return {(row.judge_id, row.entry_id) for row in rows}


def ask(browser: FlaskClient, contest: Contest, **what: str) -> str:
    """Ask for a plan; where its page is."""
    token = csrf(browser, page(contest, "/plans"))
    answer = browser.post(page(contest, "/plans"), data=token | {"reviews": "2", "band": "", "without": ""} | what)
    assert answer.status_code == 303
    return str(answer.location)


def share_out(browser: FlaskClient, contest: Contest, database: Database, settings: Settings) -> None:
    browser.post(page(contest, "/allocation"), data=csrf(browser, page(contest)))
    run_due(database, settings)


def jurors(database: Database) -> list[UUID]:
    with database.reading() as session:
        names = select(User.id).where(User.display_name.like("Қазы %")).order_by(User.display_name)
        return list(session.scalars(names))


def test_a_plan_is_looked_at_first_and_assigned_once_on_demand(
    browser: FlaskClient, database: Database, contest: Contest, settings: Settings
) -> None:
    plan = ask(browser, contest)
    assert browser.get(f"{plan}/state").get_json() == {"is_running": True}
    run_due(database, settings)
    shown = browser.get(plan).get_data(as_text=True)
    given_before = pairs(database)
    token = csrf(browser, plan)

    first, second = (browser.post(f"{plan}/assign", data=token) for _ in range(2))

    assert browser.get(f"{plan}/state").get_json() == {"is_running": False}
    assert "Nobody has been given anything by it yet." in shown
    assert given_before == set()
    assert (first.status_code, second.status_code) == (303, 303)
    assert Counter(Counter(entry for _, entry in pairs(database)).values()) == {2: 4}
    with database.reading() as session:
        acts = session.scalars(select(AuditRow.act).where(AuditRow.act.like("draft.%"))).all()
        assert Counter(acts) == {"draft.asked": 1, "draft.assigned": 1}
        assert session.scalars(select(Round)).one().allocated_at is not None


def test_a_plan_is_not_assigned_when_something_has_changed_since(
    browser: FlaskClient, database: Database, contest: Contest, settings: Settings
) -> None:
    plan = ask(browser, contest)
    token = csrf(browser, plan)
    too_early = browser.post(f"{plan}/assign", data=token)
    run_due(database, settings)
    with database.transaction() as session:
        round_ = round_queries.round_of(session, contest.id)
        assert round_ is not None
        judge = session.get_one(User, jurors(database)[0])
        entry = session.scalars(select(Entry)).first()
        assert entry is not None
        rounds.declare_conflict(session, round_, judge.id, entry, "My cousin", actor=judge, now=NOW)

    outdated = browser.post(f"{plan}/assign", data=token)

    assert (too_early.status_code, outdated.status_code) == (409, 409)
    assert "Since this plan was made something has changed" in outdated.get_data(as_text=True)
    assert pairs(database) == set()


def test_what_if_tells_why_there_is_no_plan_and_what_a_juror_left_out_would_move(
    browser: FlaskClient, database: Database, contest: Contest, settings: Settings
) -> None:
    share_out(browser, contest, database, settings)
    given = pairs(database)
    leaver = jurors(database)[0]
    own = sum(judge == leaver for judge, _ in given)

    impossible = ask(browser, contest, reviews="5")
    without = ask(browser, contest, without=str(leaver), moves_little="y")
    run_due(database, settings)

    assert "Entry K000 (Қазақша) needs 5 jurors, but only 4 may judge it." in browser.get(impossible).text
    assert pairs(database) == given
    with database.reading() as session:
        draft = session.scalars(select(AllocationDraft).where(AllocationDraft.without_id == leaver)).one()
        assert draft.summary is not None
        assert draft.summary["change"] == {"kept": 8 - own, "dropped": 0, "added": own, "released": own}
    assert browser.post(f"{without}/assign", data=csrf(browser, without)).status_code == 303
    assert {judge for judge, _ in pairs(database)} == set(jurors(database)) - {leaver}
    with database.reading() as session:
        assert session.get(JuryMember, (draft.round_id, leaver)) is None


def test_one_press_gives_what_a_juror_leaves_behind_to_others_and_says_how_much_moved(
    browser: FlaskClient, database: Database, contest: Contest, settings: Settings
) -> None:
    share_out(browser, contest, database, settings)
    [(leaver, _)] = Counter(judge for judge, _ in pairs(database)).most_common(1)
    with database.transaction() as session:
        name = session.get_one(User, leaver).display_name
        done, begun = sheets.inbox(session, leaver)[:2]
        submit(session, done, session.get_one(User, leaver), 4, 4)
        scoresheets.save_draft(session, begun, a_sheet(2, None), now=NOW)
    before = pairs(database)

    answer = browser.post(
        page(contest, f"/jury/{leaver}/leave"), data=csrf(browser, page(contest, f"/jury/{leaver}"))
    )
    run_due(database, settings)

    after = pairs(database)
    assert answer.status_code == 303
    assert {pair for pair in after if pair[0] == leaver} == {(leaver, done.entry_id)}
    assert Counter(Counter(entry for _, entry in after).values()) == {2: 4}
    stayed = {pair for pair in before if pair[0] != leaver}
    text = " ".join(browser.get(str(answer.location)).text.split())
    left, moved = len(before - stayed) - 1, len(stayed - after)
    assert f"{name} will not judge any more" in text
    assert f"{left} {'entry was' if left == 1 else 'entries were'} left behind." in text
    assert f"{moved} of the others {'was' if moved == 1 else 'were'} moved." in text


def test_an_entry_is_given_and_taken_by_hand_within_the_hard_rules(
    browser: FlaskClient, database: Database, contest: Contest, settings: Settings
) -> None:
    share_out(browser, contest, database, settings)
    everyone, given = jurors(database), pairs(database)
    with database.transaction() as session:
        entry = session.scalars(select(Entry).where(Entry.blind_code == "K000")).one()
        has = [judge for judge in everyone if (judge, entry.id) in given]
        free, barred = (judge for judge in everyone if judge not in has)
        round_ = round_queries.round_of(session, contest.id)
        assert round_ is not None
        organizer = session.get_one(User, contest.organizer_id)
        rounds.declare_conflict(session, round_, barred, entry, "My cousin", actor=organizer, now=NOW)
        begun = next(each for each in sheets.inbox(session, has[0]) if each.entry_id == entry.id)
        scoresheets.save_draft(session, begun, a_sheet(2, None), now=NOW)
    found = browser.post(page(contest, "/entries"), data=csrf(browser, page(contest, "/plans")) | {"code": "k000"})
    token = csrf(browser, str(found.location))

    answers = [
        browser.post(f"{found.location}/jurors/{judge}{act}", data=token).status_code
        for judge, act in ((free, ""), (barred, ""), (has[0], "/take"), (has[1], "/take"))
    ]

    assert answers == [303, 409, 409, 303]
    assert {judge for judge, key in pairs(database) if key == entry.id} == {has[0], free}
    with database.reading() as session:
        acts = session.scalars(select(AuditRow.act).where(AuditRow.act.like("%_by_hand"))).all()
    assert Counter(acts) == {"assignment.given_by_hand": 1, "assignment.taken_by_hand": 1}


def test_plans_and_entries_of_another_organizer_are_not_found(
    browser: FlaskClient, signed_in: Any, database: Database, contest: Contest
) -> None:
    plan = ask(browser, contest)
    with database.transaction() as session:
        other = make_user(session, Role.ORGANIZER)
        entry_id = session.scalars(select(Entry.id)).first()
    stranger = signed_in(other)
    token = csrf(stranger, "/contests")
    entry = page(contest, f"/entries/{entry_id}")
    juror = jurors(database)[0]

    looked = [stranger.get(each).status_code for each in (page(contest, "/plans"), plan, f"{plan}/state", entry)]
    acted = [
        stranger.post(each, data=token | {"reviews": "1", "code": "K000"}).status_code
        for each in (
            page(contest, "/plans"),
            page(contest, "/entries"),
            f"{plan}/assign",
            page(contest, f"/jury/{juror}/leave"),
            f"{entry}/jurors/{juror}",
            f"{entry}/jurors/{juror}/take",
        )
    ]

    assert looked == [404] * 4
    assert acted == [404] * 6


def test_a_form_that_asks_for_nonsense_comes_back(browser: FlaskClient, database: Database, contest: Contest) -> None:
    token = csrf(browser, page(contest, "/plans"))

    bad = browser.post(page(contest, "/plans"), data=token | {"reviews": "0", "band": "", "without": ""})
    unknown = browser.post(page(contest, "/entries"), data=token | {"code": "NONE"})

    assert (bad.status_code, unknown.status_code) == (422, 422)
    assert "There is no submitted entry with this code." in unknown.text
    with database.reading() as session:
        assert session.scalars(select(AllocationDraft)).all() == []
