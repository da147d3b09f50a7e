"""Every encoder: unit rows, the same alone and in company, and a version."""

from collections.abc import Mapping

import numpy as np
import pytest

from contest_app.scoring.encoders import Encoder, load_encoder
from contest_app.scoring.encoders.cache import CachedEncoder
from contest_app.scoring.encoders.characters import CharacterEncoder
from contest_app.scoring.encoders.kazakh import MULTILINGUAL_VIEWS, KazakhEncoder
from contest_app.scoring.encoders.shared import shared_space
from contest_app.scoring.encoders.use import UniversalSentenceEncoder
from contest_app.scoring.gate.senses import load_senses
from contest_app.scoring.kazakh.gloss import Glosser
from contest_app.scoring.kazakh.lexicon import bundled_lexicon
from contest_app.scoring.kazakh.reading import reader_over

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


@pytest.fixture(scope="module")
def without_memory() -> Mapping[str, Encoder]:
    use = UniversalSentenceEncoder()
    kazakh = KazakhEncoder(use, Glosser(reader_over(bundled_lexicon())), MULTILINGUAL_VIEWS)
    return {"use": use, "characters": CharacterEncoder(), "kazakh": kazakh}


@pytest.mark.parametrize("name", ["use", "characters", "kazakh"])
def test_a_text_gets_the_same_vector_alone_and_in_company(name: str, without_memory: Mapping[str, Encoder]) -> None:
    encoder = without_memory[name]

    alone = np.vstack([encoder.encode([text], "kk") for text in TEXTS])

    assert encoder.encode(TEXTS, "kk") == pytest.approx(alone, abs=1e-6)


def test_the_cosine_of_the_best_encoder_is_the_weighted_mean_of_its_parts() -> None:
    pair = ["a warm hat", "a paper boat"]

    both, one, other = (load_encoder(name).encode(pair, "en") for name in ("best", "use", "minilm"))

    assert both[0] @ both[1] == pytest.approx(0.3 * one[0] @ one[1] + 0.7 * other[0] @ other[1], abs=1e-5)


def test_kazakh_goes_by_its_glosses_and_russian_as_it_is() -> None:
    fast = load_encoder("fast")

    kazakh, russian = fast.encode(["есік", "дверь"], "kk")
    assert kazakh @ russian == pytest.approx(1.0, abs=1e-5)
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


def test_the_profiles_and_the_gate_remember_texts_together() -> None:
    rows = [load_encoder(name).encode(["a hat that nobody wore"], "en") for name in ("use", "fast", "best")]

    assert load_encoder("use") is load_senses()._encoder
    assert (rows[0] == rows[1]).all()
    assert rows[2][:, :512] == pytest.approx(rows[0] * 0.3**0.5, abs=1e-6)


def test_each_encoder_has_a_version_of_its_own() -> None:
    assert len({load_encoder(name).version for name in NAMES}) == len(NAMES)


def test_russian_by_its_gloss_stands_beside_russian_as_it_is() -> None:
    pair = ["держать дверь", "кормить кота"]

    both, plain = load_encoder("best").encode(pair, "ru"), load_encoder("use").encode(pair, "ru")
    told = load_encoder("minilm").encode(["hold door", "feed cat"], "en")

    assert both[0] @ both[1] == pytest.approx(0.6 * plain[0] @ plain[1] + 0.4 * told[0] @ told[1], abs=1e-5)


@pytest.mark.parametrize("profile", ["fast", "best"])
def test_the_shared_space_brings_a_text_and_its_translation_together(profile: str) -> None:
    encoder = load_encoder(profile)

    told = {"en": ["hold the door", "feed a cat"], "ru": ["держать дверь", "кормить кота"]}
    told["kk"] = ["есікті ұстап тұру", "мысықты тамақтандыру"]
    spaces = {code: shared_space(encoder.encode(texts, code), code) for code, texts in told.items()}

    for one, other in (("en", "ru"), ("en", "kk"), ("ru", "kk")):
        near = spaces[one] @ spaces[other].T
        assert near[0, 0] > near[0, 1] + 0.2
        assert near[1, 1] > near[1, 0] + 0.2
