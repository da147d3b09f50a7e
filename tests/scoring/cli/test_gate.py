"""The gate of a table, from the command line."""

import csv
import json
from pathlib import Path

import pytest

from contest_app.scoring.cli import main

ANSWERS = """prompt,response,person
brick,a doorstop,1
brick,asdfgh jkl,2
brick,idk,3
brick,A doorstop!,1
brick,brick,4
"""


def gated(folder: Path, content: str, *options: str) -> list[dict[str, str]]:
    """Return the rows that come out with their flags."""
    (folder / "in.csv").write_text(content, encoding="utf-8")
    assert main(["gate", str(folder / "in.csv"), "-o", str(folder / "out.csv"), *options]) == 0
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_gets_its_verdict_and_reasons(tmp_path: Path) -> None:
    rows = gated(tmp_path, ANSWERS)

    assert list(rows[0]) == ["prompt", "response", "person", "valid", "flags"]
    assert [(row["valid"], row["flags"]) for row in rows] == [
        ("true", ""),
        ("false", "mash"),
        ("false", "refusal"),
        ("false", "duplicate"),
        ("false", "prompt_repeat"),
    ]


def test_the_gate_says_the_same_as_rating(tmp_path: Path) -> None:
    gate = gated(tmp_path, ANSWERS)

    assert main(["rate", str(tmp_path / "in.csv"), "-o", str(tmp_path / "r.csv"), "--encoder", "fast"]) == 0
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        rate = list(csv.DictReader(file))
    assert [(row["valid"], row["flags"]) for row in rate] == [(row["valid"], row["flags"]) for row in gate]


def test_counts_are_printed_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gated(tmp_path, ANSWERS, "--json")

    figures = json.loads(capsys.readouterr().out)
    assert figures == {
        "rows": 5,
        "valid": 1,
        "flags": {"duplicate": 1, "mash": 1, "prompt_repeat": 1, "refusal": 1},
    }


@pytest.mark.parametrize("response", ["", "NaN", "x" * 100_000, "word " * 20_000, "\U0001f600"])
def test_an_odd_answer_has_a_verdict(tmp_path: Path, response: str) -> None:
    rows = gated(tmp_path, f"prompt,response\nbrick,{response}\n")

    assert rows[0]["valid"] in {"true", "false"}


def test_a_header_alone_stays_a_header(tmp_path: Path) -> None:
    assert gated(tmp_path, "prompt,response\n") == []
