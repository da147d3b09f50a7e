"""A changed score needs a new version."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from contest_app.scoring import lexicons
from contest_app.scoring.calibration import UNCALIBRATED, Calibration, calibration_for
from contest_app.scoring.encoders import Encoder
from contest_app.scoring.pool import PoolIdea, score_pool
from contest_app.scoring.versions import RULES, digest_of, scorer_version

GOLDEN = Path(__file__).with_name("golden.json")
"""Pools in three languages with their scores. To write it anew after raising ``RULES``:
``python -m tests.scoring.test_versions``."""


def scores_of(pool: dict[str, Any], encoder: Encoder) -> dict[str, Any]:
    """Return a pool's version and its scores, rounded so that other processors agree."""
    ideas = [PoolIdea(person, text, order) for person, order, text in pool["ideas"]]
    scores = score_pool(pool["prompt"], pool["language"], ideas, encoder=encoder)
    plain = {
        "ideas": [asdict(idea) for idea in scores.ideas],
        "people": {name: asdict(person) for name, person in scores.people.items()},
        "idea_labels": scores.idea_labels,
        "category_labels": scores.category_labels,
        "version": scores.version,
        "input_hash": scores.input_hash,
    }
    rounded: dict[str, Any] = json.loads(json.dumps(plain), parse_float=lambda number: round(float(number), 4))
    return rounded


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_scores_of_a_version_never_change(language: str, fast: Encoder) -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))[language]

    now = scores_of(golden["pool"], fast)

    assert now == golden["scores"], "scores changed: raise RULES in versions.py, then write the file anew"


def test_the_version_names_all_that_a_score_rests_on(fast: Encoder) -> None:
    version = scorer_version(fast, Calibration(0.5, 0.75), "9f8e7d6c", "fast 5e6f7a8b")

    scorer = f"qiyal {RULES}; fast {fast.version}; cut 0.5/0.75; lists {lexicons.digest()}"
    assert version == f"{scorer}; gate 9f8e7d6c; rater fast 5e6f7a8b"


def test_a_version_without_a_rater_says_so(fast: Encoder) -> None:
    assert scorer_version(fast, Calibration(0.5, 0.75), "9f8e7d6c", None).endswith("; no rater")


def test_an_encoder_that_nobody_calibrated_says_so(fast: Encoder) -> None:
    assert calibration_for("some/model", "en") is UNCALIBRATED
    assert "uncalibrated" in scorer_version(fast, UNCALIBRATED, "9f8e7d6c", None)


@pytest.mark.parametrize("name", ["fast", "best"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_both_profiles_are_calibrated_in_every_language(name: str, language: str) -> None:
    calibration = calibration_for(name, language)

    assert calibration.fitted
    assert 0 < calibration.idea < calibration.category < 1


def test_a_digest_tells_any_change_but_not_the_order() -> None:
    rows = [("ann", 0, "rug"), ("bek", 0, "hat")]

    assert digest_of("felt", rows=rows) == digest_of("felt", rows=reversed(rows))
    assert digest_of("felt", rows=rows) != digest_of("wool", rows=rows)
    assert digest_of("felt", rows=rows) != digest_of("felt", rows=[*rows, rows[0]])


def _write() -> None:
    from contest_app.scoring.encoders import load_encoder  # noqa: PLC0415 -- only when writing

    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    for case in golden.values():
        case["scores"] = scores_of(case["pool"], load_encoder("fast"))
    GOLDEN.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
