"""Thresholds learnt from texts of which it is known who says the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.calibration import Calibration
from contest_app.scoring.calibration.fitting import FEWEST, LEAST_PRECISION, Labelled, NothingToLearn, fit
from contest_app.scoring.clustering import group

DIMENSIONS = 64


def labelled(seed: int, noise: float, shift: float = 2.0) -> Labelled:
    """Return texts of 5 prompts, 8 ideas each, 4 wordings an idea, that stray from their idea by ``noise``."""
    chance = np.random.default_rng(seed)
    prompts, ideas = np.repeat(np.arange(5), 32), np.repeat(np.arange(40), 4)
    rows = chance.normal(size=(40, DIMENSIONS))[ideas] + noise * chance.normal(size=(160, DIMENSIONS))
    rows[:, 0] += shift * DIMENSIONS**0.5
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Labelled(rows.astype(np.float32), prompts, ideas)


def precision_and_recall(texts: Labelled, learnt: Calibration) -> tuple[float, float]:
    """Return both for the pairs of each prompt's texts that are put together."""
    right = found = wanted = 0
    for own in texts.by_prompt():
        cut = learnt.at(len(own.ideas)).idea
        groups = group(learnt.centring(own.vectors).centred(own.vectors), cut, 2.0).ideas
        upper = np.triu_indices(len(groups), 1)
        together, same = (groups[:, None] == groups)[upper], (own.ideas[:, None] == own.ideas)[upper]
        right, found, wanted = right + (together & same).sum(), found + together.sum(), wanted + same.sum()
    return right / found, right / wanted


@settings(deadline=None, max_examples=3)
@given(st.integers(0, 99))
def test_ideas_that_lie_apart_are_told_apart_and_their_wordings_meet(seed: int) -> None:
    texts = labelled(seed, noise=0.6)

    learnt = fit(texts)

    precision, recall = precision_and_recall(texts, learnt)
    assert precision > 0.9
    assert recall > 0.9


@settings(deadline=None, max_examples=3)
@given(st.integers(0, 99), st.floats(0.3, 3.0))
def test_a_category_is_wider_than_an_idea_and_narrower_than_everything(seed: int, noise: float) -> None:
    learnt = fit(labelled(seed, noise))

    assert 0 < learnt.idea < learnt.category < 1


def test_the_vaguer_the_vectors_the_less_is_put_together() -> None:
    clear, vague = labelled(0, noise=0.6), labelled(0, noise=1.6)

    precision, recall = precision_and_recall(vague, fit(vague))

    assert precision >= LEAST_PRECISION
    assert recall < precision_and_recall(clear, fit(clear))[1]


def test_a_threshold_is_taken_that_prompts_left_out_bear_out() -> None:
    """Vectors without meaning: the manner learnt from all texts would put the wordings of each idea together."""
    texts = labelled(0, noise=100.0)

    learnt = fit(texts)

    assert precision_and_recall(texts, learnt)[1] < 0.2


def test_what_is_said_in_two_manners_is_still_the_same_idea() -> None:
    """Every second wording of each idea leans far towards one axis, as sentences do among words."""
    texts = labelled(0, noise=0.6)
    moved = texts.vectors + np.outer(np.arange(160) % 2, np.eye(DIMENSIONS)[1] * 2)
    rows = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    two_manners = Labelled(rows, texts.prompts, texts.ideas)

    learnt = fit(two_manners)

    assert learnt.manner is not None
    assert np.abs(learnt.manner[0, 1]) > 0.8
    assert precision_and_recall(two_manners, learnt)[1] > 0.9


def test_the_mean_is_what_all_texts_have_in_common() -> None:
    learnt = fit(labelled(0, noise=0.6, shift=2.0))

    assert learnt.mean is not None
    assert int(np.argmax(np.abs(learnt.mean))) == 0
    assert learnt.mean[0] > 0.7


def test_too_few_texts_teach_nothing() -> None:
    with pytest.raises(NothingToLearn, match=f"at least {FEWEST}"):
        fit(labelled(0, noise=0.6).of(np.arange(FEWEST - 1)))


def test_texts_that_all_say_something_else_teach_nothing() -> None:
    texts = labelled(0, noise=0.6)

    with pytest.raises(NothingToLearn, match="group_id"):
        fit(Labelled(texts.vectors, texts.prompts, np.arange(160)))
