"""Seconds of one core, and megabytes."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.scoring_figures.data import PROFILES, RAW_POOLS, read
from benchmarks.scoring_figures.report import Section
from contest_app.scoring.encoders import load_encoder
from contest_app.scoring.pool import PoolIdea, score_pool
from contest_app.scoring.rater.saving import shipped_rater

TITLE = "Cold start and a pool"

COLD_START = (
    "from contest_app.scoring.encoders import load_encoder; from contest_app.scoring.rater.saving import "
    "shipped_rater; load_encoder('{0}').encode(['a'], 'en'); shipped_rater('{0}')"
)
TELL_USAGE = (  # the peak from /proc: getrusage would tell the parent's, whom the process was forked from
    "import time; peak = open('/proc/self/status').read().split('VmHWM:')[1].split()[0]; "
    "print(time.process_time(), peak)"
)


def cold_start(data: Path) -> Section:
    """Measure from nothing, for a new pool, and again."""
    table = [row for row in read(data / RAW_POOLS["en"]) if row["prompt"] == "box"]
    ideas = [PoolIdea(row["person"], row["response"], order) for order, row in enumerate(table)]
    rows = []
    for profile in PROFILES:
        seconds, megabytes = _from_nothing(profile)
        load_encoder.cache_clear()
        encoder, rater = load_encoder(profile), shipped_rater(profile)
        marks = [time.process_time()]
        for _ in ("nothing encoded", "all encoded"):
            score_pool("box", "en", ideas, encoder=encoder, rater=rater)
            marks.append(time.process_time())
        first, again = np.diff(marks)
        rows.append((profile, f"{seconds:.1f}", f"{megabytes:.0f}", f"{first:.1f}", f"{again:.1f}"))
    return Section(
        TITLE,
        "Seconds of one core, and megabytes: a new process up to its first vector with its rater loaded; a pool of "
        f"{len(ideas)} answers to one prompt with ratings, first and again.",
        ("profile", "cold start, s", "memory, MB", "new pool, s", "again, s"),
        rows,
    )


def _from_nothing(profile: str) -> tuple[float, float]:
    """Return the seconds of a new process up to its first vector, and its memory."""
    command = [sys.executable, "-c", COLD_START.format(profile) + "; " + TELL_USAGE]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1]) / 1024
