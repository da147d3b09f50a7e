"""The command line: the files that it reads, what it writes and says, and how it ends."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from contest_app.judging.allocation.__main__ import main

ROOT = Path(__file__).parents[3]
ENTRIES = """entry,nomination,language,school
E1,crafts,kk,S1
E2,crafts,ru,S2
E3,design,kk,
E4,design,ru,S9
"""
JUDGES = """judge,languages,expertise,school,max_load
J1,kk|ru,crafts,S1,
J2,kk|ru,crafts|design,S3,3
J3,kk | ru,design,S4,
J4,ru|kk,,S5,
"""
CONFLICTS = "judge,entry\nJ2,E3\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, E=ENTRIES, J=JUDGES, C=CONFLICTS)
    return tmp_path


def write(folder: Path, encoding: str = "utf-8", **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding=encoding)


def options(folder: Path, *more: str, reviews: int = 2) -> list[str]:
    files = ["--entries", f"{folder}/E.csv", "--judges", f"{folder}/J.csv", "--conflicts", f"{folder}/C.csv"]
    return [*files, "--reviews", str(reviews), "-o", f"{folder}/PLAN.csv", *more]


def plan(folder: Path) -> list[tuple[str, str]]:
    with (folder / "PLAN.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["entry", "judge"]
    return [(entry, judge) for entry, judge in rows]


def figures(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_command_writes_the_pairs_and_prints_objective_loads_components_and_seconds(folder: Path) -> None:
    command = [sys.executable, "-m", "contest_app.judging.allocation", *options(folder, "--seed", "4", "--json")]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    told, pairs = json.loads(done.stdout), plan(folder)
    assert Counter(entry for entry, _ in pairs) == {"E1": 2, "E2": 2, "E3": 2, "E4": 2}
    assert told["loads"] == Counter(judge for _, judge in pairs)
    assert not {("E1", "J1"), ("E3", "J2")} & set(pairs)
    assert (told["feasible"], told["objective"], told["gap"], told["components"]) == (True, 2, 0, 1)
    assert told["components_by_nomination"] == {"crafts": 1, "design": 1}
    assert told["band"] == {"least": 1, "most": 3}
    assert 0 < told["seconds"] < 60
    assert done.stderr == ""


def test_an_infeasible_demand_ends_with_2_says_why_and_leaves_an_earlier_plan_alone(folder: Path) -> None:
    (folder / "PLAN.csv").write_text("earlier", encoding="utf-8")
    command = [sys.executable, "-m", "contest_app.judging.allocation", *options(folder, reviews=4)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Entry E1 (Қазақша) needs 4 jurors, but only 3 may judge it." in done.stderr
    assert "All entries together need 16 reviews, but the 4 jurors have room for 15." in done.stderr
    assert (folder / "PLAN.csv").read_text(encoding="utf-8") == "earlier"


def test_the_reason_is_told_as_json_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(options(folder, "--json", reviews=4)) == 2

    told = figures(capsys)
    assert told["feasible"] is False
    assert [each["kind"] for each in told["reasons"]] == ["shortage", "few_judges", "few_judges"]
    assert told["reasons"][1]["kept"] == {"by_language": 0, "by_school": 1, "by_conflict": 0}
    assert told["words"][1] == "Entry E1 (Қазақша) needs 4 jurors, but only 3 may judge it."


def test_the_figures_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(options(folder, "--seed", "4")) == 0

    objective, gap, loads, components, seconds = capsys.readouterr().out.splitlines()
    assert objective == "objective   2 outside expertise, of 8 pairs"
    assert gap == "gap         0 above the flow's optimum 2 (proved: no plan is cheaper)"
    assert loads.startswith("loads       ")
    assert loads.endswith("; band 1 to 3")
    assert components == "components  1; by nomination: crafts 1, design 1"
    assert seconds.startswith("seconds     ")


def test_the_order_of_rows_and_columns_separators_marks_and_blank_lines_change_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(options(folder, "--seed", "7"))
    before = (folder / "PLAN.csv").read_bytes()
    head, *rows = [line.split(",") for line in JUDGES.splitlines()]
    turned = [";".join(reversed(each)) for each in (head, *reversed(rows))]
    write(folder, "utf-8-sig", J="\n\n" + "\r\n".join(turned) + ";;\r\n\r\n")
    write(folder, "utf-16", E="\n".join(line.replace(",", "\t") for line in ENTRIES.upper().splitlines()))

    assert main(options(folder, "--seed", "7")) == 0

    assert (folder / "PLAN.csv").read_bytes() == before
    capsys.readouterr()


def test_conflicts_may_be_left_out_stand_twice_or_name_people_who_are_not_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, C=CONFLICTS + "J2,E3\nJ8,E1\nJ1,E77\nJ8,E2\n")

    assert main(options(folder, "--json")) == 0
    assert figures(capsys)["warnings"] == [
        f"{folder}/C.csv, line 4 and 1 more: there is no judge “J8”, so this changes nothing",
        f"{folder}/C.csv, line 5: there is no entry “E77”, so this changes nothing",
    ]
    assert main([each for each in options(folder) if each not in {"--conflicts", f"{folder}/C.csv"}]) == 0


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"E": ""}, ["E.csv is empty"]),
        ({"J": "judge,who\nE1,A\n"}, ["J.csv, line 1: the columns languages are missing; there are: judge, who"]),
        ({"E": "entry,nomination,language,school\n"}, ["E.csv has a first line and nothing below it"]),
        ({"J": JUDGES + "J1,kk,,,\n"}, ["J.csv, line 6: the judge “J1” stands in line 2 already"]),
        ({"J": JUDGES + "J5,,,,\n"}, ["J.csv, line 6: languages must not be empty"]),
        ({"J": JUDGES + "J5,kk,,,-1\n"}, ["J.csv, line 6: max_load is a whole number or empty, not “-1”"]),
        ({"E": ENTRIES + "E5,crafts,kk,S1,x\n"}, ["E.csv, line 6: 5 cells, but the first line names 4 columns"]),
        ({"C": 'judge,entry\n"J1,E1\n'}, ["C.csv, line 2: this is no CSV (unexpected end of data)"]),
        (
            {"E": ENTRIES + "\n,crafts,,\nE1,crafts,kk,\n"},
            [
                "E.csv, line 7: entry and language must not be empty",
                "E.csv, line 8: the entry “E1” stands in line 2 already",
            ],
        ),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_line_by_line_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], told: list[str]
) -> None:
    write(folder, **files)

    assert main(options(folder)) == 2

    assert capsys.readouterr().err.splitlines() == [
        f"{'error: ' if place == 0 else ''}{folder}/{line}" for place, line in enumerate(told)
    ]
    assert sorted(path.name for path in folder.iterdir()) == ["C.csv", "E.csv", "J.csv"]


@pytest.mark.parametrize(
    "more",
    [("--reviews", "0"), ("--reviews", "many"), ("--band", "-1"), ("--band", "wide"), ("--seed", "x")],
    ids=" ".join,
)
def test_an_option_that_means_nothing_ends_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options(folder, *more))

    assert ended.value.code == 2
    assert more[0] in capsys.readouterr().err


def test_a_missing_file_or_folder_is_told_before_anything_is_done(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(options(folder, "--fixed", f"{folder}/none.csv")) == 2
    assert main(options(folder, "-o", f"{folder}/none/PLAN.csv")) == 2
    assert main(options(folder, "-o", str(folder))) == 2

    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == ["error"] * 3


def test_an_earlier_plan_is_kept_as_far_as_can_be_and_finished_pairs_stay(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(options(folder))
    before = set(plan(folder))
    leaver = [pair for pair in before if pair[1] == "J4"]
    done = next(pair for pair in sorted(before) if pair[1] == "J3")
    write(folder, OLD="entry,judge\n" + "".join(f"{e},{j}\n" for e, j in before))
    write(folder, DONE=f"entry,judge\n{done[0]},{done[1]}\n")
    write(folder, J=JUDGES.replace("J4,ru|kk,,S5,\n", ""))
    capsys.readouterr()

    again = options(folder, "--present", f"{folder}/OLD.csv", "--fixed", f"{folder}/DONE.csv", "--json", "--widen")
    assert main(again) == 0

    moved = figures(capsys)["moved"]
    after = set(plan(folder))
    assert done in after
    assert moved == {
        "kept": len(before & after),
        "dropped": len(before - after),
        "added": len(after - before),
    }
    assert moved["dropped"] == len(leaver)


def test_rules_can_be_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, J=JUDGES.replace("J3,kk | ru,design,S4,", "J3,kk|ru,,S4,"))

    assert main(options(folder, "--specialist", "must", "--schools-apart", "must", "--connect", "whole")) == 2

    said = capsys.readouterr().err
    assert "without a specialist" in said
    assert "E3" in said
