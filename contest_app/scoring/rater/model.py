"""The three experts put together: an estimate from 1 to 5 for every answer of a pool, with its error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from contest_app.scoring.rater.process import GaussianProcess, no_groups
from contest_app.scoring.rater.uncertainty import ErrorModel
from contest_app.scoring.rater.views import Floats, PoolView
from contest_app.scoring.scored import Basis, Rating
from contest_app.scoring.text import normalise

LOWEST, HIGHEST = 1.0, 5.0
"""The ends of the scale that people rate on."""

TOWER_LANGUAGE = "en"
"""The language that the tower reads."""

NOT_YET_CALIBRATED = frozenset({"kk"})
"""Languages whose estimates wait: for Kazakh, 500 answers of 100 pupils rated by two people each."""

NEW_PROMPT_SHARES = (0.65, 0.35)
"""Of the process and of the tower for a prompt without ratings: best on prompts left out whole."""

OTHER_LANGUAGE_SHARES = (0.22, 0.40)
"""Of the process and of the distance to others' ideas for a language without ratings, both
standardised: the regression on them that correlations of .3, .45 and .2 give."""

_ARTICLES = ("a ", "an ", "the ")


class Reader(Protocol):
    """What reads prompt and answer together: `tower.Tower`, loaded where a profile has one."""

    def rate(self, pairs: Sequence[tuple[str, str]]) -> npt.NDArray[np.float64]:
        """Return the (n,) ratings of n pairs."""
        ...

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return what makes it, to be saved."""
        ...


@dataclass(frozen=True, slots=True)
class Stack:
    """A linear mixture of experts: ``intercept`` and a weight for each, fitted to answers they have not seen."""

    intercept: float
    weights: tuple[float, ...]

    def mixed(self, experts: Sequence[Floats]) -> Floats:
        """Return the (n,) mixture."""
        mixture = np.full(len(experts[0]), self.intercept)
        for weight, expert in zip(self.weights, experts, strict=True):
            mixture += weight * expert
        return mixture


@dataclass(frozen=True, slots=True)
class Rater:
    """A trained rater.

    Attributes
    ----------
    version : its profile and the digest of its arrays.
    prompts : number of every rated prompt, by `rated_prompt`.
    rated : the process of prompts with ratings, in rating units, over contexts.
    new : that of prompts without, in standard deviations of a prompt's ratings, over `PoolView.relations`.
    other : that of languages without, standardised, over the space that the languages share.
    centre, spread : of the ratings of a prompt, on average over prompts.
    stack : of the rated prompts' process and the tower.
    errors : by basis.
    tower : None in a profile without one.

    """

    version: str
    prompts: Mapping[str, int]
    rated: GaussianProcess
    new: GaussianProcess
    other: GaussianProcess
    centre: float
    spread: float
    stack: Stack
    errors: Mapping[Basis, ErrorModel]
    tower: Reader | None

    def rate(self, prompt: str, language: str, texts: Sequence[str], view: PoolView) -> list[Rating]:
        """Return the ratings of a pool's n normalised texts, seen as ``view``."""
        if not texts:
            return []
        basis = self.basis(prompt, language)
        estimates, disagreement = self._estimates(basis, prompt, language, texts, view)
        errors = self.errors[basis].standard_errors(estimates, disagreement, view.words)
        calibrated = language not in NOT_YET_CALIBRATED
        return [
            Rating(value, error, basis, calibrated)
            for value, error in zip(np.clip(estimates, LOWEST, HIGHEST).tolist(), errors.tolist(), strict=True)
        ]

    def ratings(self, prompt: str, language: str, texts: Sequence[str], view: PoolView) -> dict[str, Rating]:
        """Return the ratings of a pool's distinct normalised texts, by text."""
        return dict(zip(texts, self.rate(prompt, language, texts, view), strict=True))

    def basis(self, prompt: str, language: str) -> Basis:
        """Say what an estimate for a prompt in a language rests on."""
        if rated_prompt(prompt, language) in self.prompts:
            return Basis.RATED_PROMPT
        return Basis.NEW_PROMPT if language == TOWER_LANGUAGE else Basis.OTHER_LANGUAGE

    def _estimates(
        self, basis: Basis, prompt: str, language: str, texts: Sequence[str], view: PoolView
    ) -> tuple[Floats, Floats]:
        """Return the (n,) mixed estimates and how far the experts are apart, in rating units."""
        if basis is Basis.OTHER_LANGUAGE:
            return self._for_other_language(view), np.zeros(len(texts))
        if basis is Basis.RATED_PROMPT:
            group = self.prompts[rated_prompt(prompt, language)]
            process, stack = self.rated.predict(view.context, np.full(len(texts), group)), self.stack
        else:
            new = self.new.predict(view.relations, no_groups(len(texts)))
            process, stack = self.centre + self.spread * new, Stack(0.0, NEW_PROMPT_SHARES)
        if self.tower is None or language != TOWER_LANGUAGE:
            return process, np.zeros(len(texts))
        tower = self.tower.rate([(subject(prompt), text) for text in texts])
        return stack.mixed((process, tower)), process - tower

    def _for_other_language(self, view: PoolView) -> Floats:
        process = self.other.predict(view.shared, no_groups(len(view.words)))
        distance = view.standing[:, 0].astype(np.float64)
        mixed = OTHER_LANGUAGE_SHARES[0] * process + OTHER_LANGUAGE_SHARES[1] * distance
        return self.centre + self.spread * mixed


def rated_prompt(prompt: str, language: str) -> str:
    """Return the name of a prompt among rated ones: ``en: brick``."""
    return f"{language}: {subject(prompt)}"


def subject(prompt: str) -> str:
    """Return what a prompt is about, as rated prompts are called.

    >>> subject("A Brick!")
    'brick'
    """
    plain = normalise(prompt)
    article = next((article for article in _ARTICLES if plain.startswith(article)), "")
    return plain[len(article) :]
