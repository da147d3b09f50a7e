"""Options that several commands share, and what they stand for."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from contest_app.scoring.calibration import BadCalibration, Calibrations, load_calibrations
from contest_app.scoring.encoders import Encoder, Float32Array, load_encoder
from contest_app.scoring.kazakh.lexicon import lexicon_with
from contest_app.scoring.kazakh.reading import reader_over
from contest_app.scoring.kazakh.understanding import ENOUGH, understanding
from contest_app.scoring.rater.model import Rater
from contest_app.scoring.rater.saving import load_rater, shipped_rater

PROFILES = ("fast", "best")
"""Encoders that have a rater of their own."""

_CHUNK = 256  # texts between two steps of the progress bar
_NAMED = 8  # unknown words that the warning names


def add_input(command: argparse.ArgumentParser, columns: str) -> None:
    """Add the table to read."""
    command.add_argument("input", type=Path, help=f"CSV with {columns}")


def add_output(command: argparse.ArgumentParser, what: str) -> None:
    """Add the file to write."""
    command.add_argument("-o", "--output", type=Path, required=True, help=what)


def add_encoder(command: argparse.ArgumentParser) -> None:
    """Add the choice of encoder and of further Kazakh words."""
    command.add_argument(
        "--encoder",
        "--profile",
        default="best",
        help="best, fast, use, minilm, characters, or any sentence-transformers model (default: best)",
    )
    command.add_argument(
        "--words", type=Path, help="TSV of further Kazakh words: kk, pos, ru, en (fast and best alone)"
    )


def add_calibration(command: argparse.ArgumentParser) -> None:
    """Add the choice of thresholds."""
    command.add_argument(
        "--calibration", type=Path, help="file that the command 'fit-thresholds' wrote (default: what ships)"
    )


def add_json(command: argparse.ArgumentParser) -> None:
    """Add figures for machines."""
    command.add_argument("--json", action="store_true", help="print figures as JSON")


def encoder_of(options: argparse.Namespace) -> Encoder:
    """Return the chosen encoder; it shows how far it is on a terminal."""
    return _Progress(load_encoder(options.encoder, options.words))


def calibrations_of(options: argparse.Namespace) -> Calibrations | None:
    """Return the calibrations of the file given, None without one.

    Raises BadCalibration where none of them is the encoder's.
    """
    if options.calibration is None:
        return None
    given = load_calibrations(options.calibration)
    if not any(name.rpartition(".")[0] == options.encoder for name in given):
        raise BadCalibration(
            f"{options.calibration} calibrates {', '.join(given) or 'nothing'}, not {options.encoder}"
        )
    return given


def rater_of(options: argparse.Namespace) -> Rater | None:
    """Return the rater of the chosen profile, as it ships or from the folder given; None for other encoders."""
    if options.encoder not in PROFILES:
        return None
    return load_rater(options.rater, options.encoder) if options.rater else shipped_rater(options.encoder)


def warn_of_unknown_words(texts: Sequence[str], words: Path | None) -> None:
    """Tell on the error stream where too many words of Kazakh texts are unknown."""
    found = understanding(reader_over(lexicon_with(words)), texts)
    if not found.is_enough:
        named = ", ".join(list(found.unknown)[:_NAMED])
        print(
            f"warning: {found.unknown_rate:.0%} of the Kazakh words are unknown (more than {ENOUGH:.0%}); "
            f"add them with --words: {named}, …",
            file=sys.stderr,
        )


def print_figures(figures: Mapping[str, Any]) -> None:
    """Print figures as JSON."""
    print(json.dumps(figures, indent=2, ensure_ascii=False))


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
