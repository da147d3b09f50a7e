"""Agreement from what is in the database."""

from __future__ import annotations

from ratings.ratings_factories import FAIR, HIGH, LOW, make_rater, make_story, make_story_item, rate
from sqlalchemy.orm import Session

from contest_app.ratings.agreement import ENOUGH
from contest_app.ratings.queries.turns import work_of_raters
from contest_app.ratings.services.agreeing import Measure, agreement_by_rubric


def test_agreement_is_told_by_rubric_and_language_once_there_are_answers_enough(session: Session) -> None:
    anna, bota = make_rater(session, "Анна"), make_rater(session, "Бота")
    item = make_story_item(session)
    for number in range(ENOUGH):
        make_story(session, f"Story {number}", item=item, pupil=f"Ан {number}")
        marks = (LOW, FAIR, HIGH)[number % 3]
        rate(session, anna, marks)
        rate(session, bota, marks)
    make_story(session, item=item, language="kk")
    rate(session, anna, FAIR)

    found = agreement_by_rubric(session)

    english = found[Measure("written-story", None, "en")]
    assert (english.answers, english.alpha, english.icc1, english.icc2) == (ENOUGH, 1.0, 1.0, 1.0)
    assert found[Measure("written-story", None, "kk")].answers == 0
    assert [(work.name, work.done, work.skipped) for work in work_of_raters(session)] == [
        ("Анна", ENOUGH + 1, 0),
        ("Бота", ENOUGH, 0),
    ]
