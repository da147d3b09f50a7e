"""The demo: loaded whole, living like real data, removed without a trace."""

from __future__ import annotations

import pytest
from factories import NOW
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from contest_app.accounts.models import School, SchoolClass, Student
from contest_app.config import ROOT, Settings
from contest_app.contests.models import Contest, Entry
from contest_app.db import Base, Database
from contest_app.demo import services
from contest_app.jobs.runner import run_due
from contest_app.judging.models import Assignment, Mark, ResultSheet
from contest_app.prepare import fill
from contest_app.tasks.models import Idea, Item, NormAnswer, Score, ScoringRun

#: What the demo leaves behind: the bank is not the demo's, the audit names nobody, jobs carry keys only.
STAYS = {"alembic_version", "audit_rows", "districts", "items", "jobs"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings of an installation that wants the demo."""
    return settings.model_copy(update={"demo": True, "item_bank_dir": ROOT / "item_bank"})


def _count(session: Session, model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def _filled_tables(database: Database) -> dict[str, int]:
    with database.reading() as session:
        counts = {
            table.name: session.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one()  # noqa: S608 -- our own names
            for table in Base.metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count and name not in STAYS}


def test_the_demo_is_as_large_as_it_says(database: Database, settings: Settings) -> None:
    fill(database, settings, now=NOW)

    with database.reading() as session:
        assert _count(session, SchoolClass) >= 2
        assert _count(session, Student) >= 24
        assert _count(session, Item) >= 5
        assert _count(session, Idea) + _count(session, NormAnswer) >= 400
        assert _count(session, Contest) == 3
        assert _count(session, Entry) >= 12
        assert len(set(session.scalars(select(Assignment.judge_id)))) == 6
        assert _count(session, Mark) >= 12 * 3
        assert _count(session, ResultSheet) == 1


def test_loading_again_changes_nothing(database: Database, settings: Settings) -> None:
    fill(database, settings, now=NOW)
    before = _filled_tables(database)

    fill(database, settings, now=NOW)

    assert _filled_tables(database) == before


def test_the_queue_scores_the_closed_sittings(database: Database, settings: Settings) -> None:
    fill(database, settings, now=NOW)

    run_due(database, settings)

    with database.reading() as session:
        finals = session.scalars(select(ScoringRun).where(ScoringRun.standing == "final")).all()
        assert {run.language for run in finals} == {"kk", "ru", "en"}
        assert _count(session, Score) > 0


def test_removing_leaves_no_person_no_answer_and_no_mark(database: Database, settings: Settings) -> None:
    fill(database, settings, now=NOW)
    run_due(database, settings)

    with database.transaction() as session:
        services.remove(session, now=NOW)

    assert _filled_tables(database) == {"demo_rows": 1}


def test_a_removed_demo_does_not_come_back_at_the_next_start(database: Database, settings: Settings) -> None:
    fill(database, settings, now=NOW)
    with database.transaction() as session:
        services.remove(session, now=NOW)

    fill(database, settings, now=NOW)

    with database.reading() as session:
        assert _count(session, School) == 0


def test_removing_spares_what_is_not_the_demos(database: Database, settings: Settings) -> None:
    fill(database, settings, now=NOW)
    with database.transaction() as session:
        own = School(
            district_key="karaganda", name={"kk": "Өз мектебіміз"}, kind="school", is_rural=True, created_at=NOW
        )
        session.add(own)

    with database.transaction() as session:
        services.remove(session, now=NOW)

    with database.reading() as session:
        assert session.scalars(select(School.id)).all() == [own.id]
