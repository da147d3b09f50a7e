"""Commands for the item bank: ``flask bank check``, ``import``, ``export`` and ``new``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from contest_app.clock import utcnow
from contest_app.tasks import kinds
from contest_app.tasks.bank import BankItem, BankRefused, read_bank, skeleton, write_items
from contest_app.tasks.form_bank import check_forms, read_forms
from contest_app.tasks.queries import items as queries
from contest_app.tasks.services import bank as services
from contest_app.web.boundary import reading, settings, transaction

cli_group: Final = AppGroup("bank", help="Check the files of the item bank, take them in, write them out, add one.")
FOLDER: Final = click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@cli_group.command("check")
@FOLDER
def check(folder: Path | None) -> None:
    """Read every item and every ready form, and name each fault by file and line; change nothing."""
    items = _read(folder)
    try:
        forms = read_forms(folder or settings().item_bank_dir)
        check_forms(forms, {item.slug: item for item in items})
    except BankRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{len(items)} items and {len(forms)} forms, no fault found")


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


@cli_group.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_bank(folder: Path) -> None:
    """Write the newest version of every item; a file that says the same already stays as it is."""
    with reading() as session:
        items = [item.fields for item in queries.newest_items(session)]
    try:
        written = write_items(folder, items)
    except BankRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    for path in written.written:
        click.echo(f"wrote {path}")
    click.echo(f"{len(written.written)} written, {len(written.unchanged)} items already there")


@cli_group.command("new")
@click.argument("kind", type=click.Choice(list(kinds.KINDS)))
@click.argument("slug")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="another bank")
def new_item(kind: str, slug: str, folder: Path | None) -> None:
    """Begin a file with every field that the kind demands; the check refuses it until it is filled."""
    if not _SLUG.fullmatch(slug):
        raise click.ClickException("a slug is made of small Latin letters and digits, with hyphens between words")
    bank = folder or settings().item_bank_dir
    if any(bank.glob(f"items/*/{slug}.yaml")):
        raise click.ClickException(f"there is an item {slug} already, and a name is never used twice")
    path = bank / "items" / kind / f"{slug}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(skeleton(kind, slug, kinds.schemas()), encoding="utf-8")
    click.echo(f"wrote {path.relative_to(bank)}: fill it in, then run the check")


def _read(folder: Path | None) -> list[BankItem]:
    bank = settings().item_bank_dir
    try:
        return read_bank(folder or bank, kinds.schemas(), beside=bank)
    except BankRefused as refusal:
        raise click.ClickException(str(refusal)) from None
