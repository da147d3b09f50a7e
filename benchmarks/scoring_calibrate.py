"""Fit the thresholds that ship with the scorer: ``python -m benchmarks.scoring_calibrate DATA_FOLDER``.

``DATA_FOLDER`` holds ``same_idea_{kk,ru,en}.tsv``, written for this project; the categories of
their ideas stand in ``scoring_categories.tsv``.

The same idea: the loosest threshold at which seven of ten pairs that are put together are truly the
same idea. Each prompt's texts are grouped by themselves and among the texts of all prompts, as small
and large pools are. Precision comes first, because "24 had this idea" must not count other ideas in.

The same category: the best adjusted mutual information with the categories, prompt by prompt.
"""

import argparse
import csv
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_mutual_info_score

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
PRECISION = 0.70
SMOOTHING = 5  # thresholds of the grid averaged, against chance peaks
NARROWEST = 0.05  # by how much a category is wider than an idea at least

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


Labels = npt.NDArray[np.int64]


def pairs(truth: npt.NDArray[np.str_], labels: Labels) -> tuple[int, int]:
    """Return how many pairs of texts are together, and how many of them rightly."""
    upper = np.triu_indices(len(truth), 1)
    found = (labels[:, None] == labels[None, :])[upper]
    wanted = (truth[:, None] == truth[None, :])[upper]
    return int(found.sum()), int((found & wanted).sum())


class Labelled:
    """The labelled texts of a language with an encoder's vectors, and how well a cut does on them."""

    def __init__(self, encoder: Encoder, rows: Sequence[Row], language: str) -> None:
        self._vectors = encoder.encode([normalise(row["text"]) for row in rows], language)
        self._ideas = np.array([row["group_id"] for row in rows])
        self._categories = np.array([row["category"] for row in rows])
        prompts = np.array([row["prompt"] for row in rows])
        self._prompts = [prompts == prompt for prompt in sorted(set(prompts))]

    def precision(self, cut: float) -> float:
        """Return the share of rightly joined pairs, texts of a prompt alone and among all texts."""
        together = group(self._vectors, cut, 2.0).ideas
        found = right = 0
        for own in self._prompts:
            for labels in (group(self._vectors[own], cut, 2.0).ideas, together[own]):
                more_found, more_right = pairs(self._ideas[own], labels)
                found, right = found + more_found, right + more_right
        return right / max(found, 1)

    def information(self, cut: float) -> float:
        """Return the mean adjusted mutual information with the categories over prompts."""
        return float(
            np.mean(
                [
                    adjusted_mutual_info_score(self._categories[own], group(self._vectors[own], cut, 2.0).ideas)
                    for own in self._prompts
                ]
            )
        )


def smooth(values: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the running mean over `SMOOTHING` values, for the inner part of the grid."""
    return np.convolve(values, np.ones(SMOOTHING) / SMOOTHING, mode="valid")


def fit(name: str, language: str, data: Path) -> dict[str, float]:
    """Return both thresholds of an encoder for a language; a category is wider than an idea."""
    texts = Labelled(load_encoder(name), labelled_texts(data, language), language)
    inner = GRID[SMOOTHING // 2 : -(SMOOTHING // 2)]
    precision = smooth([texts.precision(float(cut)) for cut in GRID])
    information = smooth([texts.information(float(cut)) for cut in GRID])
    idea = float(inner[np.flatnonzero(precision >= PRECISION)[-1]])
    category = max(float(inner[np.argmax(information)]), round(idea + NARROWEST, 2))
    print(f"{name} {language}: idea {idea}, category {category} (information {information.max():.2f})")
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
