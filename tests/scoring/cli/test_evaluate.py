"""How measures follow ratings, from the command line."""

import json
from pathlib import Path

import pytest

from contest_app.scoring.cli import main


def test_evaluating_compares_each_measure_with_the_ratings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = "".join(f"brick,doorstop,{1 + index % 2 / 10}\n" for index in range(20))
    rare = "".join(f"brick,{use},5\n" for use in ("grind into pigment", "heat a tent", "weigh a kite", "NaN"))
    (tmp_path / "in.csv").write_text(f"prompt,response,rating\n{answers}{rare}box,sledge,\nbox,hat,nan\n")

    assert main(["evaluate", str(tmp_path / "in.csv"), "--encoder", "fast"]) == 0

    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["originality", "rarity", "distance", "elaboration"]
    assert figures["rarity"]["n"] == 24
    assert figures["rarity"]["r"] == figures["rarity"]["r_within"] > 0.9


def test_evaluating_too_few_answers_has_no_correlation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text("prompt,response,rating\nbrick,hat,3\n")

    assert main(["evaluate", str(tmp_path / "in.csv"), "--encoder", "fast"]) == 0

    assert json.loads(capsys.readouterr().out)["distance"] == {"r": None, "rho": None, "r_within": None, "n": 0}


def test_a_rating_that_is_no_number_is_refused_with_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.csv").write_text("prompt,response,rating\nbrick,hat,3\nbrick,boat,good\n")

    assert main(["evaluate", str(tmp_path / "in.csv"), "--encoder", "fast"]) == 2
    assert capsys.readouterr().err == "error: row 3: the rating 'good' is no number\n"
