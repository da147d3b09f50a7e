"""Fit the thresholds that ship with the scorer: ``python -m benchmarks.scoring_calibrate DATA_FOLDER``.

``DATA_FOLDER`` holds ``same_idea_{kk,ru,en}.tsv``, written for this project; the categories of
their ideas stand in ``scoring_categories.tsv``. Each prompt's texts are grouped by themselves and
among the texts of all prompts, as small and large pools would be, and both count.

The same idea: the threshold with the best pairwise F½, where precision weighs more than recall,
because "24 had this idea" must not count other ideas in. The same category: the best F1.
"""

import argparse
import csv
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from contest_app.scoring import calibration
from contest_app.scoring.clustering import group
from contest_app.scoring.encoders import Encoder, load_encoder
from contest_app.scoring.text import normalise

CASES = (
    ("fast", "en"),
    ("fast", "ru"),
    ("fast", "kk"),
    ("best", "en"),
    ("best", "ru"),
    ("best", "kk"),
    ("use", "en"),
    ("use", "ru"),
    ("minilm", "en"),
    ("characters", "en"),
    ("characters", "ru"),
    ("characters", "kk"),
)
GRID = np.round(np.arange(0.30, 0.961, 0.01), 2)
SMOOTHING = 5  # thresholds of the grid averaged, against chance peaks

Row = dict[str, str]


def read_table(path: Path) -> list[Row]:
    """Return the rows of a TSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def labelled_texts(data: Path, language: str) -> list[Row]:
    """Return the texts of a language, each with its ``group_id`` and ``category``."""
    table = read_table(Path(__file__).with_name("scoring_categories.tsv"))
    categories = {row["group_id"]: row["category"] for row in table}
    rows = read_table(data / f"same_idea_{language}.tsv")
    return [row | {"category": row["prompt"] + categories[row["group_id"]]} for row in rows]


def pair_f(truth: Sequence[str], labels: npt.NDArray[np.int64], beta: float) -> float:
    """Return F-beta over all pairs of texts, together or not."""
    names = np.unique(np.asarray(truth), return_inverse=True)[1]
    upper = np.triu_indices(len(names), 1)
    wanted = (names[:, None] == names[None, :])[upper]
    found = (labels[:, None] == labels[None, :])[upper]
    right = float((wanted & found).sum())
    return (1 + beta**2) * right / float(beta**2 * wanted.sum() + found.sum())


def curve(encoder: Encoder, rows: Sequence[Row], language: str, column: str, beta: float) -> npt.NDArray[np.float64]:
    """Return the mean F-beta over prompts, alone and among all texts, for each of the grid."""
    vectors = encoder.encode([normalise(row["text"]) for row in rows], language)
    prompts = np.array([row["prompt"] for row in rows])
    truth = np.array([row[column] for row in rows])
    scores = []
    for cut in GRID:
        together = group(vectors, float(cut), 2.0).ideas
        for prompt in sorted(set(prompts)):
            own = prompts == prompt
            alone = group(vectors[own], float(cut), 2.0).ideas
            scores.append(pair_f(truth[own], alone, beta) + pair_f(truth[own], together[own], beta))
    means: npt.NDArray[np.float64] = np.asarray(scores).reshape(len(GRID), -1).mean(axis=1)
    return means / 2


def best_cut(scores: npt.NDArray[np.float64]) -> float:
    """Return the threshold in the middle of the best stretch of the curve."""
    smooth = np.convolve(scores, np.ones(SMOOTHING) / SMOOTHING, mode="valid")
    return float(GRID[int(np.argmax(smooth)) + SMOOTHING // 2])


def fit(name: str, language: str, data: Path) -> dict[str, float]:
    """Return both thresholds of an encoder for a language; a category is wider than an idea."""
    encoder, rows = load_encoder(name), labelled_texts(data, language)
    ideas = curve(encoder, rows, language, "group_id", 0.5)
    categories = curve(encoder, rows, language, "category", 1.0)
    idea = best_cut(ideas)
    category = max(best_cut(categories), round(idea + 0.02, 2))
    print(f"{name} {language}: idea {idea} F½ {ideas.max():.2f}, category {category} F1 {categories.max():.2f}")
    return {"idea": idea, "category": category}


def main() -> None:
    """Fit every case and write the file into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    thresholds = {f"{name}.{language}": fit(name, language, data) for name, language in CASES}
    target = Path(str(files(calibration))) / "thresholds.json"
    target.write_text(json.dumps(thresholds, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
