from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import NOW, make_class, make_user
from flask.testing import FlaskClient
from profiles.profiles_factories import open_case
from ratings.ratings_factories import FAIR, make_rater, make_story, rate
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.accounts.models import Guardianship, User
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.tasks.models import Attempt, Idea, Response

Browser = Callable[..., FlaskClient]


def guardian_of(session: Session, response: Response) -> tuple[User, str]:
    """A guardian of the one who wrote, and the page of the work."""
    student_id = session.get_one(Attempt, response.attempt_id).student_id
    guardian = make_user(session, Role.GUARDIAN)
    session.flush()
    session.add(Guardianship(guardian_id=guardian.id, student_id=student_id, created_at=NOW))
    return guardian, f"/children/{student_id}/works/{response.id}"


@pytest.mark.parametrize(
    ("ratings", "told"),
    [
        (0, "It waits for two people to look at it."),
        (1, "It waits for two people to look at it."),
        (2, "2 people have looked at it, without knowing whose it is."),
    ],
)
def test_family_reads_what_people_say_once_two_have_looked(
    signed_in: Browser, database: Database, ratings: int, told: str
) -> None:
    with database.transaction() as session:
        response = make_story(session)
        for _ in range(ratings):
            rate(session, make_rater(session), FAIR, "Warm and strange")
        guardian, page = guardian_of(session, response)

    shown = signed_in(guardian).get(page).get_data(as_text=True)

    assert told in shown
    assert ("Warm and strange" in shown) == (ratings == 2)


def test_nobodys_opinion_is_shown_of_a_text_that_somebody_cares_for(signed_in: Browser, database: Database) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        response = make_story(session, "a cry for help", school_class=school_class)
        guardian, page = guardian_of(session, response)
        idea = session.scalars(select(Idea)).one()
        open_case(session, idea, school_class.school_id)

    shown = signed_in(guardian).get(page).get_data(as_text=True)

    assert [words in shown for words in ("a cry for help", "What people say")] == [False, False]
    assert "There is nothing to show here." in shown
