"""What ships for Kazakh beside its lexicon, and how good it is.

``python -m benchmarks.scoring_kazakh means`` writes the mean vectors of glosses: chance phrases of a
noun and a verb from the lexicon, encoded in each language. To be run when the lexicon has grown much.

``python -m benchmarks.scoring_kazakh measure DATA_FOLDER`` prints, for each encoder, the pair-AUC on
``same_idea_kk.tsv`` and on the corpora of the tests, and the share of words that are not understood.
"""

import argparse
import csv
import random
import time
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from contest_app.scoring import encoders
from contest_app.scoring.encoders import Encoder, Float32Array, load_encoder
from contest_app.scoring.encoders.kazakh import MEANS
from contest_app.scoring.kazakh.gloss import Glosser
from contest_app.scoring.kazakh.lexicon import Entry, Gloss, bundled_lexicon
from contest_app.scoring.kazakh.reading import reader_over
from contest_app.scoring.kazakh.understanding import understanding

CORPORA = Path(__file__).parents[1] / "tests" / "scoring" / "corpora"
SPELLINGS = ("text", "plain", "latin", "mixed")
PHRASES = 1500
SEED = 20
VIEWS: tuple[tuple[str, Gloss], ...] = (("use", "ru"), ("use", "en"), ("minilm", "en"))

Row = dict[str, str]


def phrases() -> list[tuple[Entry, Entry]]:
    """Return chance pairs of a verb and a noun of one word."""
    words = [entry for entry in bundled_lexicon().entries if " " not in entry.lemma]
    nouns = [entry for entry in words if entry.pos == "n"]
    verbs = [entry for entry in words if entry.pos == "v"]
    chance = random.Random(SEED)  # noqa: S311 -- no secret
    return [(chance.choice(verbs), chance.choice(nouns)) for _ in range(PHRASES)]


def write_means() -> None:
    """Write the mean vector of the phrases for each encoder and language."""
    pairs = phrases()
    means = {}
    for name, language in VIEWS:
        texts = [f"{verb.meanings(language)[0]} {noun.meanings(language)[0]}" for verb, noun in pairs]
        means[f"{name}.{language}"] = load_encoder(name).encode(texts, language).mean(axis=0)
    np.savez(Path(str(files(encoders))) / MEANS, **means)


def pair_auc(rows: Sequence[Row], vectors: Float32Array) -> float:
    """Return how well cosines tell pairs of the same idea from others, within prompts."""
    same: list[npt.NDArray[np.bool_]] = []
    cosines: list[Float32Array] = []
    for prompt in sorted({row["prompt"] for row in rows}):
        own = [place for place, row in enumerate(rows) if row["prompt"] == prompt]
        ideas = np.array([rows[place]["group_id"] for place in own])
        upper = np.triu_indices(len(own), 1)
        same.append((ideas[:, None] == ideas)[upper])
        cosines.append((vectors[own] @ vectors[own].T)[upper])
    return float(roc_auc_score(np.concatenate(same), np.concatenate(cosines)))


def read_rows(path: Path, split: str) -> list[Row]:
    """Return a table's rows of a split; all rows of a table without one."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row.get("split", split) == split]


def corpora(data: Path, split: str) -> dict[str, tuple[list[Row], str]]:
    """Return each corpus with the column of its texts."""
    spellings = read_rows(CORPORA / "kazakh_spellings.tsv", split)
    return {
        "same idea": (read_rows(data / "same_idea_kk.tsv", split), "text"),
        "same idea, hard": (read_rows(CORPORA / "same_idea_hard_kk.tsv", split), "text"),
        **{f"spelling: {column}": (spellings, column) for column in SPELLINGS},
    }


def measure(data: Path, split: str) -> None:
    """Print the figures of a split."""
    profiles: dict[str, Encoder] = {name: load_encoder(name) for name in ("fast", "best")}
    glosser = Glosser(reader_over(bundled_lexicon()))
    print(f"{len(bundled_lexicon().entries)} entries")
    for name, (rows, column) in corpora(data, split).items():
        texts = [row[column] for row in rows]
        started = time.perf_counter()
        unknown = understanding(glosser.reader, texts).unknown_rate
        spent = (time.perf_counter() - started) / len(texts)
        figures = [
            f"{profile} {pair_auc(rows, encoder.encode(texts, 'kk')):.3f}" for profile, encoder in profiles.items()
        ]
        print(f"{name}: {', '.join(figures)}; unknown words {unknown:.1%}; {spent * 1e6:.0f} µs a text")


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    commands.add_parser("means")
    measuring = commands.add_parser("measure")
    measuring.add_argument("data", type=Path)
    measuring.add_argument("--split", default="dev", choices=["dev", "test"])
    options = parser.parse_args()
    if options.command == "means":
        write_means()
    else:
        measure(options.data, options.split)


if __name__ == "__main__":
    main()
