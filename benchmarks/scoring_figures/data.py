"""What is measured on: the data folder, and the corpora of the tests."""

import csv
from pathlib import Path

LANGUAGES = ("en", "ru", "kk")
PROFILES = ("fast", "best")
SPLITS = ("dev", "test")
GATE_SPLITS = ("dev", "test", "fresh")
"""The gate learns from the first two; nothing is fitted to the last."""

RAW_POOLS = {"en": "raw_en_box_rope.csv", "ru": "raw_ru_newspaper_ruler.csv"}
LICENSED = "en_aut_train.csv"
CORPORA = Path(__file__).parents[2] / "tests" / "scoring" / "corpora"

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Return the rows of a CSV, or of a TSV (without quotes) by its suffix."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".tsv":
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(file))


def corpus(name: str, split: str) -> list[Row]:
    """Return the rows of a split of a corpus of the tests."""
    return [row for row in read(CORPORA / f"{name}.tsv") if row["split"] == split]
