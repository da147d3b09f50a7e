"""What a score must carry to be made again: the scorer's version and digests of its input."""

import hashlib
import json
from collections.abc import Iterable

from contest_app.scoring import lexicons
from contest_app.scoring.calibration import Calibration
from contest_app.scoring.encoders import Encoder

RULES = 8
"""Raised with every change of code that changes a score; the golden test fails until it is."""


def scorer_version(encoder: Encoder, calibration: Calibration, gate: str, rater: str | None) -> str:
    """Return the scorer's version: rules, encoder, thresholds of both levels, word lists, gate, rater.

    Example: ``qiyal 5; fast fa15b705; cut 0.56/0.7; lists 1a2b3c4d; gate 9f8e7d6c; rater fast 5e6f7a8b``.
    """
    parts = [
        f"qiyal {RULES}",
        f"{encoder.name} {encoder.version}",
        f"cut {calibration.version}",
        f"lists {lexicons.digest()}",
        f"gate {gate}",
        f"rater {rater}" if rater else "no rater",
    ]
    return "; ".join(parts)


def digest_of(*parts: str, rows: Iterable[tuple[str, int, str]]) -> str:
    """Return the SHA-256 of named parts and of rows (person, order, text), whatever their order."""
    canonical = json.dumps([*parts, sorted(rows)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
