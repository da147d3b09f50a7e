"""The demo's sittings: some that have been closed, and one that is going on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from contest_app.accounts.models import Student
from contest_app.demo.desks import begin, members, open_sitting, write
from contest_app.demo.files import Answerer
from contest_app.demo.people import People
from contest_app.tasks.models import NormPool, Sitting
from contest_app.tasks.rules.sittings import Mode
from contest_app.tasks.services import answering, bank, sittings

NORM_PREFIX: Final = "norm-"
NORM_POOL: Final = "demo"
BETWEEN_IDEAS: Final = timedelta(seconds=18)
FINISHED_CLASSES: Final = ("7a", "7b")
#: The classes that sat a second time, with other items: their pupils' pages show a change.
LATER_CLASSES: Final = ("7a",)


def load_norm_pools(session: Session, ideas: Mapping[Answerer, Sequence[str]], *, now: datetime) -> list[NormPool]:
    """Add the answers of the invented norm sample to each item, language by language."""
    pools: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for answerer, texts in ideas.items():
        if answerer.person.startswith(NORM_PREFIX):
            pools[answerer.item, answerer.language] += [(answerer.person, text) for text in texts]
    return [
        bank.import_norm_pool(session, item, language, NORM_POOL, answers, now=now)
        for (item, language), answers in pools.items()
    ]


def load_finished(
    session: Session,
    people: People,
    ideas: Mapping[Answerer, Sequence[str]],
    *,
    now: datetime,
    classes: Sequence[str] = FINISHED_CLASSES,
) -> list[Sitting]:
    """Play a sitting of each class that was opened at ``now``, answered by everybody, and closed an hour later."""
    found = []
    for key in classes:
        sitting = open_sitting(session, people, people.classes[key], _slugs(ideas), Mode.ASSESSMENT, now)
        for student_key, student in members(people, people.classes[key]):
            _answer_all(session, student, sitting, _language(ideas, student_key), student_key, ideas, now)
        teacher = people.teacher_of(people.classes[key])
        sittings.close_sitting(session, sitting, actor=teacher, now=now + timedelta(hours=1))
        found.append(sitting)
    return found


def load_going_on(
    session: Session, people: People, ideas: Mapping[Answerer, Sequence[str]], *, now: datetime
) -> list[Sitting]:
    """Open a practice sitting of each class a minute before ``now``, in which some pupils are writing."""
    found = []
    for key in FINISHED_CLASSES:
        began_at = now - timedelta(minutes=1)
        sitting = open_sitting(session, people, people.classes[key], _slugs(ideas), Mode.PRACTICE, began_at)
        for student_key, student in members(people, people.classes[key]):
            texts = next((texts for who, texts in ideas.items() if who.person == student_key), None)
            if texts:
                response = begin(session, student, sitting, people.languages[student_key], began_at)
                write(session, response, texts, now)
        found.append(sitting)
    return found


def _slugs(ideas: Mapping[Answerer, Sequence[str]]) -> list[str]:
    """Return the items that pupils of the classes answered, in the order of the file."""
    return list(dict.fromkeys(who.item for who in ideas if not who.person.startswith(NORM_PREFIX)))


def _language(ideas: Mapping[Answerer, Sequence[str]], person: str) -> str:
    return next(who.language for who in ideas if who.person == person)


def _answer_all(
    session: Session,
    student: Student,
    sitting: Sitting,
    language: str,
    person: str,
    ideas: Mapping[Answerer, Sequence[str]],
    now: datetime,
) -> None:
    """Answer every item of a sitting and hand each answer in."""
    for place, slug in enumerate(_slugs(ideas)):
        texts = ideas.get(Answerer(slug, language, person), [])
        started_at = now + timedelta(minutes=5 * place + 1)
        ended_at = started_at + BETWEEN_IDEAS * len(texts)
        response = begin(session, student, sitting, language, started_at)
        write(session, response, texts, ended_at)
        answering.hand_in(session, response, now=ended_at)
