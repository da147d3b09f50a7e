"""A person's profile on one dimension: a place on the scale of the language, or "not enough yet".

Each language has a scale of its own, fitted to all people of that language, with the grade bands as populations. A
profile is shown from a reliability of `placing.ENOUGH` on; below that the person sees how many more items would do.

The place is a T score, 50 + 10 · θ: 50 is the mean and 10 the standard deviation of all whom the scale was fitted to.
The percentile compares with those of the same language and grade band who have a profile.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.norms import (
    SCALED_MEAN,
    SCALED_SPREAD,
    GradeBand,
    NormCell,
    NormRow,
    Percentile,
    build_norms,
    grade_band,
    percentile,
)
from contest_app.scoring.scale.fitting import fit_scale
from contest_app.scoring.scale.model import Scale
from contest_app.scoring.scale.obstacles import MIN_POPULATION, CannotFit, Obstacle
from contest_app.scoring.scale.placing import ENOUGH, Placement, items_needed, place
from contest_app.scoring.scale.table import ScoreRow, ScoreTable, score_table
from contest_app.scoring.too_few import TooFew

MIN_PEOPLE = 100
"""People with two items or more from which a language gets a scale."""

MIN_ITEM_PEOPLE = 30
"""People of an item below which it waits for more and nobody's profile rests on it."""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One person's number on one item (`composite.measure`), for one dimension."""

    person: str
    item: str
    language: str
    grade: int
    score: float


@dataclass(frozen=True, slots=True)
class Profile:
    """A place on the scale.

    Attributes
    ----------
    place : T score with its standard error; mean 50, standard deviation 10.
    percentile : among the same language and grade band, or TooFew.
    reliability : from 0 to 1.
    items : it rests on.

    """

    place: Estimate
    percentile: Percentile | TooFew
    reliability: float
    items: int


@dataclass(frozen=True, slots=True)
class NotEnoughYet:
    """No place yet: the reliability of ``items`` items is too low; ``more`` typical ones would do, if any would."""

    reliability: float
    items: int
    more: int | None


@dataclass(frozen=True, slots=True)
class LanguageProfiles:
    """The scale of one language, and each person's profile on it, by person."""

    scale: Scale
    people: dict[str, Profile | NotEnoughYet]


def profiles(scores: Sequence[ItemScore]) -> dict[str, LanguageProfiles | TooFew | Obstacle]:
    """Return the profiles of each language, sorted.

    TooFew where fewer than `MIN_PEOPLE` people answered two items that `MIN_ITEM_PEOPLE` people answered; an Obstacle
    where the items do not make a scale. Raises ScoredTwice, and ValueError for a grade outside 1 to 11.
    """
    languages: dict[str, list[ItemScore]] = defaultdict(list)
    for score in scores:
        languages[score.language].append(score)
    return {language: _of_language(language, languages[language]) for language in sorted(languages)}


def _of_language(language: str, scores: Sequence[ItemScore]) -> LanguageProfiles | TooFew | Obstacle:
    ready = _of_ready_items(scores)
    counts = Counter(score.person for score in ready)
    several = sum(count > 1 for count in counts.values())
    if several < MIN_PEOPLE:
        return TooFew(several, MIN_PEOPLE)
    table = score_table([ScoreRow(each.person, each.item, each.score) for each in ready])
    bands = {each.person: grade_band(each.grade) for each in reversed(ready)}
    own_bands = [bands[person] for person in table.people]
    try:
        scale = fit_scale(table, _populations(own_bands))
    except CannotFit as refusal:
        return refusal.obstacle
    return LanguageProfiles(scale, _people(language, scale, table, own_bands))


def _of_ready_items(scores: Sequence[ItemScore]) -> list[ItemScore]:
    people = Counter(score.item for score in scores)
    return [score for score in scores if people[score.item] >= MIN_ITEM_PEOPLE]


def _populations(bands: Sequence[GradeBand]) -> list[int]:
    """Return each person's population: the grade band, a small one joined to a neighbour."""
    sizes = Counter(bands)
    numbers: dict[GradeBand, int] = {}
    size, number = 0, 0
    for band in GradeBand:
        if size >= MIN_POPULATION and sizes[band] >= MIN_POPULATION:
            size, number = 0, number + 1
        size += sizes[band]
        numbers[band] = number
    return [numbers[band] for band in bands]


def _people(
    language: str, scale: Scale, table: ScoreTable, bands: Sequence[GradeBand]
) -> dict[str, Profile | NotEnoughYet]:
    needed = items_needed(scale)
    placed = dict(zip(table.people, place(scale, table), strict=True))
    cells = {person: NormCell("scale", language, band) for person, band in zip(table.people, bands, strict=True)}
    shown = {person: each for person, each in placed.items() if each.reliability >= ENOUGH}
    norms = build_norms(NormRow(person, cells[person], each.shrunk.value) for person, each in shown.items())
    return {
        person: Profile(
            _t_score(each.shrunk), percentile(each.shrunk, norms[cells[person]]), each.reliability, each.items
        )
        if person in shown
        else _not_enough(each, needed)
        for person, each in placed.items()
    }


def _t_score(result: Estimate) -> Estimate:
    return Estimate(SCALED_MEAN + SCALED_SPREAD * result.value, SCALED_SPREAD * result.standard_error)


def _not_enough(placed: Placement, needed: int | None) -> NotEnoughYet:
    more = None if needed is None else max(1, needed - placed.items)
    return NotEnoughYet(placed.reliability, placed.items, more)
