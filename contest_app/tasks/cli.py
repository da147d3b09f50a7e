"""Commands for the item bank: ``flask bank check`` and ``flask bank import``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from contest_app.clock import utcnow
from contest_app.tasks import kinds
from contest_app.tasks.bank import BankItem, BankRefused, read_bank
from contest_app.tasks.services import bank as services
from contest_app.web.boundary import settings, transaction

cli_group: Final = AppGroup("bank", help="Check the files of the item bank, and take them in.")
FOLDER: Final = click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@cli_group.command("check")
@FOLDER
def check(folder: Path | None) -> None:
    """Read every item and name each fault by file and line; change nothing."""
    items = _read(folder)
    click.echo(f"{len(items)} items, no fault found")


@cli_group.command("import")
@FOLDER
def import_bank(folder: Path | None) -> None:
    """Add the items that are new; with one fault anywhere nothing is added."""
    items = _read(folder)
    try:
        with transaction() as session:
            imported = services.import_items(session, items, now=utcnow())
    except BankRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    for item in imported.added:
        click.echo(f"added {item.slug}, version {item.version}")
    click.echo(f"{len(imported.added)} added, {len(imported.unchanged)} already there")


def _read(folder: Path | None) -> list[BankItem]:
    try:
        return read_bank(folder or settings().item_bank_dir, kinds.schemas())
    except BankRefused as refusal:
        raise click.ClickException(str(refusal)) from None
