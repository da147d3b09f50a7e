"""Fit how near a theme's sample must be: ``python -m benchmarks.scoring_themes DATA_FOLDER`` prints and writes it.

``DATA_FOLDER`` holds ``same_idea_{kk,ru,en}.tsv``, written for this project: texts of ideas, by prompt. Half of a
prompt's ideas, drawn by lot, are its conventional themes. A text of one of them, itself left out, should lie near
another of its samples; a text of the other half should lie near none.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from contest_app.scoring import themes
from contest_app.scoring.encoders import Encoder, load_encoder

PROFILES = ("fast", "best")
LANGUAGES = ("kk", "ru", "en")
DRAWS = 100  # of the half that is listed
GRID = np.arange(0.2, 1.0, 0.01)

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A distance, and the shares of texts within it that belong to a listed theme, and that do not."""

    distance: float
    found: float
    false: float


def fit(encoder: Encoder, language: str, texts: Sequence[tuple[str, str, str]]) -> Fitted:
    """Return the distance of the best balance for texts given as (prompt, idea, text)."""
    prompts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for prompt, idea, text in texts:
        prompts[prompt].append((idea, text))
    generator = np.random.default_rng(0)
    inside, outside = zip(*(_distances(encoder, language, own, generator) for own in prompts.values()), strict=True)
    found = (np.concatenate(inside)[:, None] <= GRID).mean(axis=0)
    false = (np.concatenate(outside)[:, None] <= GRID).mean(axis=0)
    best = int((found - false).argmax())
    return Fitted(round(float(GRID[best]), 2), float(found[best]), float(false[best]))


def _distances(
    encoder: Encoder, language: str, own: Sequence[tuple[str, str]], generator: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return distances to the nearest listed sample, of texts of listed ideas and of the others, over all draws."""
    vectors = encoder.encode([text for _, text in own], language)
    distances = (1.0 - vectors @ vectors.T).astype(np.float64)
    np.fill_diagonal(distances, np.inf)
    ideas = np.array([idea for idea, _ in own])
    names = np.unique(ideas)
    inside, outside = [], []
    for _ in range(DRAWS):
        listed = np.isin(ideas, generator.permutation(names)[: len(names) // 2])
        nearest = distances[:, listed].min(axis=1)
        inside.append(nearest[listed])
        outside.append(nearest[~listed])
    return np.concatenate(inside), np.concatenate(outside)


def main() -> None:
    """Fit every profile and language, print the figures and write the distances."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    distances = {}
    for language in LANGUAGES:
        with (folder / f"same_idea_{language}.tsv").open(encoding="utf-8", newline="") as file:
            texts = [(row["prompt"], row["group_id"], row["text"]) for row in csv.DictReader(file, delimiter="\t")]
        for profile in PROFILES:
            fitted = fit(load_encoder(profile), language, texts)
            distances[f"{profile}.{language}"] = fitted.distance
            print(f"{profile} {language}: {fitted.distance:.2f} finds {fitted.found:.2f}, false {fitted.false:.2f}")
    target = Path(str(files(themes))) / "distances.json"
    target.write_text(json.dumps(distances, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
