"""Builders of pupils' work that people rate, and of people who rate it; each flushes."""

from __future__ import annotations

from uuid import uuid4

from factories import NOW, make_class, make_student, make_user
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_item, make_response, make_sitting

from contest_app.accounts.models import Consent, SchoolClass, Student, User
from contest_app.config import ROOT
from contest_app.ratings.models import RaterProfile, RatingTurn
from contest_app.ratings.queries import turns
from contest_app.ratings.rules.queue import Sort
from contest_app.ratings.rules.scale import Given
from contest_app.ratings.services import rating, taking
from contest_app.roles import Role
from contest_app.tasks.models import Attempt, Idea, IdeaScore, Item, Response, Score, ScoringRun, Sitting

BANK = ROOT / "item_bank"
STORY = "The snow forgot to fall, so the boy drew it."
#: Levels of the rubric for stories.
FAIR = {"originality": 3, "value": 3, "wholeness": 3, "elaboration": 3}
LOW = {"originality": 1, "value": 2, "wholeness": 2, "elaboration": 2}
HIGH = {"originality": 5, "value": 5, "wholeness": 4, "elaboration": 4}


def make_story_item(session: Session) -> Item:
    """An item that asks for a story."""
    texts = {"kk": "Жаз", "ru": "Напиши", "en": "Write"}
    return make_item(session, "short_story", stimulus=texts, rubric="written-story")


def make_rater(session: Session, name: str = "Марат Асанов", *, languages: str = "kk ru en") -> User:
    """A teacher of another school who takes part."""
    rater = make_user(session, Role.TEACHER, name=name)
    session.flush()
    session.refresh(rater, ["grants"])
    session.add(RaterProfile(user_id=rater.id, languages=languages.split(), joined_at=NOW))
    session.flush()
    return rater


def make_story(
    session: Session,
    text: str = STORY,
    *,
    school_class: SchoolClass | None = None,
    item: Item | None = None,
    pupil: str = "Әлия Қ.",
    language: str = "en",
) -> Response:
    """A story that was handed in and that the machine has looked at."""
    school_class = school_class or make_class(session)
    student = make_student(session, school_class, pupil)
    item = item or make_story_item(session)
    session.flush()
    response = make_response(
        session, make_sitting(session, school_class, [item]), student, item, [text], language=language
    )
    look_at(session, response)
    return response


def look_at(session: Session, response: Response, **of_each: object) -> ScoringRun:
    """What a run leaves behind; ``of_each`` is what it found about every idea of a compared item."""
    attempt = session.get_one(Attempt, response.attempt_id)
    run = ScoringRun(
        sitting_id=attempt.sitting_id,
        item_id=response.item_id,
        response_id=response.id,
        language=attempt.language,
        standing="provisional",
        scorer_version="1",
        pool_name="",
        pool_people=1,
        pool_ideas=1,
        pool_hash="",
        input_hash=uuid4().hex,
        category_labels={},
        created_at=NOW,
    )
    session.add(run)
    session.flush()
    session.add(Score(run_id=run.id, response_id=response.id, dimension="answered", value=1.0))
    if of_each:
        for idea in session.query(Idea).filter_by(response_id=response.id):
            session.add(_idea_score(run, idea, **of_each))
    session.flush()
    return run


def _idea_score(run: ScoringRun, idea: Idea, **found: object) -> IdeaScore:
    values = {
        "is_valid": True,
        "flags": [],
        "cluster": 0,
        "category": 0,
        "people": 1,
        "rarity": 1.0,
        "elaboration": 1,
    }
    return IdeaScore(run_id=run.id, response_id=idea.response_id, idea_id=idea.id, text=idea.text, **values | found)


def give_consent(session: Session, student: Student, *, is_given: bool = True) -> None:
    """A guardian's word about research."""
    session.add(
        Consent(
            student_id=student.user_id,
            purpose="research",
            is_given=is_given,
            text_version=1,
            given_by_id=None,
            way="paper",
            at=NOW,
        )
    )
    session.flush()


def next_turn(session: Session, rater: User, sort: Sort = Sort.TEXT) -> RatingTurn | None:
    """The next turn of a rater."""
    profile = session.get_one(RaterProfile, rater.id)
    turn = taking.next_turn(session, profile, sort, bank=BANK, actor=rater, now=NOW)
    session.flush()
    return turn


def rate(
    session: Session, rater: User, marks: dict[str, int] | None, comment: str = "", sort: Sort = Sort.TEXT
) -> RatingTurn:
    """Take the next answer and rate it; without marks it is no answer."""
    turn = next_turn(session, rater, sort)
    assert turn is not None
    return change(session, rater, turn, marks, comment)


def change(
    session: Session, rater: User, turn: RatingTurn, marks: dict[str, int] | None, comment: str = ""
) -> RatingTurn:
    """Rate in a turn that was taken."""
    held = turns.turn_to_change(session, rater.id, turn.id)
    assert held is not None
    given = Given(marks) if marks else Given({}, is_answer=False)
    rating.rate(session, held, given, comment, actor=rater, now=NOW)
    session.flush()
    session.expire_all()  # the next act reads what is in the database
    return held


def sitting_of(session: Session, response: Response) -> Sitting:
    """The sitting in which a response was given."""
    return session.get_one(Sitting, session.get_one(Attempt, response.attempt_id).sitting_id)
