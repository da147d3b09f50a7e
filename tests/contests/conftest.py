from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event

from contest_app.db import Database


@pytest.fixture
def statements() -> Callable[[Database], AbstractContextManager[list[str]]]:
    """A function that collects the statements which a database runs."""

    @contextmanager
    def collecting(database: Database) -> Iterator[list[str]]:
        ran: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            ran.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        yield ran
        event.remove(database.engine, "before_cursor_execute", note)

    return collecting
