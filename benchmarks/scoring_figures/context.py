"""Why answers are encoded behind their prompt for the distances."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.scoring_figures.data import LICENSED, Row, read
from benchmarks.scoring_figures.report import Section, shown
from contest_app.scoring.distances import Given, neighbour_distances
from contest_app.scoring.encoders import Float32Array, load_encoder
from contest_app.scoring.text import normalise

TITLE = "Context of the distances"
POOL_SAMPLE = 300  # answers a prompt, the size of a real pool

Floats = npt.NDArray[np.float64]


def context(data: Path) -> Section:
    """Compare distances of bare answers with those of answers behind their prompt."""
    encoder, pools = load_encoder("use"), list(_samples(read(data / LICENSED)))
    rows = []
    for about, behind in (("bare text", ""), ("behind the prompt", "{}: ")):
        correlations = []
        for prompt, texts, ratings in pools:
            vectors = encoder.encode([behind.format(prompt) + text for text in texts], "en")
            correlations.append(np.corrcoef(_distances(vectors), ratings)[0, 1])
        rows.append((about, shown(float(np.mean(correlations)))))
    return Section(
        TITLE,
        f"Mean over {len(pools)} prompts of Pearson's r between the distance to the five nearest answers and "
        f"the rating, {POOL_SAMPLE} answers a prompt (Organisciak et al. 2023, MIT licence). "
        "The choice was made here.",
        ("encoded", "within"),
        rows,
    )


def _samples(table: Iterable[Row]) -> Iterator[tuple[str, list[str], Floats]]:
    by_prompt: dict[str, list[Row]] = {}
    for row in table:
        by_prompt.setdefault(row["prompt"], []).append(row)
    for prompt, own in sorted(by_prompt.items()):
        if len(own) >= POOL_SAMPLE:
            chosen = np.random.default_rng(0).choice(len(own), POOL_SAMPLE, replace=False)
            texts = [normalise(own[index]["response"]) for index in chosen]
            yield prompt, texts, np.array([float(own[index]["rating"]) for index in chosen])


def _distances(vectors: Float32Array) -> Floats:
    each = Given(np.arange(len(vectors)), np.arange(len(vectors)))
    return neighbour_distances(vectors, each, each).values
