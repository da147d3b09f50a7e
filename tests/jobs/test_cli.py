"""The commands of the administrator."""

from __future__ import annotations

from uuid import UUID, uuid4

from click.testing import Result
from factories import NOW
from flask import Flask
from jobs.jobs_factories import ask, only_job, taken

from contest_app.db import Database
from contest_app.jobs import services
from contest_app.jobs.cli import cli_group


def call(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(cli_group, words)


def a_dead_job(database: Database) -> UUID:
    ask(database, "tasks.score_response")
    job, lease = taken(database)
    with database.transaction() as session:
        services.bury(session, job, lease, "ValueError at work.py:7 score", now=NOW)
    return job.id


def test_dead_jobs_are_listed_with_their_error(app: Flask, database: Database) -> None:
    job_id = a_dead_job(database)
    ask(database, "tasks.other")

    result = call(app, "list")

    assert result.output == (
        f"{job_id}\ttasks.score_response\ttries 1\t2026-11-20 06:00:00\tValueError at work.py:7 score\n"
    )


def test_jobs_are_counted_in_every_state(app: Flask, database: Database) -> None:
    a_dead_job(database)

    assert call(app, "count").output == "queued\t0\nrunning\t0\ndone\t0\ndead\t1\n"


def test_a_dead_job_is_revived(app: Flask, database: Database) -> None:
    job_id = a_dead_job(database)

    result = call(app, "revive", str(job_id))

    assert result.output == f"{job_id} is queued\n"
    assert (only_job(database).state, only_job(database).tries) == ("queued", 0)


def test_what_cannot_be_revived_is_refused_in_words(app: Flask, database: Database) -> None:
    ask(database)

    living, unknown = call(app, "revive", str(only_job(database).id)), call(app, "revive", str(uuid4()))

    assert (living.exit_code, living.output) == (1, "Error: This job is not dead; there is nothing to revive.\n")
    assert (unknown.exit_code, unknown.output) == (1, "Error: no such job\n")
