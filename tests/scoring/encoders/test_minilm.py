"""The bundled MiniLM without torch is the bundled MiniLM."""

import numpy as np
import pytest

from contest_app.scoring.encoders import EncoderUnavailable, bert
from contest_app.scoring.encoders.minilm import MiniLM
from contest_app.scoring.encoders.sentence_transformer import SentenceTransformerEncoder, bundled_model

TEXTS = [
    *("a hat for a cat", "A HAT for a CAT!", "", " ", "!!!", "x", "naïve café — “quoted”", "1,000 clips (bent)"),
    *("шляпа для кота", "ёлка", "мысыққа қалпақ", "猫の帽子", "a 🎩 for a cat", "tab\tand\nline", "unbreakable" * 19),
    *("use it as a boat " * 10, "use it as a boat " * 70, "[SEP] is no end [MASK]"),
]
COMPANY = [f"{word} for the {other}" for word in ("a door", "two boats", "nine hats") for other in ("cat", "old dog")]


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


def test_its_rows_are_those_of_sentence_transformers(minilm: MiniLM) -> None:
    other = SentenceTransformerEncoder(bundled_model())

    cosines = np.sum(minilm.encode(TEXTS, "en") * other.encode(TEXTS, "en"), axis=1)

    assert cosines == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_a_text_gets_the_same_row_alone_and_in_company(minilm: MiniLM) -> None:
    texts = [*TEXTS, *COMPANY]

    alone = np.vstack([minilm.encode([text], "en") for text in texts])

    assert minilm.encode(texts, "en") == pytest.approx(alone, abs=1e-6)


def test_two_texts_read_together_are_not_one_text() -> None:
    reader = bert.Bert(max_tokens=16)

    pair, other, joined = reader.means([("brick", "a door stop"), ("a door stop", "brick"), "brick a door stop"])

    assert not np.allclose(pair, other, atol=0.01)
    assert not np.allclose(pair, joined, atol=0.01)


def test_what_is_beyond_the_tokens_read_changes_nothing() -> None:
    reader = bert.Bert(max_tokens=5)

    one, other = reader.means(["a red hat for a cat", "a red hat and two boats"])

    assert (one == other).all()


def test_changed_weights_take_the_place_of_the_bundled_ones() -> None:
    name = "encoder.layer.5.output.LayerNorm.bias"

    (plain,) = bert.Bert(16).means(["a hat"])
    (shifted,) = bert.Bert(16, {name: bert.bundled_weights()[name] + np.float32(0.5)}).means(["a hat"])

    assert shifted == pytest.approx(plain + 0.5, abs=1e-5)


@pytest.mark.parametrize("name", sorted(bert.MODEL_FILES))
def test_other_model_files_than_the_checked_ones_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bert.MODEL_FILES, name, "0" * 64)

    with pytest.raises(EncoderUnavailable, match=name):
        bert.bundled_weights.__wrapped__()
