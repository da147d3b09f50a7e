"""``cluster IN.csv -o OUT.csv --level idea|category``: the groups of the answers."""

import argparse
from typing import Any

from contest_app.scoring.cli import options as shared
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.rating import OPTIONAL, REQUIRED, answers_of, named_apart, rate
from contest_app.scoring.tables import read_table, write_table

ADDED = "cluster"


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("cluster", help="add the number of each answer's group")
    shared.add_input(command, "prompt, response; optional person, language")
    shared.add_output(command, f"the table with the column '{ADDED}' added")
    command.add_argument("--level", choices=("idea", "category"), default="idea", help="default: idea")
    shared.add_encoder(command)
    shared.add_calibration(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Group the answers of each prompt; numbers are those of `rate`."""
    table = read_table(options.input, REQUIRED, OPTIONAL)
    calibrations = shared.calibrations_of(options)
    scored = rate(answers_of(table), shared.encoder_of(options), meaning=load_meaning(), calibrations=calibrations)
    numbers = (idea.idea if options.level == "idea" else idea.category for idea in scored)
    rows = ((*row, str(number)) for row, number in zip(table.rows, numbers, strict=True))
    write_table(options.output, [*table.columns, *named_apart(table.columns, [ADDED])], rows)
    return 0
