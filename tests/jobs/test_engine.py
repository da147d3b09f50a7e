"""What scores in a process."""

from __future__ import annotations

from uuid import uuid4

import pytest
from factories import NOW

from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.registry import Work


def a_work(database: Database, settings: Settings, profile: str) -> Work:
    chosen = settings.model_copy(update={"encoder": profile})
    return Work(uuid4(), "lease", NOW, chosen, database, lambda: NOW)


def test_what_scores_is_loaded_once_for_the_process(database: Database, settings: Settings) -> None:
    first, second = (a_work(database, settings, "characters").engine() for _ in range(2))

    assert first is second
    assert first.encoder.encode(["қаламсап"], "kk").shape[0] == 1


@pytest.mark.parametrize(("profile", "has_rater"), [("fast", True), ("characters", False)])
def test_rater_comes_with_the_profiles_that_have_one_and_the_gate_understands_with_all(
    database: Database, settings: Settings, profile: str, has_rater: bool
) -> None:
    engine = a_work(database, settings, profile).engine()

    assert (engine.rater is not None) is has_rater
    assert engine.meaning is not None
