"""Learning a calibration from texts of which it is known who says the same.

The manner of wording: the `MANNERS` directions in which texts of one idea differ most, the first principal components
of what is left when each idea's mean is taken off.

The same idea: the threshold with the best F of the pairs that are put together, precision weighing three times as
much as recall (F with β = 1/3), because "24 people had this idea" should rather leave one out than count other ideas
in; at least seven of ten pairs must be right, which a weak encoder would give up for recall. F is the mean of each
prompt's texts by themselves and of handfuls of twelve. Everything is learnt anew from the other prompts before a
prompt is measured: what a threshold does with texts that the manner was learnt from says nothing of the next prompt.

Strangers' similarities scatter with the standard deviation `_spread`, of texts of a prompt that do not say the same;
by it the threshold follows a pool's size (`values`). Texts with about ten ideas a prompt suit: thresholds are kept as
those of a pool of ten.

The same category: two fifths of the way from there to a distance of 1, at which centred texts have nothing in common.
Fitted to categories instead it lands higher and puts together what only sounds alike (docs/scoring).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.calibration.centring import Centring, centre_of
from contest_app.scoring.calibration.values import Calibration
from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.linkage import average_linkage

GRID = np.round(np.arange(0.20, 0.991, 0.01), 2)
"""Thresholds that are tried."""

BETA = 1 / 3
"""Of the F that thresholds are learnt by; 1/2 joins more, and rarity follows ratings less."""

LEAST_PRECISION = 0.7
"""Share of pairs rightly put together in a prompt's texts; no looser threshold is taken while there is another."""

MANNERS = 4
"""Directions of manner; of 1 to 8, on prompts left out, 2 to 5 tell same ideas best and alike."""

TO_CATEGORY = 0.4
"""Of the way from the threshold of ideas to a distance of 1."""

HANDFUL = 12
"""Texts: what two or three pupils give."""

FEWEST = 50
"""Texts from which a calibration is learnt."""

_HANDFULS = 10  # a prompt
_SMOOTHING = 5  # thresholds of the grid averaged, against chance peaks

Labels = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class NothingToLearn(ValueError):
    """The texts are too few, or no two of them say the same; the message says which."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts of a language with what they say, aligned.

    Attributes
    ----------
    vectors : (n, d) unit rows, not centred.
    prompts, ideas : (n,) numbers; texts of a prompt with the same number of an idea say the same.

    """

    vectors: Float32Array
    prompts: Labels
    ideas: Labels

    def of(self, rows: Labels) -> "Labelled":
        """Return some of the texts."""
        return Labelled(self.vectors[rows], self.prompts[rows], self.ideas[rows])

    def by_prompt(self) -> list["Labelled"]:
        """Return the texts of each prompt."""
        return [self.of(np.flatnonzero(self.prompts == prompt)) for prompt in np.unique(self.prompts)]

    def without(self, prompt: int) -> "Labelled":
        """Return the texts of the other prompts; all texts where there is no other."""
        others = np.flatnonzero(self.prompts != prompt)
        return self.of(others) if len(others) else self


@dataclass(frozen=True, slots=True)
class _Style:
    """What a language's texts have in common (d,), and how their wordings differ (k, d)."""

    mean: Float32Array
    manner: Float32Array | None

    def centred(self, rows: Float32Array) -> Float32Array:
        return Centring(centre_of(rows, self.mean), self.manner).centred(rows)


def fit(texts: Labelled, seed: int = 0) -> Calibration:
    """Return the calibration of an encoder for the texts' language.

    ``seed`` is of the handfuls. Raises NothingToLearn.
    """
    if len(texts.vectors) < FEWEST:
        raise NothingToLearn(f"{len(texts.vectors)} texts; at least {FEWEST} are needed")
    left_out = [(own, _style_of(texts.without(int(own.prompts[0])))) for own in texts.by_prompt()]
    prompts = _sum([_joined(own, style) for own, style in left_out])
    if not prompts.right.any():
        raise NothingToLearn("no two texts with one group_id ever meet")
    handfuls = _sum(list(_in_handfuls(left_out, np.random.default_rng(seed))))
    idea = float(_inner(GRID)[_best(_smoothed(prompts.precision), _smoothed(prompts.f + handfuls.f))])
    style = _style_of(texts)
    return Calibration(
        idea,
        category=round(idea + TO_CATEGORY * (1 - idea), 2),
        spread=round(_spread(left_out), 3),
        mean=style.mean,
        manner=style.manner,
    )


def _best(precision: Floats, f: Floats) -> int:
    """Return the place of the largest F among the precise enough, or of the largest precision where none is."""
    precise = (precision >= LEAST_PRECISION) & (f > 0)
    return int(np.argmax(np.where(precise, f, -1.0) if precise.any() else np.where(f > 0, precision, -1.0)))


def _style_of(texts: Labelled) -> _Style:
    """Return the mean, every prompt weighing the same, and the manner, as exact as a file keeps them."""
    means = [own.vectors.mean(axis=0) for own in texts.by_prompt()]
    return _Style(_as_kept(np.mean(means, axis=0)), _manner(texts))


def _manner(texts: Labelled) -> Float32Array | None:
    """Return the (k, d) first principal components of the texts about their ideas' means; None where all agree.

    Every idea weighs by one less than its wordings, as in a pooled covariance.
    """
    differences = np.vstack(list(_about_their_mean(texts)))
    if not differences.any():
        return None
    return _as_kept(np.linalg.svd(differences, full_matrices=False)[2][:MANNERS])


def _about_their_mean(texts: Labelled) -> Iterator[Float32Array]:
    for own in texts.by_prompt():
        for idea in np.unique(own.ideas):
            rows = own.vectors[own.ideas == idea]
            yield rows - rows.mean(axis=0)


def _as_kept(rows: npt.NDArray[np.floating]) -> Float32Array:
    return np.asarray(rows.astype(np.float16), dtype=np.float32)


def _spread(left_out: Sequence[tuple[Labelled, _Style]]) -> float:
    """Return the standard deviation of the similarities of a prompt's texts that do not say the same."""
    similar = [np.zeros(0, np.float32)]
    for own, style in left_out:
        rows, (first, second) = style.centred(own.vectors), np.triu_indices(len(own.ideas), 1)
        similar.append((rows @ rows.T)[first, second][own.ideas[first] != own.ideas[second]])
    strangers = np.concatenate(similar)
    return float(strangers.std()) if len(strangers) else 0.0


@dataclass(frozen=True, slots=True)
class _Pairs:
    """How many pairs are together rightly and together at all at each threshold, and how many should be."""

    right: Floats
    found: Floats
    wanted: int

    @property
    def precision(self) -> Floats:
        """The share of rightly joined pairs, from 0 to 1; 1 where nothing is joined."""
        return np.divide(self.right, self.found, out=np.ones(len(GRID)), where=self.found > 0)

    @property
    def f(self) -> Floats:
        """The F of the pairs, from 0 to 1: (1 + β²) · right / (found + β² · wanted)."""
        weight = BETA**2
        return (1 + weight) * self.right / np.maximum(self.found + weight * self.wanted, weight)


def _in_handfuls(left_out: Sequence[tuple[Labelled, _Style]], chance: np.random.Generator) -> Iterator[_Pairs]:
    for own, style in left_out:
        for _ in range(_HANDFULS):
            yield _joined(own.of(chance.permutation(len(own.ideas))[:HANDFUL]), style)


def _sum(parts: Sequence[_Pairs]) -> _Pairs:
    return _Pairs(
        np.sum([part.right for part in parts], axis=0),
        np.sum([part.found for part in parts], axis=0),
        sum(part.wanted for part in parts),
    )


def _joined(pool: Labelled, style: _Style) -> _Pairs:
    first, second = np.triu_indices(len(pool.ideas), 1)
    same = pool.ideas[first] == pool.ideas[second]
    joins = average_linkage(style.centred(pool.vectors), float(GRID[-1]))
    right, found = np.zeros(len(GRID)), np.zeros(len(GRID))
    for step, cut in enumerate(GRID):
        groups = joins.within(float(cut)).roots(len(pool.ideas))
        together = groups[first] == groups[second]
        right[step], found[step] = np.count_nonzero(together & same), np.count_nonzero(together)
    return _Pairs(right, found, int(np.count_nonzero(same)))


def _smoothed(values: Floats) -> Floats:
    return np.convolve(values, np.ones(_SMOOTHING) / _SMOOTHING, mode="valid")


def _inner(values: Floats) -> Floats:
    """Return the part of the grid's values that smoothing leaves."""
    return values[_SMOOTHING // 2 : -(_SMOOTHING // 2)]
