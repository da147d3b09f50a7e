from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest
import time_machine
from factories import csrf, make_user
from flask import Flask
from judging.judging_factories import judged, make_contest, make_entry, make_judge, make_round
from sqlalchemy import text

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.judging.rules import Duty
from contest_app.roles import Role

OFFICIAL = "The official result stays official"


class Judged(NamedTuple):
    """A judged round and everybody who might look at what its marks say."""

    contest_id: UUID
    round_id: UUID
    over: datetime
    people: dict[str, User]

    @property
    def chairs(self) -> str:
        """The chair's page."""
        return f"/judging/rounds/{self.round_id}/analysis"

    @property
    def organizers(self) -> str:
        """The organizer's page."""
        return f"/organize/contests/{self.contest_id}/judging/analysis"


@pytest.fixture
def shown(database: Database) -> Judged:
    """Nine entries with two of three jurors each, of whom one is severe."""
    with database.transaction() as session:
        organizer = make_user(session, Role.ORGANIZER)
        contest = make_contest(session, organizer)
        round_ = make_round(session, contest)
        jury = [make_judge(session, round_, name=f"Қазы Нөмір{n}") for n in range(3)]
        for place in range(9):
            pair = [jury[n] for n in range(3) if n != place % 3]
            mark = 5 - place // 3
            marks = [(mark - 2, mark - 2) if each is jury[2] else (mark, mark) for each in pair]
            judged(session, round_, pair, {make_entry(session, contest, f"K00{place}"): marks})
        people = {
            "chair": make_judge(session, round_, duty=Duty.CHAIR),
            "secretary": make_judge(session, round_, duty=Duty.SECRETARY),
            "juror": jury[0],
            "organizer": organizer,
            "another organizer": make_user(session, Role.ORGANIZER),
            "another chair": make_judge(session, make_round(session, make_contest(session)), duty=Duty.CHAIR),
        }
    return Judged(contest.id, round_.id, contest.judging_closes_at, people)


def look(browser: Any, address: str, database: Database, settings: Settings, now: datetime) -> tuple[int, str]:
    """Ask on the page what the marks say, let the job run, and read the page again."""
    asked = browser.post(address, data=csrf(browser, address))
    run_due(database, settings, now=now + timedelta(minutes=1))  # the page's clock has ticked on
    return asked.status_code, browser.get(address).get_data(as_text=True)


def test_the_chair_asks_and_sees_each_jurors_severity_and_that_the_official_result_stays(
    signed_in: Any, database: Database, settings: Settings, shown: Judged
) -> None:
    with time_machine.travel(shown.over):
        status, seen = look(signed_in(shown.people["chair"]), shown.chairs, database, settings, shown.over)

    assert status == 303
    assert OFFICIAL in seen
    assert seen.count('<svg class="plot__drawing"') >= 2  # of severity and of fair scores
    assert seen.index("Қазы Нөмір2") < seen.index("Қазы Нөмір0")  # the severest stands first


def test_the_organizer_is_told_when_marks_have_changed_since(
    signed_in: Any, database: Database, settings: Settings, shown: Judged
) -> None:
    with time_machine.travel(shown.over):
        browser = signed_in(shown.people["organizer"])
        _, fresh = look(browser, shown.organizers, database, settings, shown.over)
        with database.transaction() as session:
            session.execute(text("UPDATE entries SET withdrawn_at = submitted_at WHERE blind_code = 'K008'"))
        behind = browser.get(shown.organizers).get_data(as_text=True)

    assert OFFICIAL in fresh
    assert ("have changed since" in fresh, "have changed since" in behind) == (False, True)


def test_nobody_else_gets_the_page_though_there_is_one(
    app: Flask, signed_in: Any, database: Database, settings: Settings, shown: Judged
) -> None:
    with time_machine.travel(shown.over):
        look(signed_in(shown.people["chair"]), shown.chairs, database, settings, shown.over)
        found = {
            name: signed_in(shown.people[name]).get(address).status_code
            for name, address in (
                ("juror", shown.chairs),
                ("secretary", shown.chairs),
                ("another chair", shown.chairs),
                ("another organizer", shown.organizers),
            )
        }
        role = signed_in(shown.people["chair"]).get(shown.organizers).status_code
        visitor = app.test_client().get(shown.chairs).status_code

    assert found == dict.fromkeys(found, 404)
    assert (role, visitor) == (403, 302)


def test_before_the_end_the_page_says_when_and_asking_is_refused(signed_in: Any, shown: Judged) -> None:
    browser = signed_in(shown.people["chair"])

    page = browser.get(shown.chairs).get_data(as_text=True)
    refused = browser.post(shown.chairs, data=csrf(browser, "/judging"))

    assert "Judging is still going on" in page
    assert "Қазы Нөмір" not in page
    assert refused.status_code == 422
