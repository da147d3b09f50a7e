"""The rater on answers, and on prompts, that it has not learnt."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.scoring_figures.data import LICENSED, PROFILES, read
from benchmarks.scoring_figures.report import Section, finely, shown
from contest_app.scoring.encoders import Encoder, Float32Array, load_encoder
from contest_app.scoring.evaluation import MIN_PROMPT, evaluate
from contest_app.scoring.rater.learning_errors import learn_errors
from contest_app.scoring.rater.model import Stack, subject
from contest_app.scoring.rater.process import GaussianProcess, Integers, no_groups
from contest_app.scoring.rater.saving import shipped_rater
from contest_app.scoring.rater.training import FOLDS, NEW, PER_PROMPT, RATED, RatedAnswer
from contest_app.scoring.rater.uncertainty import coverage
from contest_app.scoring.rater.viewing import in_context, view_of_texts
from contest_app.scoring.rater.views import Floats, standardised
from contest_app.scoring.text import normalise

HELD_OUT = "en_aut_val.csv"
ANSWERS_TITLE = "The rater on answers that it has not learnt"
PROMPTS_TITLE = "The rater on prompts without ratings"


@dataclass(frozen=True, slots=True)
class Estimates:
    """Answers with their (n,) ratings, and the estimates and standard errors of a rater that knew none of them."""

    prompts: Sequence[str]
    ratings: Floats
    values: Floats
    errors: Floats

    def of(self, prompt: str) -> "Estimates":
        """Return those of a prompt."""
        rows = np.array([each == prompt for each in self.prompts])
        return Estimates([prompt] * int(rows.sum()), self.ratings[rows], self.values[rows], self.errors[rows])

    @property
    def figures(self) -> tuple[str, ...]:
        """Pearson's r, Spearman's, within prompts, the coverage, and how many answers."""
        found = evaluate(self.values.tolist(), self.ratings.tolist(), self.prompts)
        covered = shown(coverage(self.values, self.errors, self.ratings))
        return finely(found.r), finely(found.rho), finely(found.r_within), covered, str(found.n)


def held_out(data: Path) -> Section:
    """Measure r and coverage by prompt and over all."""
    rows = []
    for profile in PROFILES:
        found = _estimates(data, profile)
        rows.append((profile, "all", *found.figures))
        for prompt in sorted(set(found.prompts)):
            own = found.of(prompt)
            if len(own.ratings) >= MIN_PROMPT:
                rows.append((profile, prompt, *own.figures[:2], "", *own.figures[3:]))
    return Section(
        ANSWERS_TITLE,
        f"{HELD_OUT}: the process learnt {LICENSED} alone, and the tower has read nothing else of it. What the two "
        "weigh, and how sure they are, is learnt on one half of the held-out answers and measured on the other, both "
        "ways. `coverage`: share of the intervals of 80 % that hold the raters' mean. Prompts with "
        f"{MIN_PROMPT} answers and more; `within` is the mean of theirs.",
        ("profile", "prompt", "r", "rho", "within", "coverage", "n"),
        rows,
    )


def prompts_left_out(data: Path) -> Section:
    """Measure the process that goes without ratings of the prompt, every prompt left out once."""
    answers = _sample(rated(data / LICENSED))
    rows = []
    for profile in PROFILES:
        ratings, values = _as_new_prompts(answers, load_encoder(profile))
        found = evaluate(values.tolist(), ratings.tolist(), [answer.prompt for own in answers for answer in own])
        rows.append((profile, finely(found.r_within), str(found.n)))
    return Section(
        PROMPTS_TITLE,
        f"{LICENSED}, prompts dealt into {FOLDS} parts, each left out whole once, at most {PER_PROMPT} answers a "
        "prompt; the process alone, without the tower, which would have to be fine-tuned anew for each part "
        "(rater.md).",
        ("profile", "within", "n"),
        rows,
    )


def _estimates(data: Path, profile: str) -> Estimates:
    """Return estimates of the held-out answers, mixed as the other half of them says."""
    answers = rated(data / HELD_OUT)
    experts = _experts(rated(data / LICENSED), answers, profile)
    ratings = np.array([answer.rating for answer in answers])
    words = np.array([float(len(answer.text.split())) for answer in answers])
    disagreement = experts[:, 1] - experts[:, -1]
    values, errors = np.empty(len(answers)), np.empty(len(answers))
    parts = np.array_split(np.random.default_rng(0).permutation(len(answers)), 2)
    for learnt, measured in (parts, parts[::-1]):
        intercept, *weights = np.linalg.lstsq(experts[learnt], ratings[learnt], rcond=None)[0].tolist()
        stack = Stack(intercept, tuple(weights))
        mixed = stack.mixed(list(experts[:, 1:].T))
        model = learn_errors(mixed[learnt], ratings[learnt], disagreement[learnt], words[learnt])
        values[measured] = mixed[measured]
        errors[measured] = model.standard_errors(mixed[measured], disagreement[measured], words[measured])
    return Estimates([answer.prompt for answer in answers], ratings, values, errors)


def _experts(learning: Sequence[RatedAnswer], answers: Sequence[RatedAnswer], profile: str) -> Floats:
    """Return (n, 2) or (n, 3): one, what the process says of the answers, and what the tower does."""
    encoder = load_encoder(profile)
    prompts = sorted({answer.prompt for answer in (*learning, *answers)})
    process = GaussianProcess(RATED).fit(
        _contexts(learning, encoder), _groups(learning, prompts), np.array([answer.rating for answer in learning])
    )
    columns = [np.ones(len(answers)), process.predict(_contexts(answers, encoder), _groups(answers, prompts))]
    tower = shipped_rater(profile).tower
    if tower:
        columns.append(tower.rate([(subject(answer.prompt), answer.text) for answer in answers]))
    return np.column_stack(columns)


def _contexts(answers: Sequence[RatedAnswer], encoder: Encoder) -> Float32Array:
    return encoder.encode([in_context(answer.prompt, answer.text) for answer in answers], "en")


def _groups(answers: Sequence[RatedAnswer], prompts: Sequence[str]) -> Integers:
    return np.array([prompts.index(answer.prompt) for answer in answers], dtype=np.int64)


def _sample(answers: Sequence[RatedAnswer]) -> list[list[RatedAnswer]]:
    """Return at most `PER_PROMPT` answers of each prompt."""
    by_prompt: dict[str, list[RatedAnswer]] = defaultdict(list)
    for answer in answers:
        by_prompt[answer.prompt].append(answer)
    order = np.random.default_rng(0)
    return [[own[row] for row in order.permutation(len(own))[:PER_PROMPT]] for _, own in sorted(by_prompt.items())]


def _as_new_prompts(pools: Sequence[Sequence[RatedAnswer]], encoder: Encoder) -> tuple[Floats, Floats]:
    """Return the ratings of all pools' answers, and their estimates in standard deviations."""
    relations = [
        view_of_texts(own[0].prompt, "en", [answer.text for answer in own], encoder).relations for own in pools
    ]
    ratings = [np.array([answer.rating for answer in own]) for own in pools]
    found = dict(_left_out(relations, [standardised(own) for own in ratings]))
    return np.concatenate(ratings), np.concatenate([found[place] for place in range(len(pools))])


def _left_out(relations: Sequence[Float32Array], targets: Sequence[Floats]) -> Iterator[tuple[int, Floats]]:
    """Yield each pool's place with the estimates of a process that has not learnt its part of the pools."""
    for fold in range(FOLDS):
        away = [place for place in range(len(targets)) if place % FOLDS == fold]
        rest = [place for place in range(len(targets)) if place % FOLDS != fold]
        learnt = np.concatenate([targets[place] for place in rest])
        process = GaussianProcess(NEW).fit(
            np.vstack([relations[place] for place in rest]), no_groups(len(learnt)), learnt
        )
        for place in away:
            yield place, process.predict(relations[place], no_groups(len(relations[place])))


def rated(path: Path) -> list[RatedAnswer]:
    """Return a file's answers that have words."""
    rows = ((row, normalise(row["response"])) for row in read(path))
    return [RatedAnswer(row["prompt"], "en", text, float(row["rating"])) for row, text in rows if text]
