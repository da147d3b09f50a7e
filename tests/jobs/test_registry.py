"""Finding the function behind a job's name."""

from __future__ import annotations

from uuid import uuid4

import pytest
from factories import NOW

from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs import registry
from contest_app.jobs.registry import UnknownJob, Work, function_of, job


def test_two_functions_cannot_bear_one_name() -> None:
    job("test.taken")(lambda _work: None)
    try:
        with pytest.raises(ValueError, match=r"test\.taken"):
            job("test.taken")(lambda _work: None)
    finally:
        del registry._FUNCTIONS["test.taken"]


@pytest.mark.parametrize("name", ["nowhere.work", "errors.work", "accounts.no_such_work", "", "jobs.registry.work"])
def test_a_name_without_a_function_is_unknown(name: str) -> None:
    with pytest.raises(UnknownJob):
        function_of(name)


def a_work(database: Database, settings: Settings) -> Work:
    return Work(uuid4(), "lease", NOW, settings, database, lambda: NOW)
