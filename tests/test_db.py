"""What the database promises."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from factories import NOW, make_user
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from contest_app.accounts.models import District, RoleGrant
from contest_app.audit import AuditRow
from contest_app.db import Database, DurabilityNotGranted
from contest_app.roles import Role


def test_a_fresh_database_keeps_what_it_acknowledges(database: Database) -> None:
    database.check_durable()


def test_a_database_that_may_lose_commits_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")

    def weaken(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")

    event.listen(database.engine, "connect", weaken)

    with pytest.raises(DurabilityNotGranted, match="synchronous"):
        database.check_durable()


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.transaction() as session:
            session.add(District(key="x", name={}, kind="city"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    with database.reading() as session:
        assert session.get(District, "x") is None


def test_references_to_nothing_are_refused(database: Database) -> None:
    def refer_to_nobody() -> None:
        with database.transaction() as session:
            session.add(RoleGrant(user_id=uuid4(), role=Role.JUDGE))

    with pytest.raises(IntegrityError):
        refer_to_nobody()


def test_moments_come_back_aware_and_in_utc(session: Session) -> None:
    almaty = timezone(timedelta(hours=5))
    user = make_user(session, Role.JUDGE)
    user.created_at = datetime(2026, 11, 20, 11, 30, tzinfo=almaty)
    session.flush()
    session.expire(user)

    assert user.created_at == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    assert user.created_at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(session: Session) -> None:
    user = make_user(session, Role.JUDGE)
    user.created_at = datetime(2026, 11, 20, 11, 30)  # noqa: DTZ001 -- the mistake under test

    with pytest.raises(StatementError, match="without a time zone"):
        session.flush()


def test_what_is_append_only_cannot_be_edited_even_by_hand(database: Database) -> None:
    with database.transaction() as session:
        session.add(AuditRow(at=NOW, actor_id=None, act="a", subject_table="users", subject_id=uuid4(), details={}))

    def edit() -> None:
        with database.transaction() as session:
            session.execute(text("UPDATE audit_rows SET act = 'b'"))

    with pytest.raises(DBAPIError, match="append-only"):
        edit()


def test_two_writers_that_read_first_wait_for_each_other(database: Database) -> None:
    """A deferred transaction on SQLite would fail at once with "database is locked"."""
    with database.transaction() as session:
        session.add(District(key="counter", name={"n": "0"}, kind="city"))
    failures: list[BaseException] = []

    def count_up() -> None:
        try:
            for _ in range(10):
                with database.transaction() as session:
                    row = session.get_one(District, "counter", with_for_update=True)
                    row.name = {"n": str(int(row.name["n"]) + 1)}
        except BaseException as error:  # noqa: BLE001 -- told by the main thread
            failures.append(error)

    threads = [Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with database.reading() as session:
        assert session.get_one(District, "counter").name == {"n": "40"}
