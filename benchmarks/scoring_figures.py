"""Measure the scorer on the given data: ``python -m benchmarks.scoring_figures DATA_FOLDER OUT.md``."""

import argparse
import csv
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import adjusted_mutual_info_score, roc_auc_score

from benchmarks.scoring_calibrate import pairs
from contest_app.scoring.calibration import calibration_for
from contest_app.scoring.clustering import group
from contest_app.scoring.encoders import Encoder, Float32Array, load_encoder
from contest_app.scoring.evaluation import Agreement, evaluate
from contest_app.scoring.originality import neighbour_distances
from contest_app.scoring.pool import PoolIdea, score_pool
from contest_app.scoring.rating import Answer, rate
from contest_app.scoring.text import normalise
from contest_app.scoring.validity import Question, blocks, flags_of

LANGUAGES = ("en", "ru", "kk")
PROFILES = ("fast", "best")
RAW_POOLS = {"en": "raw_en_box_rope.csv", "ru": "raw_ru_newspaper_ruler.csv"}
LICENSED = "en_aut_train.csv"
GATE_SETS = (("en", LICENSED), ("ru", "same_idea_ru.tsv"), ("kk", "same_idea_kk.tsv"))
POOL_SAMPLE = 300  # answers a prompt, the size of a real pool

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a line of what is measured and on what, and a table."""

    title: str
    about: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """Return the section as Markdown."""
        lines = [self.header, tuple("---" for _ in self.header), *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"## {self.title}\n\n{self.about}\n\n{table}\n"


def read(path: Path) -> list[Row]:
    """Return the rows of a CSV, or of a TSV by its suffix."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


def shown(value: float | None) -> str:
    """Return a figure with two decimals, without the nought before the point."""
    return "-" if value is None else f"{value:.2f}".replace("0.", ".", 1)


def raw_pools(data: Path) -> Section:
    """Rarity and distance against the mean rating, on pools of real answers."""
    rows = []
    for language, name in RAW_POOLS.items():
        table = read(data / name)
        answers = [Answer(row["prompt"], row["person"], row["response"], language) for row in table]
        ratings = [float(row["rating"]) for row in table]
        prompts = [row["prompt"] for row in table]
        for profile in PROFILES:
            scored = rate(answers, load_encoder(profile))
            for measure in ("rarity", "distance", "elaboration"):
                figures = evaluate([getattr(idea, measure) for idea in scored], ratings, prompts)
                rows.append((language, profile, measure, *_correlations(figures)))
    return Section(
        "Raw pools without ratings",
        "Correlation with the raters' mean; `within` is the mean over prompts of Pearson's r. "
        "Box and rope: 171 people; newspaper and ruler: 111 people (Merseal et al., MultiSemDis).",
        ("language", "profile", "measure", "r", "rho", "within", "n"),
        rows,
    )


def _correlations(figures: Agreement) -> tuple[str, ...]:
    return shown(figures.r), shown(figures.rho), shown(figures.r_within), str(figures.n)


def same_idea(data: Path) -> Section:
    """How well texts of the same idea find each other."""
    rows = []
    for language in LANGUAGES:
        table = read(data / f"same_idea_{language}.tsv")
        for name in (*PROFILES, "use", "characters"):
            encoder = load_encoder(name)
            auc, precision, recall = _pair_figures(table, encoder, language)
            cut = calibration_for(name, language)
            threshold = f"{cut.idea:.2f}" if cut.fitted else "not fitted"
            rows.append((language, name, shown(auc), threshold, shown(precision), shown(recall)))
    return Section(
        "The same idea in other words",
        "Pairs of texts of one prompt (8 prompts, 76 ideas): the area under the curve of their cosine, and "
        "the precision and recall of the pairs joined at the shipped threshold. The thresholds were fitted to "
        "these texts, the encoders were not.",
        ("language", "encoder", "pair-AUC", "threshold", "precision", "recall"),
        rows,
    )


def _pair_figures(table: Sequence[Row], encoder: Encoder, language: str) -> tuple[float, float, float]:
    aucs, found, right, wanted = [], 0, 0, 0
    for prompt in sorted({row["prompt"] for row in table}):
        own = [row for row in table if row["prompt"] == prompt]
        vectors = encoder.encode([normalise(row["text"]) for row in own], language)
        truth = np.array([row["group_id"] for row in own])
        upper = np.triu_indices(len(own), 1)
        same = (truth[:, None] == truth[None, :])[upper]
        aucs.append(roc_auc_score(same, (vectors @ vectors.T)[upper]))
        joined, rightly = pairs(truth, group(vectors, calibration_for(encoder.name, language).idea, 2.0).ideas)
        found, right, wanted = found + joined, right + rightly, wanted + int(same.sum())
    return float(np.mean(aucs)), right / max(found, 1), right / wanted


def categories(data: Path) -> Section:
    """Compare groups at the looser level with the categories that people coded."""
    table = read(data / "categories_fork_book.csv")
    rows = []
    for profile in PROFILES:
        encoder, cut = load_encoder(profile), calibration_for(profile, "en")
        for prompt in sorted({row["prompt"] for row in table}):
            own = [row for row in table if row["prompt"] == prompt]
            texts = sorted({normalise(row["response"]) for row in own})
            labels = dict(
                zip(texts, group(encoder.encode(texts, "en"), cut.idea, cut.category).categories, strict=True)
            )
            found = [labels[normalise(row["response"])] for row in own]
            information = adjusted_mutual_info_score([row["category"] for row in own], found)
            human = len({row["category"] for row in own})
            rows.append((profile, prompt, shown(information), str(len(set(found))), str(human)))
    return Section(
        "Categories",
        "Adjusted mutual information with a human coding of 480 answers (Stevenson et al., creAI-gpt3).",
        ("profile", "prompt", "AMI", "categories found", "categories coded"),
        rows,
    )


def context(data: Path) -> Section:
    """Compare distances of bare answers with those of answers behind their prompt."""
    encoder = load_encoder("use")
    pools = list(_samples(read(data / LICENSED)))
    rows = []
    for about, behind in (("bare text", ""), ("behind the prompt", "{}: ")):
        distances = [
            _distances(encoder.encode([behind.format(prompt) + text for text in texts], "en"))
            for prompt, texts, _ in pools
        ]
        correlations = [
            np.corrcoef(distance, ratings)[0, 1] for distance, (_, _, ratings) in zip(distances, pools, strict=True)
        ]
        rows.append((about, shown(float(np.mean(correlations)))))
    return Section(
        "Context of the distances",
        f"Mean over {len(pools)} prompts of Pearson's r between the distance to the five nearest answers and "
        f"the rating, {POOL_SAMPLE} answers a prompt (Organisciak et al. 2023, MIT licence). "
        "The choice was made here.",
        ("encoded", "within"),
        rows,
    )


def _samples(table: Iterable[Row]) -> Iterable[tuple[str, list[str], npt.NDArray[np.float64]]]:
    by_prompt: dict[str, list[Row]] = {}
    for row in table:
        by_prompt.setdefault(row["prompt"], []).append(row)
    for prompt, own in sorted(by_prompt.items()):
        if len(own) >= POOL_SAMPLE:
            chosen = np.random.default_rng(0).choice(len(own), POOL_SAMPLE, replace=False)
            texts = [normalise(own[index]["response"]) for index in chosen]
            yield prompt, texts, np.array([float(own[index]["rating"]) for index in chosen])


def _distances(vectors: Float32Array) -> npt.NDArray[np.float64]:
    people = np.arange(len(vectors))
    return np.array(neighbour_distances(vectors, people, vectors, people), dtype=np.float64)


def gate(data: Path) -> Section:
    """How many real answers the gate stops."""
    rows = []
    for language, name in (
        *RAW_POOLS.items(),
        ("en", LICENSED),
        ("ru", "same_idea_ru.tsv"),
        ("kk", "same_idea_kk.tsv"),
    ):
        table = read(data / name)
        texts = [(row.get("response") or row.get("text") or "", row["prompt"]) for row in table]
        stopped = [text for text, prompt in texts if blocks(flags_of(text, Question(prompt, language)))]
        rows.append((language, name, str(len(texts)), str(len(stopped)), f"{100 * len(stopped) / len(texts):.2f} %"))
    return Section(
        "Gate on real answers",
        "Answers that are stopped (duplicates aside). Most of these are truly none: the object's name, a test.",
        ("language", "set", "answers", "stopped", "share"),
        rows,
    )


COLD_START = "from contest_app.scoring.encoders import load_encoder; load_encoder('{}').encode(['a'], 'en')"


def speed(data: Path) -> Section:
    """Measure the processor's seconds and the memory: from nothing, for a new pool, and again."""
    table = [row for row in read(data / RAW_POOLS["en"]) if row["prompt"] == "box"]
    ideas = [PoolIdea(row["person"], row["response"], order) for order, row in enumerate(table)]
    rows = []
    for profile in PROFILES:
        seconds, megabytes = _cold_start(profile)
        load_encoder.cache_clear()
        encoder = load_encoder(profile)
        marks = [time.process_time()]
        for _ in ("nothing encoded", "all encoded"):
            score_pool("box", "en", ideas, encoder=encoder)
            marks.append(time.process_time())
        first, again = np.diff(marks)
        rows.append((profile, f"{seconds:.1f}", f"{megabytes:.0f}", f"{first:.1f}", f"{again:.2f}"))
    return Section(
        "Speed",
        f"Seconds of one core, and megabytes: a new process up to its first vector; a pool of {len(ideas)} answers "
        "to one prompt, first and again.",
        ("profile", "cold start, s", "memory, MB", "new pool, s", "again, s"),
        rows,
    )


def _cold_start(profile: str) -> tuple[float, float]:
    """Return the seconds of a new process up to its first vector, and its memory."""
    command = [sys.executable, "-c", COLD_START.format(profile) + "; " + TELL_USAGE]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1]) / 1024


TELL_USAGE = (  # the peak from /proc: getrusage would tell the parent's, whom the process was forked from
    "import time; peak = open('/proc/self/status').read().split('VmHWM:')[1].split()[0]; "
    "print(time.process_time(), peak)"
)


def main() -> None:
    """Measure everything and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    sections = [measure(options.data) for measure in (raw_pools, same_idea, categories, context, gate, speed)]
    head = "# Figures\n\nMade by `python -m benchmarks.scoring_figures DATA_FOLDER docs/scoring/figures.md`.\n"
    options.output.write_text("\n".join([head, *(section.markdown() for section in sections)]), encoding="utf-8")


if __name__ == "__main__":
    main()
