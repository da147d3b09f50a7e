"""Migrations go up, down and up again, also over data, and end where the models are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from factories import make_class, make_student
from sqlalchemy import text
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app import schema
from contest_app.accounts.models import User
from contest_app.db import Base, Database


@pytest.fixture
def restored(database: Database) -> Iterator[Database]:
    """A database that is brought back to the newest schema, for the tests that follow on the same server."""
    yield database
    schema.upgrade(database)


def test_the_migrated_schema_is_the_one_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_migrations_go_down_to_nothing_and_up_again(restored: Database) -> None:
    schema.downgrade(restored, "base")
    with restored.engine.connect() as connection:
        left = {name for name in restored.engine.dialect.get_table_names(connection) if name != "alembic_version"}
    assert left == set()

    schema.upgrade(restored)

    with restored.reading() as session:
        assert session.query(User).count() == 0


def test_the_newest_migration_keeps_the_rows_that_are_there(restored: Database) -> None:
    with restored.transaction() as session:
        make_student(session, make_class(session))
    before = _counts(restored)

    schema.downgrade(restored, "-1")
    schema.upgrade(restored)

    assert _counts(restored) == before
    assert before["students"] == 1


def test_copying_a_table_keeps_the_rows_that_hang_from_it(restored: Database) -> None:
    """On SQLite the table of responses is copied and dropped in 0023; a cascade would take the ideas along."""
    with restored.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        sitting = make_sitting(session, school_class, [item])
        make_response(session, sitting, make_student(session, school_class), item, ["қайық", "көрпе"])
    before = _counts(restored)

    schema.downgrade(restored, "0022")
    schema.upgrade(restored)

    assert _counts(restored) == before
    assert before["ideas"] == 2


def test_append_only_tables_have_their_guard(database: Database) -> None:
    query = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT event_object_table FROM information_schema.triggers",
    }[database.engine.dialect.name]
    with database.engine.connect() as connection:
        guarded = set(connection.execute(text(query)).scalars())

    assert guarded == {
        "audit_rows", "consents", "group_correction_ideas", "group_corrections", "idea_scores",
        "item_decisions", "item_proposals", "marks", "result_sheets", "scores", "scoring_runs", "strokes",
        "correction_answers", "correction_requests", "profile_estimates", "profile_runs", "run_spreads",
        "idea_maps", "region_reports", "reliabilities", "question_answers", "questions", "rating_sheets",
        "jury_signatures", "like_verdicts", "round_analyses",
        "people_estimates", "people_runs", "report_traces", "formal_checks",
    }  # fmt: skip


def _counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            table.name: session.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one()  # noqa: S608 -- our own names
            for table in Base.metadata.sorted_tables
        }
