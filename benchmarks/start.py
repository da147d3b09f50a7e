"""Starting a process that answers pages, against one that also has the encoder ready."""

import subprocess
import sys
from os import environ
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.measure import Measurement, quickest
from contest_app.config import ROOT

WEB: Final = "from contest_app import create_app; create_app()"
WITH_ENCODER: Final = f"{WEB}; from contest_app.scoring.encoders import load_encoder; load_encoder('fast')"


def measure(times: int) -> Measurement:
    """Start each ``times`` times; the quickest counts."""
    with TemporaryDirectory() as folder:
        ours, other = (quickest(times, lambda: _start(code, folder)) for code in (WEB, WITH_ENCODER))  # noqa: B023 -- called at once
    return Measurement("start the web process", "with the encoder in it", ours, other, f"quickest of {times} starts")


def _start(code: str, folder: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ | {"QIYAL_DATA_DIR": folder}, check=True)
