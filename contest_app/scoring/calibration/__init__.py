"""The thresholds that ship: where the tree of ideas is cut, for each encoder and language.

``benchmarks/scoring_calibrate.py`` fits them to texts written for this project and writes
``thresholds.json`` beside this file.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Calibration:
    """Where the two levels of groups are cut.

    Attributes
    ----------
    idea, category : cosine distances; below the first two groups are the same idea, below the
        second the same category.
    fitted : False where the encoder was never calibrated for the language.

    """

    idea: float
    category: float
    fitted: bool = True

    @property
    def version(self) -> str:
        """The thresholds as they appear in a score's version."""
        return f"{self.idea:g}/{self.category:g}{'' if self.fitted else ' uncalibrated'}"


UNCALIBRATED = Calibration(idea=0.4, category=0.6, fitted=False)
"""For models that nobody calibrated: what suits small sentence-transformers models."""


def calibration_for(encoder: str, language: str) -> Calibration:
    """Return the calibration of an encoder, by name, for a language; `UNCALIBRATED` if none."""
    row = _thresholds().get(f"{encoder}.{language}")
    return Calibration(row["idea"], row["category"]) if row else UNCALIBRATED


@cache
def _thresholds() -> dict[str, dict[str, float]]:
    content = (files(__package__) / "thresholds.json").read_text(encoding="utf-8")
    rows: dict[str, dict[str, float]] = json.loads(content)
    return rows
