"""The severity of judges from a file."""

import csv
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.judging_known import DATA, OPTIMUM
from contest_app.scoring.cli import main

GUILFORD = ["calibrate", str(DATA), "--facets", "judge,examinee,trait", "--rating", "rating"]
SIGNS = ["--negative", "judge,trait"]


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def written(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    return ["calibrate", str(path), "--facets", "judge,entry", "--rating", "mark"]


def test_guilfords_ratings_are_told_with_all_that_belongs_to_them(capsys: pytest.CaptureFixture[str]) -> None:
    found = told([*GUILFORD, *SIGNS, "--bias", "judge:examinee"], capsys)

    measures = {row["element"]: row["measure"] for rows in found["facets"].values() for row in rows}
    assert measures == pytest.approx(
        {name: value for own in OPTIMUM.values() for name, value in own.items()}, abs=0.002
    )
    brahe = found["facets"]["judge"][0]
    assert brahe["element"] == "Brahe"
    assert (brahe["n"], brahe["extreme"]) == (35, None)
    assert [brahe[name] for name in ("se", "infit")] == pytest.approx([0.118, 1.48], abs=0.005)
    assert [row["category"] for row in found["thresholds"]] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert found["bias"][0].keys() >= {"judge", "examinee", "bias", "se", "t"}
    assert (len(found["bias"]), found["bias_summary"]["df"]) == (21, 21)
    assert found["bias_summary"]["chi2_fixed"] == pytest.approx(42.8, abs=0.05)
    assert (found["components"], found["converged"]) == (1, True)
    assert found["convergence"]["largest_residual"] < 1e-6


def test_without_json_the_same_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*GUILFORD, *SIGNS, "--bias", "judge:examinee"]) == 0

    captured = capsys.readouterr()
    assert "judge (a higher measure lowers a rating)" in captured.out
    assert "\nBrahe         0.25  0.12   1.48" in captured.out
    assert "chi-square 42.8, df 21" in captured.out
    assert captured.out.endswith("105 ratings, 1 component(s), converged\n")
    assert captured.err.startswith("note: the whole jury rated the same")


def test_the_additive_model_tells_severity_in_marks_with_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    found = told([*GUILFORD, "--model", "additive", "--negative", "trait"], capsys)

    trait = found["facets"]["trait"][0]
    assert trait["element"] == "Enthusiasm"
    assert trait["low"] < trait["measure"] < trait["high"]
    assert trait["fair_average"] < found["mean"]
    assert (found["model"], found["thresholds"], found["components"]) == ("additive", [], 1)
    assert (found["converged"], found["fully_crossed"]) == (True, True)


def test_measures_can_be_anchored_by_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    anchors = tmp_path / "anchors.csv"
    anchors.write_text("facet;element;measure\njudge;Brahe;1,5\n", encoding="utf-8")

    found = told([*GUILFORD, *SIGNS, "--anchors", str(anchors)], capsys)

    assert next(row["measure"] for row in found["facets"]["judge"] if row["element"] == "Brahe") == 1.5


def test_partial_credit_gives_every_trait_thresholds_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    found = told([*GUILFORD, *SIGNS, "--partial-credit", "trait"], capsys)

    assert {row["scale"] for row in found["thresholds"]} == set(OPTIMUM["trait"])


def test_gaps_are_left_out_and_columns_found_in_any_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Mark;Judge;Entry\n3,5;A;1\n2;A;2\n;A;3\n2;B;1\n3,5;B;2\n\n1;B;3\n3,5;A;4\n1;B;4\n2;C;3\n1;C;4\n"

    found = told(written(tmp_path / "marks.csv", text), capsys)

    assert {row["element"]: row["n"] for row in found["facets"]["judge"]} == {"A": 3, "B": 4, "C": 2}
    assert [row["category"] for row in found["thresholds"]] == [2, 3.5]


def test_panels_that_nothing_joins_are_pointed_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = Random(1)  # noqa: S311 -- the same marks in every run
    rows = [(f"{p}{j}", f"{p}{e}", chance.randint(1, 4)) for p in "AB" for j in range(3) for e in range(9)]
    path = tmp_path / "marks.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("judge", "entry", "mark"), *rows])

    assert main(["calibrate", str(path), "--facets", "judge,entry", "--rating", "mark", "--json"]) == 0

    captured = capsys.readouterr()
    assert json.loads(captured.out)["components"] == 2
    assert captured.err.startswith("warning: 2 parts that no rating joins")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("judge,entry,mark\nA,1,3\nA,2,good\n", "line 3: the rating 'good' is no number"),
        ("judge,entry,mark\nA,1,3\n\n\nB,1,inf\n", "line 5: the rating 'inf' is no number"),
        ("judge,entry,mark\nA,1,3\n,2,4\n", "line 3: the judge is missing"),
        ("judge,entry\nA,1\n", "needs the columns mark"),
        ("judge,entry,mark\n", "there are no ratings"),
        ("judge,entry,mark\nA,1,3\nB,1,3\n", "nothing can be told: the ratings are equal, or too few"),
        ("", "is empty"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = refused(written(tmp_path / "marks.csv", text), capsys)

    assert error.startswith("error: ")
    assert message in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--negative", "rater"], "there is no facet 'rater' but judge, examinee, trait"),
        (["--judges", "rater"], "there is no facet 'rater'"),
        (["--bias", "judge:pupil"], "there is no facet 'pupil'"),
        (["--model", "additive", "--bias", "judge:examinee"], "--bias belongs to --model rasch"),
        (["--model", "additive", "--negative", "rater"], "there is no facet 'rater'"),
        (["--facets", "judge,judge"], "a column of their own"),
        (["--facets", "judge"], "two facets at least"),
        (["--rating", "judge"], "a column of their own"),
    ],
)
def test_options_that_do_not_fit_the_file_are_refused(
    options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused([*GUILFORD, *options], capsys)


def test_anchors_without_a_number_are_refused_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anchors = tmp_path / "anchors.csv"
    anchors.write_text("facet,element,measure\njudge,Brahe,1\njudge,Avogadro,high\n", encoding="utf-8")

    assert "line 3: the measure 'high' is no number" in refused([*GUILFORD, "--anchors", str(anchors)], capsys)


def test_a_pair_that_is_none_is_refused_before_the_file_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as found:
        main([*GUILFORD, "--bias", "judge"])

    assert found.value.code == 2
    assert "no pair of facets" in capsys.readouterr().err
