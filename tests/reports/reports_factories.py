"""Builders of a region: districts, schools, classes and pupils with scores of record, made without any scorer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from factories import NOW, make_user
from sqlalchemy import insert
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_item

from contest_app.accounts.models import District, School, SchoolClass, Student, User
from contest_app.db import Base
from contest_app.reports.rules.answers import Pupil, Told
from contest_app.reports.rules.period import Month
from contest_app.roles import Role
from contest_app.tasks.models import Attempt, Item, Response, Score, ScoringRun, Sitting

SEPTEMBER = Month(2026, 9)
SECRET_NAME = "Құпия Есімхан"
SECRET_IDEA = "a secret idea of a pupil"


@dataclass
class Region:
    """What was built; rows wait in ``rows`` until they are written at once."""

    session: Session
    teacher: User
    items: list[Item]
    classes: dict[UUID, list[UUID]] = field(default_factory=dict)
    rows: dict[type[Base], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, model: type[Base], **values: object) -> None:
        self.rows.setdefault(model, []).append(values)

    def write(self) -> None:
        for model in (District, School, SchoolClass, User, Student, Sitting, Attempt, Response, ScoringRun, Score):
            if self.rows.get(model):
                self.session.execute(insert(model), self.rows.pop(model))


def make_region(session: Session, items: int = 2) -> Region:
    """An empty region with a teacher of its own and items whose ideas are compared."""
    teacher = make_user(session, Role.TEACHER)
    session.flush()
    return Region(session, teacher, [make_item(session, "instances") for _ in range(items)])


def add_district(region: Region, key: str) -> str:
    """A district whose name is its key."""
    region.add(District, key=key, name=dict.fromkeys(("kk", "ru", "en"), f"District {key}"), kind="district")
    return key


def add_school(region: Region, district: str, name: str, *, rural: bool = False) -> UUID:
    """A school."""
    key = uuid4()
    names = dict.fromkeys(("kk", "ru", "en"), name)
    region.add(School, id=key, district_key=district, name=names, kind="school", is_rural=rural, created_at=NOW)
    return key


def add_class(region: Region, school: UUID, pupils: int, *, grade: int = 7, language: str = "kk") -> UUID:
    """A class with so many pupils."""
    key = uuid4()
    region.add(
        SchoolClass,
        id=key,
        school_id=school,
        teacher_id=region.teacher.id,
        grade=grade,
        letter="А",
        language=language,
        code=key.hex[:6],
        created_at=NOW,
    )
    region.classes[key] = [_add_student(region, key, language) for _ in range(pupils)]
    return key


def _add_student(region: Region, school_class: UUID, language: str) -> UUID:
    key = uuid4()
    region.add(
        User,
        id=key,
        display_name=SECRET_NAME,
        sort_key="",
        search_key="",
        language=language,
        school_id=None,
        created_at=NOW,
    )
    region.add(Student, user_id=key, class_id=school_class, code_version=1, code_hash=key.hex)
    return key


Values = Callable[[UUID, Item], Mapping[str, float]]


def add_assessment(
    region: Region,
    school_class: UUID,
    values: Values,
    *,
    language: str = "kk",
    opens_at: datetime = NOW,
    items: Sequence[Item] = (),
    mode: str = "assessment",
    standing: str = "final",
) -> UUID:
    """A closed sitting of a class in which every pupil answered every item, with the given scores of record."""
    sitting = uuid4()
    region.add(
        Sitting,
        id=sitting,
        class_id=school_class,
        mode=mode,
        shown="never",
        opened_at=opens_at,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=1),
        closed_at=opens_at + timedelta(hours=1),
    )
    attempts = [_add_attempt(region, sitting, pupil, language) for pupil in region.classes[school_class]]
    for item in items or region.items:
        responses = [(_add_response(region, attempt, item), pupil) for attempt, pupil in attempts]
        if standing == "final":
            add_run(region, sitting, item, {key: values(pupil, item) for key, pupil in responses}, language=language)
        else:
            for key, pupil in responses:
                add_run(region, sitting, item, {key: values(pupil, item)}, language=language, response=key)
    return sitting


def _add_attempt(region: Region, sitting: UUID, pupil: UUID, language: str) -> tuple[UUID, UUID]:
    key = uuid4()
    region.add(Attempt, id=key, sitting_id=sitting, student_id=pupil, language=language, started_at=NOW)
    return key, pupil


def _add_response(region: Region, attempt: UUID, item: Item) -> UUID:
    key = uuid4()
    region.add(
        Response, id=key, attempt_id=attempt, item_id=item.id, started_at=NOW, due_at=NOW, breaks=0, added_seconds=0
    )
    return key


def add_run(
    region: Region,
    sitting: UUID,
    item: Item,
    scores: Mapping[UUID, Mapping[str, float]],
    *,
    language: str = "kk",
    response: UUID | None = None,
    created_at: datetime = NOW,
) -> None:
    """A run of the scorer over a sitting's item with the scores of each response; of one if it is named."""
    run = uuid4()
    region.add(
        ScoringRun,
        id=run,
        sitting_id=sitting,
        item_id=item.id,
        response_id=response,
        language=language,
        standing="provisional" if response else "final",
        scorer_version="qiyal test",
        pool_name="",
        pool_people=len(scores),
        pool_ideas=len(scores),
        pool_hash=run.hex,
        input_hash=run.hex,
        category_labels={},
        created_at=created_at,
    )
    for key, values in scores.items():
        for dimension, value in values.items():
            region.add(Score, run_id=run, response_id=key, dimension=dimension, value=value)


def chance(seed: int) -> Values:
    """Scores that chance gives, the same for the same seed."""
    random = Random(seed)  # noqa: S311 -- nothing secret hangs on it

    def values(_pupil: UUID, _item: Item) -> Mapping[str, float]:
        fluency = float(random.randint(1, 12))
        return {
            "fluency": fluency,
            "flexibility": float(random.randint(1, int(fluency))),
            "originality_top2": random.gauss(4, 1),
            "elaboration": random.gauss(3, 1),
            "rating": random.gauss(2.5, 0.5),
        }

    return values


def told(pupil: int, value: float, *, item: str = "item", language: str = "kk", month: Month = SEPTEMBER) -> Told:
    """A score of record as the rules take it."""
    return Told(pupil, item, language, month, value)


def pupil_of(school_class: UUID, school: UUID, district: str = "a", *, rural: bool = False, grade: int = 7) -> Pupil:
    """Where a pupil belongs."""
    return Pupil(school_class, school, district, rural, grade)
