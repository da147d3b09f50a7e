"""``flask jobs …``: run the workers, look at the queue, revive the dead."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any, Final, cast
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup

from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.errors import Refusal
from contest_app.jobs import queries, services
from contest_app.jobs.models import STATES

cli_group: Final = AppGroup("jobs", help="Work for the machine.")


@cli_group.command("run")
def run() -> None:
    """Run jobs in this process until Ctrl-C or SIGTERM; the job in hand is finished first."""
    _start("contest_app.jobs.runner").serve(_settings())


@cli_group.command("relay")
def relay() -> None:
    """Tell the broker what is due, for Celery workers."""
    _start("contest_app.jobs.celery").relay(_settings())


@cli_group.command("celery")
@click.option("--processes", default=2, show_default=True, help="How many jobs to run at once.")
def celery(processes: int) -> None:
    """Run jobs that the relay names, as a Celery worker."""
    _start("contest_app.jobs.celery").work(_settings(), processes)


@cli_group.command("count")
def count() -> None:
    """Show how many jobs there are in each state."""
    with _database().reading() as session:
        found = queries.counts(session)
    for state in STATES:
        print(f"{state}\t{found.get(state, 0)}")


@cli_group.command("list")
@click.option("--state", type=click.Choice(STATES), default="dead", show_default=True)
def list_jobs(state: str) -> None:
    """Show the newest jobs in a state."""
    with _database().reading() as session:
        for job in queries.jobs_in_state(session, state):
            print(f"{job.id}\t{job.name}\ttries {job.tries}\t{job.run_at:%Y-%m-%d %H:%M:%S}\t{job.error or '-'}")


@cli_group.command("revive")
@click.argument("job_id", type=click.UUID)
def revive(job_id: UUID) -> None:
    """Queue a dead job anew."""
    with _database().transaction() as session:
        job = queries.job(session, job_id)
        if job is None:
            raise click.ClickException("no such job")
        try:
            services.revive(session, job, actor=None, now=utcnow())
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal
    print(f"{job_id} is queued")


def _start(module: str) -> Any:
    """Import a worker's module by its name: the web, which registers these commands, must not load encoders."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    return import_module(module)


def _settings() -> Settings:
    return cast("Settings", current_app.extensions["qiyal_settings"])


def _database() -> Database:
    return cast("Database", current_app.extensions["qiyal_database"])
