"""Learning a rater from human ratings: fit the experts, mix them on held-out answers, tell the errors."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.evaluation import Agreement, evaluate
from contest_app.scoring.rater.learning_errors import learn_errors
from contest_app.scoring.rater.model import (
    OTHER_LANGUAGE_SHARES,
    TOWER_LANGUAGE,
    Rater,
    Reader,
    Stack,
    rated_prompt,
    subject,
)
from contest_app.scoring.rater.process import GaussianProcess, Integers, Kernel, no_groups
from contest_app.scoring.rater.uncertainty import ErrorModel
from contest_app.scoring.rater.viewing import view_of_texts
from contest_app.scoring.rater.views import Floats, PoolView, standardised
from contest_app.scoring.scored import Basis

RATED = Kernel(shared=0.30, shared_length=0.62, own=0.18, own_length=0.62, offset=0.77, noise=0.108)
NEW = Kernel(shared=1.0, shared_length=1.3, noise=0.5)
OTHER = Kernel(shared=1.0, shared_length=0.7, noise=1.0)
"""The covariances, in squared rating units (RATED) and standard deviations of a prompt's ratings;
chosen by leave-one-out likelihood and on prompts left out whole (docs/scoring/rater.md)."""

SOFTENING = 0.3
"""Share of the process's prediction in the tower's target."""

BESIDES = 0.25
"""Answers to other kinds of task that the tower reads, as a share of its own."""

POOL = 500
"""Answers of a prompt that are seen as one pool: about a school's."""

PER_PROMPT = 300
"""Answers a prompt from which the experts of new prompts and other languages learn: no prompt may rule."""

FOLDS = 5
"""Parts into which the prompts are dealt, each left out once."""

FEWEST = 100
"""Rated answers from which anything is learnt."""


class TooFewRatings(ValueError):
    """Too little to learn from."""

    def __init__(self, count: int, what: str) -> None:
        super().__init__(f"{count} {what} rated answers; at least {FEWEST} are needed")


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """A normalised text and the mean of its ratings, from 1 to 5."""

    prompt: str
    language: str
    text: str
    rating: float


@dataclass(frozen=True, slots=True)
class Examples:
    """Rated answers as the experts see them, aligned.

    Attributes
    ----------
    answers : n of them.
    groups : (n,) numbers of their prompts.
    ratings : (n,) from 1 to 5.
    context, relations, shared : their rows, as in `PoolView`.
    distance : (n,) standardised distance to others' ideas. words : (n,).

    """

    answers: tuple[RatedAnswer, ...]
    groups: Integers
    ratings: Floats
    context: Float32Array
    relations: Float32Array
    shared: Float32Array
    distance: Floats
    words: Floats

    def only(self, rows: Integers) -> "Examples":
        """Return some of the examples."""
        return Examples(
            answers=tuple(self.answers[row] for row in rows),
            groups=self.groups[rows],
            ratings=self.ratings[rows],
            context=self.context[rows],
            relations=self.relations[rows],
            shared=self.shared[rows],
            distance=self.distance[rows],
            words=self.words[rows],
        )


@dataclass(frozen=True, slots=True)
class Trained:
    """A rater, and what it said of the held-out answers before it learnt them.

    Attributes
    ----------
    rater : the whole, to be used.
    held_out : the held-out answers, in the order of their estimates.
    estimates, errors : (n,) in rating units.
    left_out : how the experts without ratings of the prompt, or of the language, follow the ratings of
        prompts that they had not seen; processes alone.

    """

    rater: Rater
    held_out: tuple[RatedAnswer, ...]
    estimates: Floats
    errors: Floats
    left_out: Mapping[Basis, Agreement]


TowerTraining = Callable[[Sequence[tuple[str, str]], Sequence[float]], Reader]
"""Makes a tower from pairs of prompt and answer and their ratings."""


def train(
    learning: Sequence[RatedAnswer],
    held_out: Sequence[RatedAnswer],
    *,
    encoder: Encoder,
    tower_training: TowerTraining | None,
    besides: Sequence[RatedAnswer] = (),
    seed: int = 0,
) -> Trained:
    """Learn a rater.

    Parameters
    ----------
    learning
        What the experts learn from.
    held_out
        Answers to the same prompts, by which the experts are mixed and their errors told; the
        process of rated prompts learns them at the end.
    encoder
        The profile's.
    tower_training
        None for a profile without a tower.
    besides
        Answers to other kinds of task: the tower and the expert of other languages learn them too.
    seed
        Of the samples.

    Raises TooFewRatings.

    """
    for answers, what in ((learning, "learning"), (held_out, "held-out")):
        if len(answers) < FEWEST:
            raise TooFewRatings(len(answers), what)
    order = np.random.default_rng(seed)
    numbers = _numbers([*learning, *held_out])
    learnt = _examples(learning, numbers, encoder, order)
    kept = _examples(held_out, numbers, encoder, order)
    sample = learnt.only(_sample(learnt.groups, order))
    others = _examples(besides, _numbers(besides), encoder, order) if besides else None
    centre, spread = _scale(learnt)
    rated = GaussianProcess(RATED).fit(learnt.context, learnt.groups, learnt.ratings)
    tower = None
    if tower_training:
        few = order.permutation(len(besides))[: round(BESIDES * len(learning))]
        tower = tower_training(*_pairs(learnt, rated, [besides[row] for row in few]))
    draft = Rater(
        version="draft",
        prompts=numbers,
        rated=rated,
        new=_new(sample),
        other=_other(sample, None if others is None else others.only(_sample(others.groups, order))),
        centre=centre,
        spread=spread,
        stack=Stack(0.0, (1.0,)),
        errors={},
        tower=tower,
    )
    mixed = _mixed(draft, kept)
    left_out = {basis: centre + spread * found for basis, found in _left_out(sample).items()}
    return Trained(
        rater=replace(
            draft,
            rated=_fitted_to_both(learnt, kept),
            stack=mixed.stack,
            errors={Basis.RATED_PROMPT: mixed.errors, **_errors(left_out, sample)},
        ),
        held_out=kept.answers,
        estimates=mixed.estimates,
        errors=mixed.errors.standard_errors(mixed.estimates, mixed.disagreement, kept.words),
        left_out={
            basis: evaluate(found.tolist(), sample.ratings.tolist(), [answer.prompt for answer in sample.answers])
            for basis, found in left_out.items()
        },
    )


def _fitted_to_both(learnt: Examples, kept: Examples) -> GaussianProcess:
    """Return the process of rated prompts that knows the held-out answers too."""
    return GaussianProcess(RATED).fit(
        np.vstack([learnt.context, kept.context]),
        np.concatenate([learnt.groups, kept.groups]),
        np.concatenate([learnt.ratings, kept.ratings]),
    )


def _errors(left_out: Mapping[Basis, Floats], sample: Examples) -> dict[Basis, ErrorModel]:
    """Return how far estimates of prompts that were left out lie from the ratings."""
    nothing = np.zeros(len(sample.ratings))
    return {basis: learn_errors(found, sample.ratings, nothing, sample.words) for basis, found in left_out.items()}


def _numbers(answers: Sequence[RatedAnswer]) -> dict[str, int]:
    names = sorted({rated_prompt(answer.prompt, answer.language) for answer in answers})
    return {name: number for number, name in enumerate(names)}


def _examples(
    answers: Sequence[RatedAnswer], numbers: dict[str, int], encoder: Encoder, order: np.random.Generator
) -> Examples:
    """Return the answers as they are seen in pools of their prompt, in a canonical order."""
    by_prompt: dict[tuple[str, str], list[RatedAnswer]] = defaultdict(list)
    for answer in answers:
        by_prompt[answer.prompt, answer.language].append(answer)
    seen: list[tuple[list[RatedAnswer], PoolView]] = []
    for (prompt, language), own in sorted(by_prompt.items()):
        for pool in _pools(own, order):
            view = view_of_texts(prompt, language, [answer.text for answer in pool], encoder)
            seen.append((pool, view))
    ordered = tuple(answer for pool, _ in seen for answer in pool)
    views = [view for _, view in seen]
    return Examples(
        answers=ordered,
        groups=np.array([numbers[rated_prompt(each.prompt, each.language)] for each in ordered], dtype=np.int64),
        ratings=np.array([answer.rating for answer in ordered]),
        context=np.vstack([view.context for view in views]),
        relations=np.vstack([view.relations for view in views]),
        shared=np.vstack([view.shared for view in views]),
        distance=np.concatenate([standardised(view.distance) for view in views]),
        words=np.concatenate([view.words for view in views]),
    )


def _pools(answers: Sequence[RatedAnswer], order: np.random.Generator) -> Iterator[list[RatedAnswer]]:
    """Deal a prompt's answers into pools of about `POOL`."""
    rows = order.permutation(len(answers))
    for part in np.array_split(rows, max(1, round(len(rows) / POOL))):
        yield [answers[row] for row in part]


def _sample(groups: Integers, order: np.random.Generator) -> Integers:
    """Return at most `PER_PROMPT` rows of each prompt, sorted."""
    chosen = [order.permutation(np.flatnonzero(groups == group))[:PER_PROMPT] for group in np.unique(groups)]
    return np.sort(np.concatenate(chosen))


def _pairs(
    learnt: Examples, rated: GaussianProcess, besides: Sequence[RatedAnswer]
) -> tuple[list[tuple[str, str]], list[float]]:
    """Return what the tower reads, and its targets: the ratings, drawn towards what like answers got.

    A rating is the mean of few people; what the process makes of the other answers takes out some of
    their noise, and never knows the answer's own rating.
    """
    softened = (1 - SOFTENING) * learnt.ratings + SOFTENING * rated.left_out(learnt.ratings)
    targets = [*zip(learnt.answers, softened.tolist(), strict=True), *((each, each.rating) for each in besides)]
    read = [(answer, target) for answer, target in targets if answer.language == TOWER_LANGUAGE]
    return [(subject(answer.prompt), answer.text) for answer, _ in read], [target for _, target in read]


def _scale(examples: Examples) -> tuple[float, float]:
    """Return the mean over prompts of a prompt's mean and standard deviation."""
    of_prompts = [examples.ratings[examples.groups == group] for group in np.unique(examples.groups)]
    return float(np.mean([own.mean() for own in of_prompts])), float(np.mean([own.std() for own in of_prompts]))


def _within(examples: Examples) -> Floats:
    """Return the ratings standardised within each prompt."""
    target = np.zeros(len(examples.ratings))
    for group in np.unique(examples.groups):
        own = examples.groups == group
        target[own] = standardised(examples.ratings[own])
    return target


def _new(examples: Examples) -> GaussianProcess:
    return GaussianProcess(NEW).fit(examples.relations, no_groups(len(examples.ratings)), _within(examples))


def _other(examples: Examples, besides: Examples | None) -> GaussianProcess:
    """Learn ratings in the space of all languages, scaled so that its predictions have the spread of 1."""
    shared, target = examples.shared, _within(examples)
    if besides is not None:
        shared, target = np.vstack([shared, besides.shared]), np.concatenate([target, _within(besides)])
    process = GaussianProcess(OTHER).fit(shared, no_groups(len(shared)), target)
    spread = float(process.predict(shared, no_groups(len(shared))).std()) or 1.0
    return GaussianProcess.learnt(
        OTHER, process.anchors_, process.groups_, process.weights_ / np.float32(spread), process.mean_ / spread
    )


@dataclass(frozen=True, slots=True)
class _Mixed:
    """The experts of rated prompts, mixed on held-out answers."""

    stack: Stack
    errors: ErrorModel
    estimates: Floats
    disagreement: Floats


def _mixed(draft: Rater, kept: Examples) -> _Mixed:
    """Fit the mixture of the rated prompts' experts, and their errors, to held-out answers."""
    experts = [draft.rated.predict(kept.context, kept.groups)]
    if draft.tower is not None:
        experts.append(draft.tower.rate([(subject(each.prompt), each.text) for each in kept.answers]))
    table = np.column_stack([np.ones(len(kept.ratings)), *experts])
    intercept, *weights = np.linalg.lstsq(table, kept.ratings, rcond=None)[0].tolist()
    stack = Stack(intercept, tuple(weights))
    estimates, disagreement = stack.mixed(experts), experts[0] - experts[-1]
    return _Mixed(stack, learn_errors(estimates, kept.ratings, disagreement, kept.words), estimates, disagreement)


def _left_out(sample: Examples) -> dict[Basis, Floats]:
    """Return standardised estimates of prompts whose ratings were left out, fold by fold."""
    new, other = np.zeros(len(sample.ratings)), np.zeros(len(sample.ratings))
    for fold in range(FOLDS):
        away, rest = (np.flatnonzero((sample.groups % FOLDS == fold) == inside) for inside in (True, False))
        if not len(away) or not len(rest):
            continue
        learnt = sample.only(rest)
        new[away] = _new(learnt).predict(sample.relations[away], no_groups(len(away)))
        process = _other(learnt, None).predict(sample.shared[away], no_groups(len(away)))
        other[away] = OTHER_LANGUAGE_SHARES[0] * process + OTHER_LANGUAGE_SHARES[1] * sample.distance[away]
    return {Basis.NEW_PROMPT: new, Basis.OTHER_LANGUAGE: other}
