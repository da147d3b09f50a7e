"""Thresholds learnt from a labelled file, and used."""

import csv
import json
from pathlib import Path

import pytest

from contest_app.scoring.cli import main

CORPORA = Path(__file__).parents[1] / "corpora"


def labelled(path: Path, language: str) -> Path:
    """Write the development half of the hard texts of a language as the command wants them; return the path."""
    with (CORPORA / f"same_idea_hard_{language}.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["split"] == "dev"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("prompt", "group_id", "text"), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_what_is_learnt_is_what_the_groups_are_made_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts, learnt, answers = labelled(tmp_path / "texts.csv", "ru"), tmp_path / "mine.json", tmp_path / "in.csv"
    answers.write_text("prompt,response\nкирпич,подпереть дверь\nкирпич,держать дверь открытой\n", encoding="utf-8")

    assert main(["fit-thresholds", str(texts), "--encoder", "characters", "-o", str(learnt), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["characters.ru"]
    assert 0 < told["characters.ru"]["idea"] < told["characters.ru"]["category"] < 1
    made = ["rate", str(answers), "-o", str(tmp_path / "out.csv"), "--encoder", "characters", "--calibration"]
    assert main([*made, str(learnt)]) == 0
    wide = {"characters.ru": {"idea": 1.9, "category": 1.95}}
    learnt.write_text(json.dumps(wide), encoding="utf-8")
    assert main([*made, str(learnt)]) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["idea"] for row in csv.DictReader(file)] == ["0", "0"]


def test_a_file_for_another_encoder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.json").write_text('{"other.en": {"idea": 0.4, "category": 0.6}}', encoding="utf-8")
    (tmp_path / "in.csv").write_text("prompt,response\nbrick,doorstop\n", encoding="utf-8")

    files = [str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.npz"), "--encoder", "fast"]
    assert main(["encode", *files, "--calibration", str(tmp_path / "mine.json")]) == 2

    assert capsys.readouterr().err.endswith("calibrates other.en, not fast\n")


def test_too_few_texts_are_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "texts.csv").write_text("prompt,group_id,text\nbrick,door,doorstop\n", encoding="utf-8")

    files = [str(tmp_path / "texts.csv"), "-o", str(tmp_path / "mine.json")]
    assert main(["fit-thresholds", *files, "--encoder", "characters"]) == 2

    assert capsys.readouterr().err == "error: 1 texts; at least 50 are needed\n"
