"""``evaluate IN.csv``: how well the rater and the unsupervised measures follow human ratings."""

import argparse
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contest_app.scoring.cli import options as shared
from contest_app.scoring.evaluation import evaluate
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.rating import OPTIONAL, REQUIRED, answers_of, rate
from contest_app.scoring.scored import ScoredIdea
from contest_app.scoring.tables import BadInput, read_table


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("evaluate", help="compare the scores with a column 'rating'; prints JSON")
    shared.add_input(command, "prompt, response, rating; optional person, language")
    shared.add_encoder(command)
    shared.add_calibration(command)
    command.add_argument("--rater", type=Path, help="folder of a trained rater (default: the one that ships)")
    shared.add_json(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print how each measure follows the ratings, always as JSON."""
    table = read_table(options.input, (*REQUIRED, "rating"), OPTIONAL)
    ratings = [number(cell, row) for row, cell in enumerate(table.required("rating"), start=2)]
    answers = answers_of(table)
    calibrations = shared.calibrations_of(options)
    scored = rate(answers, shared.encoder_of(options), shared.rater_of(options), load_meaning(), calibrations)
    prompts = [answer.prompt for answer in answers]
    shared.print_figures(
        {name: asdict(evaluate(values, ratings, prompts)) for name, values in _measures(scored).items()}
    )
    return 0


def _measures(scored: Sequence[ScoredIdea]) -> dict[str, list[float | None]]:
    return {
        "originality": [idea.rating.value if idea.rating else None for idea in scored],
        "rarity": [idea.rarity for idea in scored],
        "distance": [idea.distance for idea in scored],
        "elaboration": [float(idea.elaboration) for idea in scored],
    }


def number(cell: str, row: int) -> float:
    """Return a rating, with a decimal point or comma; NaN for an empty cell. Raises BadInput."""
    try:
        return float(cell.replace(",", ".")) if cell else math.nan
    except ValueError:
        raise BadInput(f"row {row}: the rating '{cell}' is no number") from None
