"""What is kept of an error: its kind and where it arose, never its words, which may quote a pupil."""

from __future__ import annotations

from traceback import extract_tb
from typing import Final

from contest_app.config import ROOT

_FRAMES: Final = 4


def summary(error: Exception) -> str:
    """Return the kind of an error and its last places, innermost first.

    The message is left out on purpose: libraries like to quote the value that they could not handle.
    """
    frames = reversed(extract_tb(error.__traceback__)[-_FRAMES:])
    places = (f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {', '.join(places)}"


def _short(filename: str) -> str:
    return filename.removeprefix(f"{ROOT}/").rpartition("site-packages/")[2]
