"""What a score must carry to be made again: the scorer's version and digests of its input."""

import hashlib
import json
from collections.abc import Iterable

from contest_app.scoring import lexicons
from contest_app.scoring.calibration import Calibration
from contest_app.scoring.encoders import Encoder

RULES = 2
"""Raised with every change of code that changes a score; the golden test fails until it is."""


def scorer_version(encoder: Encoder, calibration: Calibration) -> str:
    """Return the scorer's version: rules, encoder, thresholds of both levels, word lists.

    Example: ``qiyal 2; fast fa15b705; cut 0.56/0.7; lists 1a2b3c4d``.
    """
    return f"qiyal {RULES}; {encoder.name} {encoder.version}; cut {calibration.version}; lists {lexicons.digest()}"


def digest_of(*parts: str, rows: Iterable[tuple[str, int, str]]) -> str:
    """Return the SHA-256 of named parts and of rows (person, order, text), whatever their order."""
    canonical = json.dumps([*parts, sorted(rows)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
