"""A pupil asks a person about what the program judged; the teacher answers, and the next run takes it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.jobs.services import enqueue
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Question, QuestionAnswer, Response
from contest_app.tasks.queries import care
from contest_app.tasks.queries import questions as queries
from contest_app.tasks.rules.answering import clean_text
from contest_app.tasks.rules.feedback import ACCEPTED, Line
from contest_app.tasks.rules.questions import (
    MOST_QUESTIONS,
    About,
    AlreadyAnswered,
    AskedEnough,
    NothingToAsk,
    Outcome,
    SameWords,
    check_outcome,
)
from contest_app.tasks.services.results import PlainResult, Result, plain_result_of, result_of


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the program said about an idea or a whole answer, as it stands on the pupil's page."""

    about: About
    said: dict[str, Any]


#: Judgements by the key of the idea; that of the whole answer under None.
Judgements = dict[UUID | None, Judgement]


@dataclass(frozen=True, slots=True)
class Asking:
    """What of an answer can be questioned, and what was, the newest question about each idea."""

    judgements: Judgements
    asked: dict[UUID | None, Question]


def asking_about(session: Session, response: Response, result: Result | PlainResult | None) -> Asking:
    """Return what a pupil may ask a person about a result, and what the pupil has asked."""
    asked = {question.idea_id: question for question in queries.of_response(session, response.id)}
    return Asking(_judgements(session, response, result), asked)


def ask(
    session: Session, response: Response, idea_id: UUID | None, *, words: str, actor: User, now: datetime
) -> Question:
    """Send a judgement about a response to a person; one that waits already is given again.

    ``idea_id`` None questions the whole answer. ``response`` is one of queries.results.response_of.
    Raises NothingToAsk, AskedEnough.
    """
    queries.hold_response(session, response.id)
    earlier = [each for each in queries.of_response(session, response.id) if each.idea_id == idea_id]
    if earlier and earlier[-1].answer is None:
        return earlier[-1]
    judgement = _judgements(session, response, _result(session, response)).get(idea_id)
    if judgement is None:
        raise NothingToAsk
    if len(earlier) >= MOST_QUESTIONS:
        raise AskedEnough
    question = Question(
        response_id=response.id,
        idea_id=idea_id,
        turn=len(earlier) + 1,
        about=judgement.about.value,
        said=judgement.said,
        words=words,
        asked_by_id=actor.id,
        asked_at=now,
    )
    session.add(question)
    audit.record(session, actor, "question.asked", question, at=now, about=question.about)
    return question


def answer(session: Session, question: Question, outcome: Outcome, *, words: str, actor: User, now: datetime) -> None:
    """Answer a question; an idea that counts is scored anew, and earlier runs stay.

    ``question`` is one of queries.questions.line_of. Raises AlreadyAnswered, NothingToAsk, WordsNeeded, SameWords.
    """
    queries.hold_response(session, question.response_id)
    session.refresh(question, ["answer"])  # another may have answered while this one waited
    if question.answer is not None:
        raise AlreadyAnswered
    check_outcome(About(question.about), outcome, words)
    if outcome is Outcome.COUNTS and _says_the_same(question):
        raise SameWords
    row = QuestionAnswer(
        question_id=question.id, outcome=outcome.value, words=words, answered_by_id=actor.id, answered_at=now
    )
    session.add(row)
    audit.record(session, actor, "question.answered", question, at=now, outcome=outcome.value)
    if outcome is Outcome.COUNTS:
        payload = {"response_id": str(question.response_id)}
        enqueue(session, "tasks.score_response", payload, now=now, unique_key=f"score:{question.response_id}")


def _result(session: Session, response: Response) -> Result | PlainResult | None:
    is_compared = kind_named(response.item.kind).is_compared
    return result_of(session, response) if is_compared else plain_result_of(session, response)


def _judgements(session: Session, response: Response, result: Result | PlainResult | None) -> Judgements:
    """Return what can be questioned; where something sounds like distress, no answer is questioned as a whole."""
    cared_for = care.ideas_of_response_with_case(session, response.id)
    if result is None:
        return {}
    found = _compared(result) if isinstance(result, Result) else _plain(result)
    if result.run and not cared_for:
        found[None] = Judgement(About.ANSWER, {})
    return {key: judgement for key, judgement in found.items() if key not in cared_for}


def _compared(result: Result) -> Judgements:
    people = result.run.pool_people if result.run else 0
    questionable = [line for line in result.feedback.lines if not (line.is_plain or ACCEPTED in line.idea.flags)]
    counted: Judgements = {
        line.idea.key: _of_line(line, people) for line in questionable if line.same_as or people > 1
    }
    told = result.feedback.uncounted
    return counted | {idea.key: Judgement(About.UNCOUNTED, {"reason": idea.reason}) for idea in told}


def _of_line(line: Line, people: int) -> Judgement:
    if line.same_as is not None:
        return Judgement(About.SAME, {"same_as": line.same_as})
    return Judgement(About.RARE, {"people": line.idea.people, "pool": people})


def _plain(result: PlainResult) -> Judgements:
    wrong = [place for place in result.places if place.is_right is False and place.key]
    return {place.key: Judgement(About.PLACE, {"label": place.label}) for place in wrong}


def _says_the_same(question: Question) -> bool:
    """Say whether the pupil wrote the idea word for word before; ``response`` is loaded with its ideas."""
    standing = [idea for idea in question.response.ideas if idea.removed_at is None]
    own = next((idea for idea in standing if idea.id == question.idea_id), None)
    if own is None or question.about == About.PLACE:
        return False
    others = [idea for idea in standing if (idea.position, idea.id) < (own.position, own.id)]
    return clean_text(own.text).casefold() in {clean_text(idea.text).casefold() for idea in others}
