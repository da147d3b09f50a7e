from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from contest_app.config import ROOT
from contest_app.db import Database
from contest_app.tasks import kinds
from contest_app.tasks.bank import read_bank
from contest_app.tasks.cli import cli_group
from contest_app.tasks.models import Item

BANK = ROOT / "item_bank"
FORMS = sorted(BANK.glob("forms/*.yaml"))
FILES = sorted(BANK.glob("items/*/*.yaml"), key=lambda path: path.stem)


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(cli_group, words, obj=ScriptInfo(create_app=lambda: app))


def items_in(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Item)) or 0


def test_check_reads_the_bank_and_changes_nothing(app: Flask, database: Database) -> None:
    checked = run(app, "check")

    assert (checked.exit_code, checked.output) == (0, f"{len(FILES)} items and {len(FORMS)} forms, no fault found\n")
    assert items_in(database) == 0


def test_check_names_a_form_that_asks_for_what_is_not_there(app: Flask, tmp_path: Path) -> None:
    folder = shutil.copytree(BANK, tmp_path / "bank")
    text = FORMS[0].read_text(encoding="utf-8").replace("item: bottomless-basket", "item: no-such-thing")
    (folder / "forms" / FORMS[0].name).write_text(text, encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), start=1) if "no-such-thing" in each)

    refused = run(app, "check", str(folder))

    assert refused.exit_code == 1
    assert (
        refused.output.splitlines()[0] == f"Error: forms/{FORMS[0].name}:{line}: no-such-thing: there is no such item"
    )


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


def test_what_is_exported_and_imported_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    run(app, "import")

    exported = run(app, "export", str(tmp_path))
    imported = run(app, "import", str(tmp_path))

    pictures = {path.name: path.read_bytes() for path in BANK.glob("pictures/*.svg")}
    assert exported.output.splitlines()[-1] == f"{len(FILES) + len(pictures)} written, 0 items already there"
    assert imported.output == f"0 added, {len(FILES)} already there\n"
    assert {path.name: path.read_bytes() for path in tmp_path.glob("pictures/*")} == pictures
    schemas = kinds.schemas()
    assert {item.file: item.fields for item in read_bank(tmp_path, schemas, beside=BANK)} == {
        item.file: item.fields for item in read_bank(BANK, schemas)
    }


def test_an_export_leaves_alone_what_says_the_same_and_repeats_itself_to_the_byte(app: Flask, tmp_path: Path) -> None:
    folder = shutil.copytree(BANK, tmp_path / "bank")
    run(app, "import")
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}

    untouched = run(app, "export", str(folder))

    assert untouched.output == f"0 written, {len(FILES)} items already there\n"
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before
    for name in ("one", "two"):
        run(app, "export", str(tmp_path / name))
    assert [_bytes(tmp_path / "one")] == [_bytes(tmp_path / "two")]


def test_a_new_file_waits_to_be_filled(app: Flask, tmp_path: Path) -> None:
    made = run(app, "new", "instances", "brand-new", "--folder", str(tmp_path))

    checked = run(app, "check", str(tmp_path))

    assert made.output == "wrote items/instances/brand-new.yaml: fill it in, then run the check\n"
    assert checked.exit_code == 1
    assert "items/instances/brand-new.yaml:14: title.kk: '' should be non-empty" in checked.output


@pytest.mark.parametrize(
    ("slug", "reason"),
    [("Two Words", "small Latin letters"), ("thread-spool", "there is an item thread-spool already")],
)
def test_a_name_that_is_wrong_or_taken_makes_no_file(app: Flask, tmp_path: Path, slug: str, reason: str) -> None:
    folder = shutil.copytree(BANK / "items" / "alternative_uses", tmp_path / "items" / "alternative_uses").parents[1]

    refused = run(app, "new", "instances", slug, "--folder", str(folder))

    assert refused.exit_code == 1
    assert reason in refused.output
    assert not (folder / "items" / "instances").exists()


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}
