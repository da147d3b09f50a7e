"""A trained rater on disk: arrays of numbers and a card that says what they are. No one's text is in it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Float32Array

FORMAT = 1
"""Of the arrays' names and meanings; a reader refuses others."""

_STEPS = 127  # of an int8 on each side of nought

Arrays = Mapping[str, npt.NDArray[np.generic]]


class BadRater(ValueError):
    """The folder holds no rater that this version can read; the message says why."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """What is saved of a rater.

    Attributes
    ----------
    card : settings, sources and figures, as JSON has them.
    arrays : by name.

    """

    card: Mapping[str, Any]
    arrays: Arrays

    def save(self, folder: Path, profile: str) -> None:
        """Write ``<profile>.npz`` and ``<profile>.json`` into the folder. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / f"{profile}.npz", allow_pickle=False, **self.arrays)
        card = {"format": FORMAT, "arrays": _digest(folder / f"{profile}.npz"), **self.card}
        text = json.dumps(card, indent=2, ensure_ascii=False, sort_keys=True)
        (folder / f"{profile}.json").write_text(f"{text}\n", encoding="utf-8")


@contextmanager
def opened(folder: Path, profile: str) -> Iterator[Artefact]:
    """Open a saved rater; an array is read when it is asked for, so that no more than one is in memory twice.

    Raises BadRater where there is none of that profile, it is of another format, or its arrays are
    not those that the card names.
    """
    path = folder / f"{profile}.json"
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRater(f"{folder} holds no rater for the profile '{profile}': {error}") from error
    if card.get("format") != FORMAT:
        raise BadRater(f"{path} has the format {card.get('format')}, this version reads {FORMAT}")
    arrays = folder / f"{profile}.npz"
    if not arrays.is_file() or _digest(arrays) != card["arrays"]:
        raise BadRater(f"{arrays} is not the file that {path.name} was written for")
    with np.load(arrays, allow_pickle=False) as archive:
        yield Artefact(card, archive)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def shortened(rows: Float32Array) -> tuple[npt.NDArray[np.int8], Float32Array]:
    """Return (n, d) rows as whole numbers and the (n,) steps that they count.

    >>> rows, steps = shortened(np.array([[0.5, -1.0]], dtype=np.float32))
    >>> rows.tolist(), round(float(steps[0]), 4)
    ([[64, -127]], 0.0079)
    """
    steps = np.maximum(np.abs(rows).max(axis=1), 1e-12) / _STEPS
    return np.round(rows / steps[:, None]).astype(np.int8), steps.astype(np.float32)


def lengthened(rows: npt.NDArray[np.generic], steps: npt.NDArray[np.generic]) -> Float32Array:
    """Return the rows that were `shortened`, to within half a step."""
    long = rows.astype(np.float32)
    long *= steps.astype(np.float32)[:, None]  # in place: the rows of a process are 60 MB
    return long
