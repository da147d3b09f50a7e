"""Every encoder: unit rows, the same alone and in company, and a version."""

import numpy as np
import pytest

from contest_app.scoring.encoders import EncoderUnavailable, load_encoder, use
from contest_app.scoring.encoders.cache import CachedEncoder
from contest_app.scoring.encoders.characters import CharacterEncoder

NAMES = ["fast", "best", "use", "minilm", "characters"]
TEXTS = ["a hat for a cat", "шляпа для кота", "мысыққа қалпақ", "", "!!!", "дом", "a hat for a cat"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_texts_become_unit_rows_in_their_order(name: str, language: str) -> None:
    rows = load_encoder(name).encode(TEXTS, language)

    assert rows.shape[0] == len(TEXTS)
    assert rows.dtype == np.dtype(np.float32)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert (rows[0] == rows[-1]).all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_texts_become_no_rows_of_the_same_width(name: str, language: str) -> None:
    encoder = load_encoder(name)

    assert encoder.encode([], language).shape == (0, encoder.encode(["a"], language).shape[1])


@pytest.mark.parametrize("name", ["use", "minilm", "characters"])
def test_a_text_gets_the_same_vector_alone_and_in_company(name: str) -> None:
    behind_the_cache = load_encoder(name)._encoder  # type: ignore[attr-defined]

    alone = np.vstack([behind_the_cache.encode([text], "ru") for text in TEXTS])

    assert behind_the_cache.encode(TEXTS, "ru") == pytest.approx(alone, abs=1e-6)


def test_the_parts_of_the_best_encoder_weigh_the_same() -> None:
    pair = ["a warm hat", "a paper boat"]

    both, one, other = (load_encoder(name).encode(pair, "en") for name in ("best", "use", "minilm"))

    assert both[0] @ both[1] == pytest.approx((one[0] @ one[1] + other[0] @ other[1]) / 2, abs=1e-5)


def test_kazakh_goes_by_its_letters_and_russian_by_meaning() -> None:
    fast = load_encoder("fast")

    assert (fast.encode(["есік"], "kk") == load_encoder("characters").encode(["есік"], "kk")).all()
    assert (fast.encode(["дверь"], "ru") == load_encoder("use").encode(["дверь"], "ru")).all()


def test_words_that_go_with_any_use_carry_nothing_in_kazakh() -> None:
    rows = CharacterEncoder().encode(["есікті тіреу үшін пайдалану", "есікті тіреу"], "kk")

    assert rows[0] @ rows[1] == pytest.approx(1.0, abs=1e-6)


def test_a_text_met_before_is_not_encoded_again() -> None:
    met: list[str] = []

    class Watched(CharacterEncoder):
        def encode(self, texts, language):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            met.extend(texts)
            return super().encode(texts, language)

    cached = CachedEncoder(Watched(), capacity=3)

    cached.encode(["a", "b", "a"], "kk")
    cached.encode(["a", "c"], "kk")
    cached.encode(["d", "b"], "kk")  # "b" is the oldest of three and falls out

    assert met == ["a", "b", "c", "d"]


def test_other_model_files_than_the_checked_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(use.MODEL_FILES, "sp.model", "0" * 64)

    with pytest.raises(EncoderUnavailable, match=r"sp\.model"):
        use.UniversalSentenceEncoder()


def test_each_encoder_has_a_version_of_its_own() -> None:
    assert len({load_encoder(name).version for name in NAMES}) == len(NAMES)
