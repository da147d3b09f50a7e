from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from contest_app.config import ROOT
from contest_app.db import Database
from contest_app.tasks.cli import cli_group
from contest_app.tasks.models import Item

BANK = ROOT / "item_bank"
FILES = sorted(BANK.glob("items/*/*.yaml"))


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(cli_group, words, obj=ScriptInfo(create_app=lambda: app))


def items_in(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Item)) or 0


def test_check_reads_the_bank_and_changes_nothing(app: Flask, database: Database) -> None:
    checked = run(app, "check")

    assert (checked.exit_code, checked.output) == (0, f"{len(FILES)} items, no fault found\n")
    assert items_in(database) == 0


def test_import_says_what_it_added_and_may_run_again(app: Flask, database: Database) -> None:
    first, again = run(app, "import"), run(app, "import")

    assert first.output.splitlines() == [
        *(f"added {path.stem}, version 1" for path in FILES),
        f"{len(FILES)} added, 0 already there",
    ]
    assert (again.exit_code, again.output) == (0, f"0 added, {len(FILES)} already there\n")
    assert items_in(database) == len(FILES)


def test_one_bad_file_is_named_and_nothing_is_imported(app: Flask, database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "items" / "alternative_uses"
    folder.mkdir(parents=True)
    for path in FILES[:2]:
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "broken.yaml").write_text("slug: broken\nversion: one\n", encoding="utf-8")

    refused = run(app, "import", str(tmp_path))

    assert refused.exit_code == 1
    assert "items/alternative_uses/broken.yaml:2: version: 'one' is not of type 'integer'" in refused.output
    assert items_in(database) == 0
