"""``encode IN.csv -o OUT.npz``: the vectors that the groups are made of."""

import argparse
from typing import Any

import numpy as np

from contest_app.scoring.cli import options as shared
from contest_app.scoring.rating import OPTIONAL, REQUIRED, answers_of, encode
from contest_app.scoring.tables import read_table


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("encode", help="write the unit vector of every answer")
    shared.add_input(command, "prompt, response; optional language")
    shared.add_output(command, "NPZ with the array 'embeddings', a row an answer, in order")
    shared.add_encoder(command)
    shared.add_calibration(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the vectors."""
    answers = answers_of(read_table(options.input, REQUIRED, OPTIONAL))
    embeddings = encode(answers, shared.encoder_of(options), shared.calibrations_of(options))
    with options.output.open("wb") as file:
        np.savez_compressed(file, embeddings=embeddings)
    return 0
