"""``bench``: speed and memory of the scorer on this machine, all ratios in one run."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from contest_app.scoring.bench import GROWTH, RATED, Measurement, measure_all
from contest_app.scoring.cli import options as shared


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("bench", help="measure speed and memory; some ten minutes on a quiet machine")
    command.add_argument("--answers", type=int, default=RATED, help=f"answers to rate (default: {RATED})")
    command.add_argument("--largest", type=int, default=GROWTH[1], help=f"largest pool (default: {GROWTH[1]})")
    shared.add_json(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure, and print a line a figure or JSON."""
    smallest = max(options.largest * GROWTH[0] // GROWTH[1], 1)
    found = measure_all(rated=options.answers, growth=(smallest, options.largest), before=_told)
    if options.json:
        shared.print_figures({"measurements": [{**asdict(each), "meets_bar": each.meets_bar} for each in found]})
    else:
        print("\n".join(_line(each) for each in found))
    return 0


def _told(trial: str) -> None:
    print(f"measuring: {trial}", file=sys.stderr)


def _line(measured: Measurement) -> str:
    bar = f"{'at least' if measured.more_is_better else 'at most'} {measured.bar:g}"
    verdict = "met" if measured.meets_bar else "MISSED"
    return f"{measured.subject}: {measured.value:.3g} {measured.unit} ({bar}: {verdict}); {measured.told}"
