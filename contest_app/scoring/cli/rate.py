"""``rate IN.csv -o OUT.csv``: every answer with its scores."""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from contest_app.scoring.cli import options as shared
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.rating import ADDED, OPTIONAL, REQUIRED, answers_of, cells, named_apart, pools_of, rate
from contest_app.scoring.tables import read_table, write_table


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("rate", help="score every answer of a table")
    shared.add_input(command, "prompt, response; optional person, language, pasted")
    shared.add_output(command, "the table with the scores added")
    shared.add_encoder(command)
    shared.add_calibration(command)
    command.add_argument("--rater", type=Path, help="folder of a trained rater (default: the one that ships)")
    shared.add_json(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Score the table."""
    table = read_table(options.input, REQUIRED, OPTIONAL)
    answers = answers_of(table)
    for (_, language), rows in pools_of(answers).items():
        if language == "kk":
            shared.warn_of_unknown_words([answers[row].response for row in rows], options.words)
    encoder, rater = shared.encoder_of(options), shared.rater_of(options)
    scored = rate(answers, encoder, rater, load_meaning(), shared.calibrations_of(options))
    lines = ((*row, *cells(idea)) for row, idea in zip(table.rows, scored, strict=True))
    write_table(options.output, [*table.columns, *named_apart(table.columns, ADDED)], lines)
    if options.json:
        flags = Counter(flag for idea in scored for flag in idea.flags)
        figures = {
            "rows": len(scored),
            "valid": sum(idea.valid for idea in scored),
            "flags": dict(sorted(flags.items())),
        }
        versions = {"encoder": f"{encoder.name} {encoder.version}", "rater": rater.version if rater else None}
        shared.print_figures({**figures, **versions})
    return 0
