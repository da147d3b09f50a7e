"""Learn the calibrations that ship with the scorer: ``python -m benchmarks.scoring_calibrate DATA_FOLDER``.

``DATA_FOLDER`` holds ``same_idea_{kk,ru,en}.tsv``; the harder half of the texts are the development half of
``tests/scoring/corpora/same_idea_hard_*.tsv``. All were written for this project. The method is
`contest_app.scoring.calibration.fitting`'s.
"""

import argparse
import csv
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from contest_app.scoring import calibration
from contest_app.scoring.bare import bare_text
from contest_app.scoring.calibration import Calibration, save_calibrations
from contest_app.scoring.calibration.files import SHIPPED
from contest_app.scoring.calibration.fitting import Labelled, fit
from contest_app.scoring.encoders import Encoder, load_encoder
from contest_app.scoring.text import normalise

CORPORA = Path(__file__).parents[1] / "tests" / "scoring" / "corpora"
CASES = (
    *((name, language) for name in ("fast", "best", "characters") for language in ("en", "ru", "kk")),
    *(("use", language) for language in ("en", "ru")),
    ("minilm", "en"),
)

Row = dict[str, str]


def read_table(path: Path) -> list[Row]:
    """Return the rows of a TSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def labelled_rows(data: Path, language: str, split: str = "dev") -> dict[str, list[Row]]:
    """Return the texts of a language, easy and hard: all the easy ones, and a split of the hard ones."""
    hard = read_table(CORPORA / f"same_idea_hard_{language}.tsv")
    return {
        "easy": read_table(data / f"same_idea_{language}.tsv"),
        "hard": [row for row in hard if row["split"] == split],
    }


def labelled(rows: Sequence[Row], encoder: Encoder, language: str) -> Labelled:
    """Return texts as they are fitted; prompts are written ``tin_can``."""
    texts = [bare_text(normalise(row["text"]), row["prompt"].replace("_", " "), language) for row in rows]
    prompts, ideas = (
        np.unique([row[column] for row in rows], return_inverse=True)[1] for column in ("prompt", "group_id")
    )
    return Labelled(encoder.encode(texts, language), prompts, ideas)


def learn(name: str, language: str, data: Path) -> Calibration:
    """Return the calibration of an encoder for a language, told on the terminal."""
    rows = [row for part in labelled_rows(data, language).values() for row in part]
    learnt = fit(labelled(rows, load_encoder(name), language))
    print(f"{name} {language}: {learnt.version}")
    return learnt


def main() -> None:
    """Learn every case and write the file into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    learnt = {f"{name}.{language}": learn(name, language, data) for name, language in CASES}
    save_calibrations(Path(str(files(calibration))) / SHIPPED, learnt)


if __name__ == "__main__":
    main()
