"""Calibrations on disk: JSON by encoder and language; means and manners in half precision, as base64."""

import base64
import binascii
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from contest_app.scoring.calibration.values import UNCALIBRATED, BadCalibration, Calibration
from contest_app.scoring.encoders import Float32Array

SHIPPED = "shipped.json"

Calibrations = Mapping[str, Calibration]
"""By encoder and language: ``best.en``."""


def calibration_for(encoder: str, language: str, given: Calibrations | None = None) -> Calibration:
    """Return the calibration of an encoder, by name, for a language: a given one, the shipped one, `UNCALIBRATED`."""
    name = f"{encoder}.{language}"
    return (given or {}).get(name) or _shipped().get(name, UNCALIBRATED)


def load_calibrations(path: Path) -> Calibrations:
    """Return the calibrations of a file. Raises BadCalibration, and OSError."""
    return _read(path.read_bytes(), str(path))


def save_calibrations(path: Path, calibrations: Calibrations) -> None:
    """Write calibrations to a file. Raises OSError."""
    rows = {name: _row(calibration) for name, calibration in sorted(calibrations.items())}
    path.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _row(calibration: Calibration) -> dict[str, Any]:
    row: dict[str, Any] = {"idea": calibration.idea, "category": calibration.category, "spread": calibration.spread}
    if calibration.mean is not None:
        row["mean"] = _written(calibration.mean)
    if calibration.manner is not None:
        row["manner"] = _written(calibration.manner)
    return row


def _written(rows: Float32Array) -> str:
    return base64.b64encode(rows.astype("<f2").tobytes()).decode()


def _read(content: bytes, source: str) -> Calibrations:
    try:
        return {name: _calibration(row) for name, row in json.loads(content).items()}
    except (AttributeError, KeyError, TypeError, ValueError, binascii.Error) as error:
        raise BadCalibration(f"{source} is no file of calibrations: {error}") from error


def _calibration(row: Mapping[str, Any]) -> Calibration:
    """Return a calibration. Raises KeyError, TypeError or ValueError."""
    idea, category, spread = float(row["idea"]), float(row["category"]), float(row.get("spread", 0.0))
    if not 0 < idea <= category:
        raise ValueError(f"thresholds {idea} and {category}: the first must be above nought and not above the second")
    if not 0 <= spread < 1 or (spread and idea >= 1):
        raise ValueError(f"spread {spread} about {idea}: it must be from 0 to 1, and the threshold below 1")
    mean = _numbers(row.get("mean"))
    manner = _numbers(row.get("manner"))
    if manner is not None:
        if mean is None:
            raise ValueError("a manner without a mean")
        manner = manner.reshape(-1, len(mean))
    return Calibration(idea, category, spread=spread, mean=mean, manner=manner)


def _numbers(written: str | None) -> Float32Array | None:
    return (
        None if written is None else np.frombuffer(base64.b64decode(written, validate=True), "<f2").astype(np.float32)
    )


@cache
def _shipped() -> Calibrations:
    return _read((files(__package__) / SHIPPED).read_bytes(), SHIPPED)
