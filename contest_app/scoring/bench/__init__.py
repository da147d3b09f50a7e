"""Speed and memory of the scorer, all ratios in one run: `measure_all`.

Each trial runs in a process of its own with one thread (`trials`), on pools made by `pools`.
"""

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

PROFILES = ("fast", "best")
RATED = 20_000  # answers, against the usual way
GROWTH = (10_000, 300_000)  # answers of one item

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

Found = dict[str, float]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured figure and the bar it is held to.

    Attributes
    ----------
    subject, unit : what was measured, and in what.
    value : the figure.
    bar, reach : what it must be at least or at most, and what to reach for.
    more_is_better : whether the bar is a least or a most.
    told : what was done, with the figures behind.

    """

    subject: str
    value: float
    unit: str
    bar: float
    reach: float
    more_is_better: bool
    told: str

    @property
    def meets_bar(self) -> bool:
        """Whether the figure is as good as it must be."""
        return self.value >= self.bar if self.more_is_better else self.value <= self.bar


def measure_all(
    *, rated: int = RATED, growth: tuple[int, int] = GROWTH, before: Callable[[str], None] = lambda _: None
) -> list[Measurement]:
    """Measure everything; ``before`` is told each trial before it runs. Takes some ten minutes."""
    trial = _Trials(before)
    return [*_against_usual(trial, rated), *_growth(trial, growth), *_placing(trial), *_cold_starts(trial)]


class _Trials:
    """Runs trials, each in a process of its own."""

    def __init__(self, before: Callable[[str], None]) -> None:
        self._before = before

    def __call__(self, name: str, *arguments: object) -> Found:
        words = [name, *map(str, arguments)]
        self._before(" ".join(words))
        command = [sys.executable, "-m", "contest_app.scoring.bench.trials", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | _ONE_THREAD)
        found: Found = json.loads(done.stdout.splitlines()[-1])
        return found


def _against_usual(trial: _Trials, size: int) -> Iterator[Measurement]:
    usual = trial("usual_way", size)
    for profile, bar, reach in (("fast", 12, 30), ("best", 3, 6)):
        ours = trial("rating", profile, size)
        told = f"{size:,} answers, {ours['distinct'] / size:.0%} distinct: "
        seconds = f"{ours['seconds']:.1f} s against {usual['seconds']:.1f} s"
        memory = f"{ours['megabytes']:.0f} MB against {usual['megabytes']:.0f} MB"
        ratio = usual["seconds"] / ours["seconds"]
        share = ours["megabytes"] / usual["megabytes"]
        yield Measurement(
            f"rate, {profile}: faster", ratio, "times", bar, reach, more_is_better=True, told=told + seconds
        )
        yield Measurement(
            f"rate, {profile}: memory", share, "of it", 0.5, 0.5, more_is_better=False, told=told + memory
        )


def _growth(trial: _Trials, sizes: tuple[int, int]) -> Iterator[Measurement]:
    small, large = (trial("rating", "fast", size) for size in sizes)
    exponent = math.log(large["seconds"] / small["seconds"]) / math.log(sizes[1] / sizes[0])
    told = "; ".join(
        f"{size:,} answers, {found['distinct'] / size:.0%} distinct: {found['seconds']:.1f} s"
        for size, found in zip(sizes, (small, large), strict=True)
    )
    gigabytes = large["megabytes"] / 1024
    yield Measurement("rate, fast: growth", exponent, "exponent", 1.3, 1.1, more_is_better=False, told=told)
    yield Measurement("rate, fast: memory", gigabytes, "GB", 8, 8, more_is_better=False, told=f"{sizes[1]:,} answers")


def _placing(trial: _Trials) -> Iterator[Measurement]:
    for profile, bar, reach in (("fast", 5, 2), ("best", 20, 8)):
        found = trial("placing", profile)
        told = f"95th percentile among 8,000 groups, encoding included; median {found['median'] * 1000:.1f} ms"
        milliseconds = found["seconds"] * 1000
        yield Measurement(f"place, {profile}", milliseconds, "ms", bar, reach, more_is_better=False, told=told)


def _cold_starts(trial: _Trials) -> Iterator[Measurement]:
    for profile, seconds, reach, memory in (("fast", 2, 1, 350), ("best", 6, 2, 900)):
        found = min((trial("cold_start", profile) for _ in range(3)), key=lambda found: found["seconds"])
        told = "to the first score, with encoder, gate and rater; quickest of 3"
        yield Measurement(f"start, {profile}", found["seconds"], "s", seconds, reach, more_is_better=False, told=told)
        size = found["megabytes"]
        yield Measurement(f"start, {profile}: memory", size, "MB", memory, memory, more_is_better=False, told=told)
