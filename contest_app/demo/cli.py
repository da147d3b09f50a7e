"""Commands: ``flask demo load`` and ``flask demo remove``."""

from __future__ import annotations

from typing import Final

import click
from flask.cli import AppGroup

from contest_app.clock import utcnow
from contest_app.demo import services
from contest_app.web.boundary import settings, transaction

cli_group: Final = AppGroup("demo", help="Load the invented school and its contests, or remove them.")


@cli_group.command("load")
def load() -> None:
    """Load the demo, unless it is there."""
    with transaction() as session:
        if services.is_loaded(session):
            click.echo("the demo is loaded already")
            return
        services.load(session, settings(), now=utcnow())
    click.echo("the demo is loaded")


@cli_group.command("remove")
def remove() -> None:
    """Remove the demo with everything that hangs from it."""
    with transaction() as session:
        removed = services.remove(session, now=utcnow())
    click.echo("there is no demo here" if removed == 0 else "the demo is removed")
