"""Commands: ``flask ratings export``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from contest_app.ratings.exports import training_table
from contest_app.web.boundary import reading
from contest_app.web.tables import csv_bytes

cli_group: Final = AppGroup("ratings", help="What people gave to pupils' ideas, for the training of the rater.")


@cli_group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write the ideas that people have rated, of pupils with consent to research, for `scoring train`."""
    with reading() as session:
        table = training_table(session)
    file.write_bytes(csv_bytes(table))
    click.echo(f"{len(table.rows)} ideas written to {file}")
