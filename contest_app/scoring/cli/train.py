"""``train TRAIN.csv --val VAL.csv -o DIR``: learn a rater from human ratings and say whether to adopt it."""

import argparse
import hashlib
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from contest_app.scoring.cli import options as shared
from contest_app.scoring.cli.evaluate import number
from contest_app.scoring.encoders import Encoder
from contest_app.scoring.evaluation import evaluate
from contest_app.scoring.rater.artefact import BadRater
from contest_app.scoring.rater.comparison import compare
from contest_app.scoring.rater.model import Reader
from contest_app.scoring.rater.saving import artefact_of, load_rater, shipped_rater
from contest_app.scoring.rater.training import RatedAnswer, TowerTraining, Trained, train
from contest_app.scoring.rater.uncertainty import coverage
from contest_app.scoring.rating import OPTIONAL, REQUIRED, Answer, answers_of, pools_of, rate
from contest_app.scoring.tables import BadInput, read_table
from contest_app.scoring.text import normalise

LOWEST, HIGHEST = 1.0, 5.0
SEEDS = 2
"""Towers that are averaged into one."""


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("train", help="learn a rater from human ratings")
    shared.add_input(command, "prompt, response, rating (1 to 5); optional language")
    command.add_argument("--val", type=Path, required=True, help="held-out CSV with the same columns")
    command.add_argument("-o", "--output", type=Path, required=True, help="folder for the rater")
    command.add_argument("--profile", "--encoder", dest="encoder", choices=shared.PROFILES, default="best")
    command.add_argument("--besides", type=Path, help="CSV with ratings of other kinds of task")
    command.add_argument("--words", type=Path, help="TSV of further Kazakh words: kk, pos, ru, en")
    command.add_argument(
        "--towers", type=int, default=SEEDS, help=f"fine-tuned encoders to average, best alone (default: {SEEDS})"
    )
    command.add_argument("--tower-of", type=Path, help="folder of a rater whose fine-tuned encoder is kept: minutes")
    command.add_argument("--against", type=Path, help="folder of the rater in use (default: the one that ships)")
    command.add_argument("--seed", type=int, default=0)
    shared.add_json(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train, save, and print the figures on the held-out answers as JSON."""
    learning, held_out = _rated(options.input), _rated(options.val)
    besides = _rated(options.besides) if options.besides else []
    encoder = shared.encoder_of(options)
    tower_training = _tower_training(options) if options.encoder == "best" else None
    trained = train(
        learning, held_out, encoder=encoder, tower_training=tower_training, besides=besides, seed=options.seed
    )
    figures = {
        "held_out": _held_out(trained),
        "prompts_left_out": {basis.value: asdict(found) for basis, found in trained.left_out.items()},
        **_against(options, trained, encoder),
    }
    sources = [_source(path) for path in (options.input, options.val, options.besides) if path]
    about = {"profile": options.encoder, "encoder": encoder.version, "sources": sources, "seed": options.seed}
    artefact_of(trained.rater, {**about, **figures}).save(options.output, options.encoder)
    shared.print_figures({**figures, "saved": str(options.output)})
    return 0


def _rated(path: Path) -> list[RatedAnswer]:
    """Return the rated answers of a file, those without a rating or a word left out. Raises BadInput."""
    table = read_table(path, (*REQUIRED, "rating"), OPTIONAL)
    ratings = [number(cell, row) for row, cell in enumerate(table.required("rating"), start=2)]
    for row, rating in enumerate(ratings, start=2):
        if rating < LOWEST or rating > HIGHEST:
            raise BadInput(f"{path}, row {row}: a rating lies between {LOWEST:g} and {HIGHEST:g}")
    answers = answers_of(table)
    language_of = {row: language for (_, language), rows in pools_of(answers).items() for row in rows}
    return [
        RatedAnswer(answer.prompt, language_of[row], text, rating)
        for row, (answer, rating) in enumerate(zip(answers, ratings, strict=True))
        if math.isfinite(rating) and (text := normalise(answer.response))
    ]


def _tower_training(options: argparse.Namespace) -> TowerTraining | None:
    """Return what tunes the towers and averages them, with a bar on the terminal; None for no tower."""
    if options.tower_of:
        kept = load_rater(options.tower_of, options.encoder).tower
        return (lambda pairs, ratings: kept) if kept else None  # noqa: ARG005 -- it has learnt already
    if options.towers <= 0:
        return None
    from contest_app.scoring.rater.tower_training import Recipe, averaged, fine_tune  # noqa: PLC0415 -- torch

    def tune(pairs: Sequence[tuple[str, str]], ratings: Sequence[float]) -> Reader:
        recipes = [Recipe(seed=options.seed + number) for number in range(options.towers)]
        total = round(sum(recipe.epochs for recipe in recipes) * len(pairs))
        with tqdm(total=total, unit="answer", desc="fine-tuning", leave=False, disable=None) as bar:
            return averaged([fine_tune(pairs, ratings, recipe, bar.update) for recipe in recipes]).tower()

    return tune


def _held_out(trained: Trained) -> dict[str, Any]:
    """Return how the estimates follow the held-out ratings, and what their intervals hold."""
    ratings = np.array([answer.rating for answer in trained.held_out])
    agreement = evaluate(trained.estimates.tolist(), ratings.tolist(), [answer.prompt for answer in trained.held_out])
    return {**asdict(agreement), "coverage_of_80": round(coverage(trained.estimates, trained.errors, ratings), 4)}


def _against(options: argparse.Namespace, trained: Trained, encoder: Encoder) -> dict[str, Any]:
    """Return the comparison with the rater in use; nothing where there is none."""
    try:
        old = load_rater(options.against, options.encoder) if options.against else shipped_rater(options.encoder)
    except BadRater:
        if options.against:
            raise
        return {}
    answers = [
        Answer(each.prompt, f"row {row}", each.text, each.language) for row, each in enumerate(trained.held_out)
    ]
    found = [idea.rating.value if idea.rating else math.nan for idea in rate(answers, encoder, old)]
    compared = compare(
        trained.estimates,
        np.array(found),
        np.array([each.rating for each in trained.held_out]),
        [each.prompt for each in trained.held_out],
    )
    return {"against": {"rater": old.version, **asdict(compared), "adopt": compared.adopt}}


def _source(path: Path) -> dict[str, str]:
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
