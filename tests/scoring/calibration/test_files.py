"""Calibrations on disk."""

from pathlib import Path

import numpy as np
import pytest

from contest_app.scoring.calibration import (
    UNCALIBRATED,
    BadCalibration,
    Calibration,
    calibration_for,
    load_calibrations,
    save_calibrations,
)

MEAN = np.array([0.5, -0.25, 0.125], dtype=np.float32)
MANNER = np.array([[1, 0, 0], [0, 0.5, -0.5]], dtype=np.float32)


def test_a_saved_calibration_comes_back_whole(tmp_path: Path) -> None:
    kept = {
        "mine.kk": Calibration(0.5, 0.75, spread=0.1, mean=MEAN, manner=MANNER),
        "mine.en": Calibration(0.5, 0.75, mean=MEAN),
        "mine.ru": Calibration(0.4, 0.7),
    }

    save_calibrations(tmp_path / "mine.json", kept)

    found = load_calibrations(tmp_path / "mine.json")
    assert found == kept
    assert {name: each.version for name, each in found.items()} == {name: each.version for name, each in kept.items()}


@pytest.mark.parametrize(
    "content",
    [
        *("", "[]", "not JSON", '{"mine.kk": {"idea": 0.5}}', '{"mine.kk": {"idea": "x", "category": 1}}'),
        *('{"mine.kk": {"idea": 0.9, "category": 0.5}}', '{"mine.kk": {"idea": 0.4, "category": 0.5, "mean": "é"}}'),
        '{"mine.kk": {"idea": 0.4, "category": 0.5, "mean": "AAAA"}}',
        '{"mine.kk": {"idea": 0.4, "category": 0.5, "spread": -0.1}}',
        '{"mine.kk": {"idea": 1.2, "category": 1.5, "spread": 0.1}}',
        '{"mine.kk": {"idea": 0.4, "category": 0.5, "manner": "ADgAOA=="}}',
        '{"mine.kk": {"idea": 0.4, "category": 0.5, "mean": "ADgAOA==", "manner": "ADgAOAA4"}}',
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BadCalibration, match=r"mine\.json"):
        load_calibrations(path)


def test_a_given_calibration_goes_before_the_shipped_one() -> None:
    own = Calibration(0.5, 0.75)

    assert calibration_for("fast", "en", {"fast.en": own}) is own
    assert calibration_for("fast", "ru", {"fast.en": own}) == calibration_for("fast", "ru")
    assert calibration_for("nobody's", "en", {"fast.en": own}) is UNCALIBRATED


def test_another_mean_or_manner_is_another_version() -> None:
    whole = Calibration(0.5, 0.75, mean=MEAN, manner=MANNER)

    assert whole.version != Calibration(0.5, 0.75, mean=MEAN * 2, manner=MANNER).version
    assert whole.version != Calibration(0.5, 0.75, mean=MEAN, manner=MANNER * 2).version
    assert whole.version != Calibration(0.5, 0.75, spread=0.1, mean=MEAN, manner=MANNER).version
    assert Calibration(0.5, 0.75).version == "0.5/0.75"
