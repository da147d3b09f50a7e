"""``flask prepare``: all between an empty folder and a site that can be opened; done again it changes nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import click
import yaml
from sqlalchemy.orm import Session

from contest_app import schema
from contest_app.accounts.services import import_districts
from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.demo import services as demo
from contest_app.demo.people import PASSWORD
from contest_app.jobs.runner import run_due
from contest_app.tasks import kinds
from contest_app.tasks.bank import read_bank
from contest_app.tasks.services.bank import import_items
from contest_app.web.boundary import database, settings

LOG_INS: Final = (
    ("administrator", "administrator"),
    ("methodologist", "methodologist"),
    ("organizer", "organizer"),
    ("chair of the jury", "chair"),
    ("juror", "juror-1"),
    ("teacher", "teacher-kk"),
    ("guardian", "guardian"),
)


@click.command("prepare")
def prepare() -> None:
    """Migrate the database, take in the item bank, load the demo, and say where to go."""
    schema.upgrade(database())
    now = utcnow()
    if fill(database(), settings(), now=now):
        click.echo("  Scoring the demo …")
        run_due(database(), settings(), now=now)  # what the demo has put off is left to the runner
    click.echo(f"\n  Qiyal is on {settings().base_url}\n")
    with database().reading() as session:
        if demo.is_loaded(session):
            _tell_log_ins(demo.pupil_code(session, settings().secret))


def fill(database: Database, settings: Settings, *, now: datetime) -> bool:
    """Take in the item bank and, where it is wanted and not there, the demo: all of it or nothing.

    Return whether the demo is new; its scores and certificates then wait in the queue.
    """
    with database.transaction() as session:
        _import_bank(session, settings.item_bank_dir, now)
        is_wanted = settings.demo and not (demo.is_loaded(session) or demo.was_removed(session))
        if is_wanted:
            demo.load(session, settings, now=now)
    return is_wanted


def _import_bank(session: Session, folder: Path, now: datetime) -> None:
    districts = yaml.safe_load((folder / "districts.yaml").read_text(encoding="utf-8"))["districts"]
    import_districts(session, districts)
    import_items(session, read_bank(folder, kinds.schemas()), now=now)


def _tell_log_ins(pupil_code: str) -> None:
    click.echo("  Demonstration: every person and every answer is invented.")
    for role, login in LOG_INS:
        click.echo(f"  {role:<20} {login:<16} {PASSWORD}")
    click.echo(f"  {'pupil':<20} by the slip's code {pupil_code}; more slips: sign in as teacher-kk, open a class")
