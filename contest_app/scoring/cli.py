"""The command line: ``python -m contest_app.scoring rate IN.csv -o OUT.csv`` and ``evaluate IN.csv``."""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from tqdm import tqdm

from contest_app.scoring.clustering import TooManyIdeas
from contest_app.scoring.encoders import Encoder, EncoderUnavailable, Float32Array, load_encoder
from contest_app.scoring.evaluation import evaluate
from contest_app.scoring.rating import OPTIONAL, REQUIRED, added_names, answers_of, cells, rate
from contest_app.scoring.tables import BadInput, read_table, write_table

_CHUNK = 256  # texts between two steps of the progress bar


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status: 0, or 2 with a message where the input is no good."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.command(options)
    except (BadInput, EncoderUnavailable, TooManyIdeas, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contest_app.scoring", description="Score creative ideas.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    rating = commands.add_parser("rate", help="score every answer of a table")
    rating.add_argument("-o", "--output", type=Path, required=True, help="the table with the scores added")
    rating.set_defaults(command=_rate)
    evaluation = commands.add_parser("evaluate", help="compare the scores with a column 'rating'; prints JSON")
    evaluation.set_defaults(command=_evaluate)
    for command in (rating, evaluation):
        command.add_argument("input", type=Path, help="CSV with prompt, response; optional person, language")
        command.add_argument(
            "--encoder",
            default="best",
            help="best, fast, use, minilm, characters, or any sentence-transformers model (default: best)",
        )
    return parser


def _rate(options: argparse.Namespace) -> int:
    table = read_table(options.input, REQUIRED, OPTIONAL)
    scored = rate(answers_of(table), _encoder(options.encoder))
    rows = [(*row, *cells(idea)) for row, idea in zip(table.rows, scored, strict=True)]
    write_table(options.output, [*table.columns, *added_names(table.columns)], rows)
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    table = read_table(options.input, (*REQUIRED, "rating"), OPTIONAL)
    ratings = [_number(cell, row) for row, cell in enumerate(table.required("rating"), start=2)]
    answers = answers_of(table)
    scored = rate(answers, _encoder(options.encoder))
    measures: dict[str, list[float | None]] = {
        "rarity": [idea.rarity for idea in scored],
        "distance": [idea.distance for idea in scored],
        "elaboration": [float(idea.elaboration) for idea in scored],
    }
    prompts = [answer.prompt for answer in answers]
    figures = {name: asdict(evaluate(values, ratings, prompts)) for name, values in measures.items()}
    print(json.dumps(figures, indent=2))
    return 0


def _number(cell: str, row: int) -> float:
    """Return a rating, with a decimal point or comma; NaN for an empty cell."""
    try:
        return float(cell.replace(",", ".")) if cell else math.nan
    except ValueError:
        raise BadInput(f"row {row}: the rating '{cell}' is no number") from None


class _Progress:
    """An encoder that shows how far it is; silent where nobody watches."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.version = encoder.version

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:
        """Encode in chunks, with a bar on the terminal."""
        starts = range(0, max(len(texts), 1), _CHUNK)
        with tqdm(total=len(texts), unit="text", desc="encoding", leave=False, disable=None) as bar:
            rows = []
            for start in starts:
                chunk = texts[start : start + _CHUNK]
                rows.append(self._encoder.encode(chunk, language))
                bar.update(len(chunk))
        return np.vstack(rows)


def _encoder(name: str) -> Encoder:
    return _Progress(load_encoder(name))
