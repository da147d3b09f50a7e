"""The methodologist's page about raters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import make_user
from flask.testing import FlaskClient
from ratings.ratings_factories import FAIR, make_rater, make_story, make_story_item, rate
from sqlalchemy import event

from contest_app.db import Database
from contest_app.roles import Role

Browser = Callable[..., FlaskClient]


@pytest.mark.parametrize(("raters", "answers"), [(1, 1), (3, 4)])
def test_overview_runs_as_many_statements_whatever_was_rated(
    database: Database, signed_in: Browser, raters: int, answers: int
) -> None:
    with database.transaction() as session:
        item = make_story_item(session)
        for number in range(answers):
            make_story(session, item=item, pupil=f"Ан {number}")
        for number in range(raters):
            rate(session, make_rater(session, f"Марат {number}"), FAIR)
    with database.transaction() as session:
        methodologist = make_user(session, Role.METHODOLOGIST)
    client = signed_in(methodologist)
    client.get("/ratings/overview")
    statements: list[str] = []
    engine = client.application.extensions["qiyal_database"].engine
    event.listen(engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))

    page = client.get("/ratings/overview").get_data(as_text=True)

    assert all(f"Марат {number}" in page for number in range(raters))
    assert len([each for each in statements if each.startswith("SELECT")]) == 9
