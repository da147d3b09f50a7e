"""Habits that no import contract can hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "contest_app").rglob("*.py"))


def _calls(path: Path) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def test_only_the_clock_reads_the_time() -> None:
    readers = re.compile(r"(datetime\.(now|utcnow|today)|date\.today|time\.time)$")
    found = {path.name for path in SOURCES for call in _calls(path) if readers.search(call)}

    assert found == {"clock.py"}


def test_only_the_boundaries_commit() -> None:
    found = {str(path.relative_to(ROOT)) for path in SOURCES for call in _calls(path) if call.endswith(".commit")}

    assert found <= {"contest_app/schema.py"}


def test_migrations_never_import_the_application() -> None:
    guilty = [path.name for path in (ROOT / "migrations").rglob("*.py") if "contest_app" in _imports(path)]

    assert guilty == []


def test_no_file_is_a_drawer_of_odds_and_ends() -> None:
    odd = {"utils", "helpers", "common", "misc", "manager"}

    assert [path for path in SOURCES if path.stem in odd or path.parent.name in odd] == []


@pytest.mark.parametrize(
    "folder", ["contest_app", "item_bank", "docs", "tests", "scripts", "benchmarks", "migrations"]
)
def test_no_machine_path_and_no_foreign_host_stands_in_the_tree(folder: str) -> None:
    places = re.compile(r"(?<![\w.])/(?:work|farm|opt)/|npmjs|pythonhosted|\bdeb\.deb|cdn\.|googleapis")
    texts = [
        p for p in (ROOT / folder).rglob("*") if p.suffix in {".py", ".html", ".css", ".js", ".md", ".yaml", ".sh"}
    ]
    found = [str(path) for path in texts if path != Path(__file__) and places.search(path.read_text())]

    assert found == []


def test_the_scoring_library_needs_neither_flask_nor_a_database() -> None:
    loaded = _modules_after("import contest_app.scoring.pool, contest_app.scoring.ranking")

    assert loaded & {"flask", "sqlalchemy", "torch", "sentence_transformers"} == set()


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    plain = {
        name.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    return plain | {(n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}


def _modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())
