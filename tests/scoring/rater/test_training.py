"""A rater learnt from a few hundred ratings that follow a known rule, with the real encoder."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from contest_app.scoring.encoders import Encoder
from contest_app.scoring.rater.artefact import BadRater
from contest_app.scoring.rater.model import Rater, Stack, rated_prompt
from contest_app.scoring.rater.saving import artefact_of, load_rater
from contest_app.scoring.rater.training import RatedAnswer, TooFewRatings, Trained, train
from contest_app.scoring.rater.viewing import view_of_texts
from contest_app.scoring.scored import Basis

PLAIN = ["hold", "keep", "carry", "store", "cover", "lift", "clean"]
ODD = ["hypnotise", "marry", "teleport", "interview", "crown", "haunt", "sue"]
THINGS = ["a door", "some papers", "the soup", "a bag", "old shoes", "the table", "a plant", "my bike"]
PROMPTS = ["brick", "rope", "spoon", "hat"]


def rated_answers(seed: int) -> list[RatedAnswer]:
    """Return every verb with every thing for every prompt: odd verbs are rated higher."""
    random = np.random.default_rng(seed)
    return [
        RatedAnswer(
            prompt, "en", f"{verb} {thing}", float(np.clip(2 + 2 * (verb in ODD) + random.normal(0, 0.3), 1, 5))
        )
        for prompt, verb, thing in itertools.product(PROMPTS, [*PLAIN, *ODD], THINGS)
    ]


@pytest.fixture(scope="module")
def trained(fast: Encoder) -> Trained:
    answers = rated_answers(1)
    return train(answers[::2], answers[1::2], encoder=fast, tower_training=None)


def estimates(rater: Rater, prompt: str, language: str, texts: list[str], encoder: Encoder) -> list[float]:
    view = view_of_texts(prompt, language, texts, encoder)
    return [rating.value for rating in rater.rate(prompt, language, texts, view)]


def test_the_rule_is_learnt_and_told_on_held_out_answers(trained: Trained) -> None:
    ratings = [answer.rating for answer in trained.held_out]

    assert np.corrcoef(trained.estimates, ratings)[0, 1] > 0.8
    assert len(trained.held_out) == len(rated_answers(1)) // 2


@pytest.mark.parametrize("prompt", ["brick", "A Brick!", "umbrella"])
def test_odd_answers_are_rated_higher_for_rated_and_new_prompts(trained: Trained, fast: Encoder, prompt: str) -> None:
    plain, odd = ["hold the soup", "carry a door", "clean a bag"], ["marry the soup", "haunt a door", "sue a bag"]

    found = estimates(trained.rater, prompt, "en", plain + odd, fast)

    assert max(found[:3]) < min(found[3:])


def test_the_basis_of_an_estimate_is_said(trained: Trained) -> None:
    assert trained.rater.basis("a brick", "en") is Basis.RATED_PROMPT
    assert trained.rater.basis("umbrella", "en") is Basis.NEW_PROMPT
    assert trained.rater.basis("кирпич", "ru") is Basis.OTHER_LANGUAGE
    assert trained.rater.basis("brick", "kk") is Basis.OTHER_LANGUAGE


@pytest.mark.parametrize(("prompt", "language"), [("brick", "en"), ("umbrella", "en"), ("камень", "ru")])
def test_every_estimate_has_an_error(trained: Trained, fast: Encoder, prompt: str, language: str) -> None:
    texts = ["hold the soup", "marry the soup"]

    found = trained.rater.rate(prompt, language, texts, view_of_texts(prompt, language, texts, fast))

    assert all(0.05 <= rating.standard_error < 3 for rating in found)


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_estimate_lies_on_the_scale(trained: Trained, fast: Encoder, language: str) -> None:
    texts = ["построить дом", "үй салу", "x", "brick " * 200]

    found = estimates(trained.rater, "stone", language, texts, fast)

    assert all(1 <= value <= 5 for value in found)


def test_the_order_of_a_pool_changes_no_estimate(trained: Trained, fast: Encoder) -> None:
    texts = ["hold the soup", "marry the soup", "sue a bag"]

    for prompt in ("brick", "umbrella"):
        found = estimates(trained.rater, prompt, "en", texts, fast)
        assert estimates(trained.rater, prompt, "en", texts[::-1], fast) == pytest.approx(found[::-1], abs=1e-4)


def test_nothing_to_rate_gives_no_ratings(trained: Trained, fast: Encoder) -> None:
    assert estimates(trained.rater, "brick", "en", [], fast) == []


def test_a_saved_rater_rates_as_before(trained: Trained, fast: Encoder, tmp_path: Path) -> None:
    artefact_of(trained.rater, {"profile": "fast"}).save(tmp_path, "fast")

    again = load_rater(tmp_path, "fast")

    texts = ["hold the soup", "marry the soup", "sue a bag"]
    for prompt, language in (("brick", "en"), ("umbrella", "en"), ("камень", "ru")):
        before = estimates(trained.rater, prompt, language, texts, fast)
        assert estimates(again, prompt, language, texts, fast) == pytest.approx(before, abs=0.02)
    assert again.version.startswith("fast ")


def test_no_text_is_kept_in_a_saved_rater(trained: Trained, tmp_path: Path) -> None:
    artefact_of(trained.rater, {}).save(tmp_path, "fast")

    card = (tmp_path / "fast.json").read_text(encoding="utf-8")
    assert not re.search(r"hypnotise|papers|soup", card)
    with np.load(tmp_path / "fast.npz") as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= {"i", "f"}


@pytest.mark.parametrize("spoil", ["no card", "other arrays", "other format", "half a card"])
def test_a_spoilt_rater_is_refused(trained: Trained, tmp_path: Path, spoil: str) -> None:
    artefact_of(trained.rater, {}).save(tmp_path, "fast")
    card, arrays = tmp_path / "fast.json", tmp_path / "fast.npz"
    match spoil:
        case "no card":
            card.unlink()
        case "other arrays":
            arrays.write_bytes(arrays.read_bytes() + b"x")
        case "other format":
            card.write_text(card.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
        case _:
            card.write_text("{", encoding="utf-8")

    with pytest.raises(BadRater):
        load_rater(tmp_path, "fast")


def test_too_few_ratings_are_refused_with_their_number(fast: Encoder) -> None:
    answers = rated_answers(1)

    with pytest.raises(TooFewRatings, match="99 learning"):
        train(answers[:99], answers, encoder=fast, tower_training=None)
    with pytest.raises(TooFewRatings, match="3 held-out"):
        train(answers, answers[:3], encoder=fast, tower_training=None)


def test_ratings_of_one_prompt_alone_teach_that_prompt(fast: Encoder) -> None:
    answers = [answer for answer in rated_answers(1) if answer.prompt == "brick"] * 2

    found = train(answers[::2], answers[1::2], encoder=fast, tower_training=None)

    assert found.rater.prompts == {rated_prompt("brick", "en"): 0}
    assert np.corrcoef(found.estimates, [answer.rating for answer in found.held_out])[0, 1] > 0.8


def test_ratings_in_russian_teach_russian_prompts(fast: Encoder) -> None:
    answers = rated_answers(1)
    russian = [
        RatedAnswer("кирпич", "ru", answer.text, answer.rating) for answer in answers if answer.prompt == "brick"
    ]

    found = train([*answers[::2], *russian], answers[1::2], encoder=fast, tower_training=None)

    assert found.rater.basis("Кирпич", "ru") is Basis.RATED_PROMPT
    assert found.rater.basis("верёвка", "ru") is Basis.OTHER_LANGUAGE


def test_a_stack_is_the_weighted_sum_of_its_experts() -> None:
    mixed = Stack(0.5, (0.25, 0.75)).mixed((np.array([1.0, 2.0]), np.array([3.0, 4.0])))

    assert mixed.tolist() == [3.0, 4.0]
