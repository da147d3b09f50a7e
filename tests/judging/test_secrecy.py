"""Nothing of hidden marks leaks: two worlds that differ only in them look the same to whoever may not see them."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from factories import NOW, make_user
from flask import Flask
from judging.judging_factories import a_sheet, make_assignment, make_contest, make_entry, make_judge, make_round

from contest_app.accounts.models import User
from contest_app.contests.models import Contest
from contest_app.db import Database
from contest_app.judging.models import Assignment
from contest_app.judging.queries import sheets
from contest_app.judging.services.scoresheets import submit_scoresheet
from contest_app.roles import Role

CANARY = "canary-comment-of-another-juror"
#: What is new in every answer: nonce, forgery token, the sheet's own token, the number of a refused request.
CHANGING = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"|data-token="[^"]*"|\b[0-9a-f]{12}\b')


def a_world(database: Database) -> tuple[Contest, User, User, list[Assignment], list[Assignment], User]:
    """A round with two jurors who read the same three entries; a pupil who is an author."""
    with database.transaction() as session:
        organizer = make_user(session, Role.ORGANIZER)
        contest = make_contest(session, organizer)
        round_ = make_round(session, contest)
        reader, other = make_judge(session, round_), make_judge(session, round_)
        entries = [make_entry(session, contest, f"K00{number}") for number in range(3)]
        mine = [make_assignment(session, round_, reader, entry, n) for n, entry in enumerate(entries)]
        others = [make_assignment(session, round_, other, entry, n) for n, entry in enumerate(entries)]
        pupil = session.get_one(User, entries[0].owner_id)
    return contest, reader, other, mine, others, pupil


def hide_marks(database: Database, judge: User, assignment: UUID, value: int) -> None:
    with database.transaction() as session:
        held = sheets.locked_assignment(session, judge.id, assignment)
        assert held is not None
        submit_scoresheet(session, held, a_sheet(value, value, CANARY), actor=judge, now=NOW, reason="Again")


def seen(browser: Any, addresses: list[str]) -> list[tuple[int, str]]:
    answers = [browser.get(address) for address in addresses]
    return [(answer.status_code, CHANGING.sub("", answer.get_data(as_text=True))) for answer in answers]


def test_a_juror_a_pupil_and_the_public_see_the_same_bytes_whatever_another_juror_gave(
    app: Flask, signed_in: Any, database: Database
) -> None:
    contest, reader, other, mine, others, pupil = a_world(database)
    results = f"/contests/{contest.id}/results"
    watched = [
        (signed_in(reader), ["/judging", *(f"/judging/assignments/{each.id}" for each in mine), results]),
        (signed_in(pupil), ["/contests", f"/contests/{contest.id}", "/my/entries", results]),
        (app.test_client(), ["/contests", f"/contests/{contest.id}", results, f"{results}/1.json"]),
    ]
    worlds = [[seen(browser, addresses) for browser, addresses in watched]]

    for value in (5, 0):
        for each in others:
            hide_marks(database, other, each.id, value)
        worlds.append([seen(browser, addresses) for browser, addresses in watched])

    for world in worlds[1:]:
        assert world == worlds[0]
    assert CANARY not in str(worlds)
    assert [status for status, _ in worlds[0][2]][2:] == [404, 404]


def test_what_could_leak_is_really_there(signed_in: Any, database: Database) -> None:
    _, _, other, _, others, _ = a_world(database)
    hide_marks(database, other, others[0].id, 5)

    page = signed_in(other).get(f"/judging/assignments/{others[0].id}").get_data(as_text=True)

    assert CANARY in page
