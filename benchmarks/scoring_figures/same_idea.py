"""How well texts of the same idea find each other, and Kazakh in all its spellings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from benchmarks.scoring_figures.data import LANGUAGES, PROFILES, SPLITS, Row, corpus, read
from benchmarks.scoring_figures.report import Section, share, shown
from contest_app.scoring.calibration import Calibration, calibration_for
from contest_app.scoring.clustering import group
from contest_app.scoring.encoders import Encoder, Float32Array, load_encoder
from contest_app.scoring.kazakh.lexicon import bundled_lexicon
from contest_app.scoring.kazakh.reading import reader_over
from contest_app.scoring.kazakh.understanding import understanding
from contest_app.scoring.rating import Answer, encode

TITLE = "The same idea in other words"
SPELLINGS_TITLE = "Kazakh as it is typed"
UNKNOWN_TITLE = "Kazakh words that the lexicon does not know"

ENCODERS = {
    "en": (*PROFILES, "minilm", "characters"),
    "ru": (*PROFILES, "characters"),
    "kk": (*PROFILES, "characters"),
}
SPELLINGS = ("text", "plain", "latin", "mixed")

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of texts of one prompt: which are the same idea, how near they are, which are put together."""

    same: Flags
    nearness: Float32Array
    together: Flags

    @property
    def auc(self) -> float:
        """How well nearness tells the same idea, from 0 to 1; chance is .5."""
        return float(roc_auc_score(self.same, self.nearness))

    @property
    def precision(self) -> float | None:
        """Share of the same idea among the pairs that are put together; None for no pairs."""
        return float((self.same & self.together).sum() / self.together.sum()) if self.together.any() else None

    @property
    def recall(self) -> float:
        """Share of the pairs of the same idea that are put together."""
        return float((self.same & self.together).sum() / self.same.sum())


def pairs_of(rows: Sequence[Row], column: str, language: str, encoder: Encoder) -> Pairs:
    """Return the pairs of a table's texts, as the groups see them: prompt by prompt, from the pool's centre."""
    answers = [Answer(row["prompt"].replace("_", " "), "", row[column], language) for row in rows]
    vectors, cut = encode(answers, encoder), calibration_for(encoder.name, language)
    parts = [Pairs(*part) for part in _by_prompt(rows, vectors, cut)]
    return Pairs(
        np.concatenate([part.same for part in parts]),
        np.concatenate([part.nearness for part in parts]),
        np.concatenate([part.together for part in parts]),
    )


def _by_prompt(
    rows: Sequence[Row], vectors: Float32Array, cut: Calibration
) -> Iterator[tuple[Flags, Float32Array, Flags]]:
    for prompt in sorted({row["prompt"] for row in rows}):
        own = [place for place, row in enumerate(rows) if row["prompt"] == prompt]
        ideas = np.array([rows[place]["group_id"] for place in own])
        groups = group(vectors[own], cut.at(len(own)).idea, 2.0).ideas
        upper = np.triu_indices(len(own), 1)
        nearness = (vectors[own] @ vectors[own].T)[upper]
        yield (ideas[:, None] == ideas)[upper], nearness, (groups[:, None] == groups)[upper]


def same_idea(data: Path) -> Section:
    """Measure all encoders on the easy and the hard texts."""
    rows = []
    for language in LANGUAGES:
        sets = {"easy": read(data / f"same_idea_{language}.tsv")}
        sets |= {f"hard, {split}": corpus(f"same_idea_hard_{language}", split) for split in SPLITS}
        for name in ENCODERS[language]:
            for about, table in sets.items():
                found = pairs_of(table, "text", language, load_encoder(name))
                cut = calibration_for(name, language).idea
                figures = (shown(found.auc), f"{cut:.2f}", shown(found.precision), shown(found.recall))
                rows.append((language, name, about, *figures))
    return Section(
        TITLE,
        "Pairs of texts of one prompt: the area under the curve of their cosine, seen from the centre of the "
        "prompt's texts and without manner, and precision and recall of the pairs joined. The threshold is that of "
        "a pool of ten ideas; the prompts have about thirty texts and are cut a little tighter. Easy: 8 prompts, 76 "
        "ideas. Hard: 5 prompts, 45 ideas a half, where other ideas share the words and wordings of one do not. "
        "Thresholds, means and manners were fitted to the easy texts and the development half of the hard ones: the "
        "test half is what holds for new prompts.",
        ("language", "encoder", "texts", "pair-AUC", "threshold", "precision", "recall"),
        rows,
    )


def spellings(data: Path) -> Section:  # noqa: ARG001 -- all tables are made alike
    """Measure Kazakh written well, without its letters, in Latin and mixed with Russian."""
    rows = []
    for profile in PROFILES:
        for split in SPLITS:
            table = corpus("kazakh_spellings", split)
            found = [pairs_of(table, column, "kk", load_encoder(profile)).auc for column in SPELLINGS]
            rows.append((profile, split, *map(shown, found), shown(found[0] - min(found[1:]))))
    return Section(
        SPELLINGS_TITLE,
        "Pair-AUC of the same texts in four spellings (4 prompts, 32 ideas, 96 texts a half), and the deepest fall.",
        ("profile", "half", "as it should be", "without its letters", "Latin", "mixed", "fall"),
        rows,
    )


def unknown_words(data: Path) -> Section:
    """Count the words that nothing explains."""
    tables = {"same idea, easy": [row["text"] for row in read(data / "same_idea_kk.tsv")]}
    for split in SPLITS:
        tables[f"same idea, hard, {split}"] = [row["text"] for row in corpus("same_idea_hard_kk", split)]
        tables[f"honest, {split}"] = [row["text"] for row in corpus("honest", split) if row["language"] == "kk"]
        for column in SPELLINGS:
            tables[f"spelling: {column}, {split}"] = [row[column] for row in corpus("kazakh_spellings", split)]
    reader = reader_over(bundled_lexicon())
    rows = []
    for name, texts in tables.items():
        found = understanding(reader, texts)
        unknown = round(found.unknown_rate * found.content_words)
        rows.append((name, str(len(texts)), str(found.content_words), share(unknown, found.content_words)))
    return Section(
        UNKNOWN_TITLE,
        f"Of {len(bundled_lexicon().entries):,} entries; words of grammar and numbers aside.",
        ("texts", "n", "words", "unknown"),
        rows,
    )
