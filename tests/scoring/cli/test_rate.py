"""The command line on the files that people have."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from contest_app.scoring.cli import main
from contest_app.scoring.rating import ADDED

UNKNOWN = ("жүмжүк", "бөлпек", "күртімей", "шөндірік")
ANSWERS = "prompt,response\nbrick,doorstop\nbrick,hold the door open\nbrick,idk\n"


def rated(
    folder: Path, content: str | bytes, *options: str, encoder: str = "fast"
) -> tuple[list[str], list[dict[str, str]]]:
    """Rate a file with this content; return the columns and rows that came out."""
    given, result = folder / "in.csv", folder / "out.csv"
    given.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["rate", str(given), "-o", str(result), "--encoder", encoder, *options]) == 0
    with result.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    return list(reader.fieldnames or []), rows


def refusal(folder: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the message with which a file is refused."""
    given = folder / "in.csv"
    given.write_bytes(content)
    assert main(["rate", str(given), "-o", str(folder / "out.csv"), "--encoder", "fast"]) == 2
    return capsys.readouterr().err


def test_rating_keeps_the_columns_in_order_and_adds_its_own(tmp_path: Path) -> None:
    columns, rows = rated(tmp_path, "note,response,class,prompt\nx,doorstop,7A,brick\n")

    assert columns == ["note", "response", "class", "prompt", *ADDED]
    assert [rows[0][name] for name in columns[:4]] == ["x", "doorstop", "7A", "brick"]


def test_an_invalid_row_gets_its_reason_and_its_numbers(tmp_path: Path) -> None:
    _, rows = rated(tmp_path, ANSWERS)

    assert rows[2] == {
        "prompt": "brick",
        "response": "idk",
        "valid": "false",
        "flags": "refusal",
        "idea": "1",
        "category": "1",
        "people_share": "0.3333",
        "rarity": "1.4150",
        "distance": rows[2]["distance"],
        "originality": rows[2]["originality"],
        "originality_se": rows[2]["originality_se"],
        "elaboration": "0",
        "explanation": "Not counted: it declines to answer.",
    }
    assert float(rows[2]["distance"]) > 0
    assert 1 <= float(rows[2]["originality"]) <= 5
    assert float(rows[2]["originality_se"]) > 0


def test_without_persons_every_row_is_a_person_of_its_own(tmp_path: Path) -> None:
    _, rows = rated(tmp_path, "prompt,response\nbrick,doorstop\nbrick,doorstop\nbrick,boat\n")

    assert [row["people_share"] for row in rows] == ["0.6667", "0.6667", "0.3333"]
    assert [row["flags"] for row in rows] == ["", "", ""]


def test_a_persons_repetition_is_flagged(tmp_path: Path) -> None:
    _, rows = rated(tmp_path, "Person,Prompt,Response\n1,brick,doorstop\n1,brick,Doorstop!\n2,brick,boat\n")

    assert [row["flags"] for row in rows] == ["", "duplicate", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_make_no_difference(tmp_path: Path, encoding: str, separator: str) -> None:
    content = f"PROMPT{separator} Response \nкирпич{separator}подпереть дверь\nкирпич{separator}не знаю\n"

    _, rows = rated(tmp_path, content.encode(encoding))

    assert [row["valid"] for row in rows] == ["true", "false"]
    assert rows[0]["explanation"].startswith("None of the other 1 people had this idea; rarity 1.0 bits. Raters")


def test_columns_that_the_file_has_already_are_not_overwritten(tmp_path: Path) -> None:
    columns, rows = rated(tmp_path, "prompt,response,category\nbrick,boat,104\n")

    assert columns[2:] == ["category", *(f"qiyal_{name}" if name == "category" else name for name in ADDED)]
    assert rows[0]["category"] == "104"


def test_a_file_with_a_header_alone_rates_to_a_header(tmp_path: Path) -> None:
    columns, rows = rated(tmp_path, "prompt,response\n")

    assert (columns, rows) == (["prompt", "response", *ADDED], [])


@pytest.mark.parametrize("response", ["", "   ", "NaN", "?", "a" * 100_000, "house " * 20_000, "=1+1", '"a ""b"""'])
def test_an_odd_answer_has_defined_numbers(tmp_path: Path, response: str) -> None:
    _, rows = rated(tmp_path, f"prompt,response\nbrick,{response}\nbrick,boat\n")

    assert len(rows) == 2
    assert all(float(row[name]) >= 0 for row in rows for name in ("rarity", "people_share", "elaboration"))


def test_one_row_is_a_pool_of_one(tmp_path: Path) -> None:
    _, rows = rated(tmp_path, "prompt,response\nbrick,boat\n")

    assert (rows[0]["people_share"], rows[0]["distance"]) == ("1.0000", "")
    assert rows[0]["explanation"].startswith("There is nobody yet to compare this idea with. Raters would give about")


def test_short_and_long_rows_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    _, rows = rated(tmp_path, "prompt,response,note\nbrick,boat\nbrick,hat,x,y,z\n\n")

    assert [(row["response"], row["note"]) for row in rows] == [("boat", ""), ("hat", "x")]


def test_a_file_without_the_columns_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refusal(tmp_path, b"item;text\na;b\n", capsys)

    assert message == f"error: {tmp_path / 'in.csv'} needs the columns prompt, response; it has: item, text\n"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \n"])
def test_an_empty_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    assert refusal(tmp_path, content, capsys) == f"error: {tmp_path / 'in.csv'} is empty\n"


def test_bytes_that_are_no_table_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(tmp_path, bytes(range(256)) * 40, capsys).startswith("error: ")


def test_an_unknown_language_is_refused_with_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = refusal(tmp_path, b"prompt,response,language\nbrick,hat,en-GB\nbrick,boat,fr\n", capsys)

    assert message == "error: row 3: the language 'fr' is none of kk, ru, en\n"


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rate", str(tmp_path / "none.csv"), "-o", str(tmp_path / "out.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_a_model_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(ANSWERS)

    status = main(
        ["rate", str(tmp_path / "in.csv"), "-o", str(tmp_path / "o.csv"), "--encoder", str(tmp_path / "model")]
    )

    assert (status, capsys.readouterr().err) == (2, f"error: there is no folder {tmp_path / 'model'}\n")


def test_kazakh_is_rated_and_marked_as_not_yet_calibrated(tmp_path: Path) -> None:
    _, rows = rated(tmp_path, "prompt,response,language\nкірпіш,есікті тіреу,kk\nкірпіш,үй салу,kk\nкирпич,дом,ru\n")

    assert [row["flags"] for row in rows] == ["not_yet_calibrated", "not_yet_calibrated", ""]
    assert all(1 <= float(row["originality"]) <= 5 for row in rows)
    assert "not yet calibrated" in rows[0]["explanation"]


def test_a_pool_of_unknown_kazakh_words_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = "prompt,response,language\nкірпіш,жүмжүк бөлпек,kk\nкірпіш,күртімей шөндірік,kk\n"

    rated(tmp_path, content)
    unknown = capsys.readouterr().err
    words = tmp_path / "words.tsv"
    words.write_text("kk\tpos\tru\ten\n" + "".join(f"{w}\tn\tдом\thouse\n" for w in UNKNOWN), encoding="utf-8")
    rated(tmp_path, content, "--words", str(words))

    assert unknown.startswith("warning: ")
    assert "жүмжүк" in unknown
    assert capsys.readouterr().err == ""


def test_a_bad_table_of_words_is_refused_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(ANSWERS)
    (tmp_path / "words.tsv").write_text("kk\tpos\tru\ten\nүй\tn\n", encoding="utf-8")
    files = [str(tmp_path / "in.csv"), "-o", str(tmp_path / "o.csv"), "--words", str(tmp_path / "words.tsv")]

    assert main(["rate", *files, "--encoder", "fast"]) == 2
    assert "2" in capsys.readouterr().err


def test_a_pasted_answer_is_shown_to_a_person_and_counts(tmp_path: Path) -> None:
    _, rows = rated(tmp_path, "prompt,response,pasted\nbrick,doorstop,1\nbrick,boat,0\nbrick,hat,\n")

    assert [(row["valid"], row["flags"]) for row in rows] == [("true", "paste"), ("true", ""), ("true", "")]


def test_figures_are_printed_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rated(tmp_path, ANSWERS, "--json")

    figures = json.loads(capsys.readouterr().out)
    assert (figures["rows"], figures["valid"], figures["flags"]) == (3, 2, {"refusal": 1})
    assert figures["rater"].startswith("fast ")


def test_an_encoder_without_a_rater_leaves_originality_empty(tmp_path: Path) -> None:
    _, rows = rated(tmp_path, ANSWERS, encoder="use")

    assert [(row["originality"], row["originality_se"]) for row in rows] == [("", "")] * 3


def test_a_folder_without_a_rater_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(ANSWERS)
    files = [str(tmp_path / "in.csv"), "-o", str(tmp_path / "o.csv"), "--rater", str(tmp_path)]

    assert main(["rate", *files, "--encoder", "fast"]) == 2
    assert "holds no rater for the profile 'fast'" in capsys.readouterr().err


def test_the_module_runs_by_itself_with_its_best_encoder(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(ANSWERS)

    command = [sys.executable, "-m", "contest_app.scoring", "rate", "in.csv", "-o", "out.csv"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == 4
