"""Builders of scored sittings, without the scorer: what a final run says is given; each flushes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from factories import NOW
from ratings.ratings_factories import BANK, change, look_at, make_rater, make_story_item
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_item, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, Student
from contest_app.profiles.services.estimating import estimate_sitting
from contest_app.ratings.services import taking
from contest_app.tasks.models import CareCase, Idea, IdeaScore, Item, Response, RunSpread, Score, ScoringRun, Sitting

DAY = timedelta(days=1)
#: Directions and mean rarity of somebody who is right at the mean of the sample; one more step is one spread.
USUAL = {"flexibility": 3.625, "originality": 3.0}
MEAN = {"flexibility": 2.0, "originality": 3.0}


def make_items(session: Session, count: int = 2, *, facet: str = "diverse", domain: str = "written") -> list[Item]:
    """Items whose ideas are compared, for grade 7."""
    items = [make_item(session, "alternative_uses") for _ in range(count)]
    for item in items:
        item.facet, item.domain, item.grades = facet, domain, [7]
    session.flush()
    return items


def make_closed(
    session: Session, school_class: SchoolClass, items: list[Item], *, now: datetime = NOW, shown: str = "at_once"
) -> Sitting:
    """A sitting that was closed an hour after it was opened; its jobs are never run."""
    sitting = make_sitting(session, school_class, items, now=now)
    sitting.shown, sitting.closed_at = shown, now + timedelta(hours=1)
    session.flush()
    return sitting


def score_of_record(
    session: Session,
    response: Response,
    sitting: Sitting,
    values: Mapping[str, float] = USUAL,
    *,
    basis: str = "sample",
    people: int = 20,
    language: str = "kk",
    standing: str = "final",
    at: datetime = NOW,
) -> ScoringRun:
    """A run of one response, measured with people of mean ``MEAN`` and deviation 1."""
    run = ScoringRun(
        sitting_id=sitting.id,
        item_id=response.item_id,
        response_id=response.id if standing == "provisional" else None,
        language=language,
        standing=standing,
        scorer_version="a scorer",
        pool_name="Sample 2026",
        pool_people=people + 1,
        pool_ideas=60,
        pool_hash="p",
        input_hash=uuid4().hex,
        category_labels={},
        created_at=at,
    )
    session.add(run)
    session.flush()
    for dimension, value in values.items():
        session.add(
            Score(run_id=run.id, response_id=response.id, dimension=dimension, value=value, standard_error=0.3)
        )
    for dimension, mean in MEAN.items():
        spread = {"people": people, "mean": mean, "deviation": 1.0}
        session.add(RunSpread(run_id=run.id, dimension=dimension, basis=basis, **spread))
    session.flush()
    return run


def score_idea(
    session: Session, run: ScoringRun, idea: Idea, *, people: int = 1, flags: tuple[str, ...] = (), valid: bool = True
) -> None:
    """What a run found about one idea."""
    session.add(
        IdeaScore(
            run_id=run.id,
            response_id=idea.response_id,
            idea_id=idea.id,
            is_valid=valid,
            flags=list(flags),
            cluster=1,
            category=1,
            people=people,
            rarity=4.0,
            elaboration=1.0,
            text=idea.text,
        )
    )
    session.flush()


def sit(
    session: Session,
    school_class: SchoolClass,
    student: Student,
    *,
    now: datetime = NOW,
    values: Mapping[str, float] = USUAL,
    items: list[Item] | None = None,
    basis: str = "sample",
    shown: str = "at_once",
) -> Sitting:
    """A closed sitting of two new items in which a pupil got the same on both; the profile is reckoned."""
    items = items or make_items(session)
    sitting = make_closed(session, school_class, items, now=now, shown=shown)
    for item in items:
        response = make_response(session, sitting, student, item, ["қайық"], language="kk", now=now)
        score_of_record(session, response, sitting, values, basis=basis, at=now)
    estimate_sitting(session, sitting.id, now=now + DAY)
    session.flush()
    return sitting


def rated_works(
    session: Session,
    school_class: SchoolClass,
    student: Student,
    marks: Sequence[dict[str, int]],
    *,
    items: Sequence[Item] = (),
    domain: str = "visual",
    now: datetime = NOW,
) -> list[Response]:
    """Stories of a pupil in a closed sitting, each rated by the same two people of whom each gives its marks."""
    items = list(items) or [make_story_item(session) for _ in marks]
    sitting = make_closed(session, school_class, items, now=now)
    raters = [make_rater(session, name) for name in ("Марат Асанов", "Дина Оспанова")]
    found = []
    for item, given in zip(items, marks, strict=True):
        item.domain = domain
        found.append(make_response(session, sitting, student, item, ["Ертегі"], language="kk", now=now))
        look_at(session, found[-1])
        for rater in raters:
            turn = taking.take(session, found[-1].id, None, bank=BANK, actor=rater, now=NOW)
            assert turn is not None
            change(session, rater, turn, given)
    return found


def open_case(session: Session, idea: Idea, school_id: object) -> None:
    """A case of care about an idea."""
    session.add(
        CareCase(
            school_id=school_id,
            response_id=idea.response_id,
            idea_id=idea.id,
            text=idea.text,
            language="kk",
            opened_at=NOW,
        )
    )
    session.flush()
