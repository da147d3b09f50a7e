"""The vectors and the groups of a table, from the command line."""

import csv
from pathlib import Path

import numpy as np
import pytest

from contest_app.scoring.cli import main

ANSWERS = "prompt,response\nbrick,doorstop\nbrick,hold the door open\nrope,a swing\nbrick,build a house\nkey,\n"


def encoded(folder: Path, content: str) -> np.ndarray:
    """Return the array that comes out for a file with this content."""
    (folder / "in.csv").write_text(content, encoding="utf-8")
    assert main(["encode", str(folder / "in.csv"), "-o", str(folder / "out.npz"), "--encoder", "fast"]) == 0
    with np.load(folder / "out.npz") as arrays:
        found: np.ndarray = arrays["embeddings"]
    return found


def clustered(folder: Path, content: str, level: str) -> list[dict[str, str]]:
    """Return the rows that come out with their groups."""
    (folder / "in.csv").write_text(content, encoding="utf-8")
    files = [str(folder / "in.csv"), "-o", str(folder / "out.csv"), "--encoder", "fast"]
    assert main(["cluster", *files, "--level", level]) == 0
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_has_a_unit_vector_in_its_order(tmp_path: Path) -> None:
    found = encoded(tmp_path, ANSWERS)

    assert found.shape == (5, 512)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(encoded(tmp_path, "prompt,response\nrope,a swing\n")[0], found[2], atol=1e-5)


def test_three_languages_have_vectors_of_one_width(tmp_path: Path) -> None:
    rows = "brick,hold a door,en\nкирпич,держать дверь,ru\nкірпіш,есікті ұстау,kk\n"

    assert encoded(tmp_path, f"prompt,response,language\n{rows}").shape == (3, 512)


def test_a_header_alone_has_no_vectors(tmp_path: Path) -> None:
    assert len(encoded(tmp_path, "prompt,response\n")) == 0


@pytest.mark.parametrize("level", ["idea", "category"])
def test_groups_are_numbered_prompt_by_prompt(tmp_path: Path, level: str) -> None:
    rows = clustered(tmp_path, "prompt,response\nbrick,doorstop\nrope,doorstop\nbrick,a door stop\n", level)

    assert [row["cluster"] for row in rows] == ["0", "0", "0"]


def test_ideas_lie_within_categories(tmp_path: Path) -> None:
    ideas = [row["cluster"] for row in clustered(tmp_path, ANSWERS, "idea")]
    categories = [row["cluster"] for row in clustered(tmp_path, ANSWERS, "category")]

    assert ideas[0] != ideas[3]
    assert len(set(categories)) <= len(set(ideas))


def test_a_cluster_column_that_is_there_already_is_kept(tmp_path: Path) -> None:
    rows = clustered(tmp_path, "prompt,response,cluster\nbrick,doorstop,mine\n", "idea")

    assert (rows[0]["cluster"], rows[0]["qiyal_cluster"]) == ("mine", "0")
