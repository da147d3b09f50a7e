"""Learning a rater from a file, from the command line."""

import csv
import json
from pathlib import Path

import pytest

from contest_app.scoring.cli import main

PLAIN = ["hold", "keep", "carry", "store", "cover", "lift"]
ODD = ["hypnotise", "marry", "teleport", "interview", "crown"]
THINGS = ["a door", "papers", "the soup", "a bag", "old shoes", "a table", "a plant", "a bike", "a lamp", "the cat"]


def ratings_file(path: Path, prompts: list[str], start: int) -> Path:
    """Write ratings that follow a rule, every other thing from ``start``."""
    lines = [
        f"{prompt},{verb} {thing},{4.2 if verb in ODD else 1.6}"
        for prompt in prompts
        for verb in [*PLAIN, *ODD]
        for thing in THINGS[start::2]
    ]
    path.write_text("\n".join(["prompt,response,rating", *lines]), encoding="utf-8")
    return path


def trained(folder: Path, *options: str) -> int:
    """Train on ratings of two prompts and return the exit status."""
    learning = ratings_file(folder / "train.csv", ["brick", "rope"], 0)
    held_out = ratings_file(folder / "val.csv", ["brick", "rope"], 1)
    return main(
        ["train", str(learning), "--val", str(held_out), "-o", str(folder / "rater"), "--profile", "fast", *options]
    )


def test_a_trained_rater_is_saved_told_of_and_rates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trained(tmp_path) == 0

    figures = json.loads(capsys.readouterr().out)
    assert figures["held_out"]["r"] > 0.8
    assert figures["held_out"]["n"] == 110
    assert figures["against"]["adopt"] is True  # the rule is not what people go by

    (tmp_path / "in.csv").write_text("prompt,response\nbrick,marry the moon\nbrick,carry the moon\n")
    files = [str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--rater", str(tmp_path / "rater")]
    assert main(["rate", *files, "--encoder", "fast"]) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        odd, plain = csv.DictReader(file)
    assert float(odd["originality"]) > float(plain["originality"]) + 1


def test_the_card_names_its_sources_and_no_folder(tmp_path: Path) -> None:
    assert trained(tmp_path) == 0

    card = json.loads((tmp_path / "rater" / "fast.json").read_text(encoding="utf-8"))
    assert [source["file"] for source in card["sources"]] == ["train.csv", "val.csv"]
    assert str(tmp_path) not in json.dumps(card)


def test_a_rater_is_not_adopted_against_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trained(tmp_path) == 0
    capsys.readouterr()

    assert trained(tmp_path, "--against", str(tmp_path / "rater")) == 0

    assert json.loads(capsys.readouterr().out)["against"]["adopt"] is False


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("prompt,response,rating\nbrick,hat,3\n", "1 learning rated answers; at least 100 are needed"),
        ("prompt,response,rating\nbrick,hat,7\n", "row 2: a rating lies between 1 and 5"),
        ("prompt,response,rating\nbrick,hat,good\n", "row 2: the rating 'good' is no number"),
        ("prompt,response\nbrick,hat\n", "needs the columns rating"),
        ("", "is empty"),
    ],
)
def test_ratings_that_teach_nothing_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, message: str
) -> None:
    (tmp_path / "bad.csv").write_text(content)
    held_out = ratings_file(tmp_path / "val.csv", ["brick"], 1)

    status = main(
        ["train", str(tmp_path / "bad.csv"), "--val", str(held_out), "-o", str(tmp_path), "--profile", "fast"]
    )

    assert status == 2
    assert message in capsys.readouterr().err
