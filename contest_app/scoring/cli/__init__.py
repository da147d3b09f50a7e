"""The command line: ``python -m contest_app.scoring COMMAND …``, one file a command."""

import argparse
import sys
from collections.abc import Sequence

from contest_app.scoring.calibration import BadCalibration
from contest_app.scoring.calibration.fitting import NothingToLearn
from contest_app.scoring.cli import bench, calibrate, cluster, encode, evaluate, fit_thresholds, gate, rate, train
from contest_app.scoring.encoders import EncoderUnavailable
from contest_app.scoring.kazakh.lexicon import BadWords
from contest_app.scoring.rater.artefact import BadRater
from contest_app.scoring.rater.training import TooFewRatings
from contest_app.scoring.severity.obstacles import CannotEstimate
from contest_app.scoring.tables import BadInput

COMMANDS = (rate, gate, encode, cluster, evaluate, train, fit_thresholds, calibrate, bench)
"""Each module adds its command to the parser; a command returns the exit status."""

_MENDABLE = (
    *(
        BadCalibration,
        BadInput,
        BadRater,
        BadWords,
        CannotEstimate,
        EncoderUnavailable,
        NothingToLearn,
        TooFewRatings,
    ),
    OSError,
)
"""What the person at the keyboard can mend: told in one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status: 0, or 2 with a message where the input is no good."""
    parser = argparse.ArgumentParser(prog="python -m contest_app.scoring", description="Score creative ideas.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
    except _MENDABLE as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return status
