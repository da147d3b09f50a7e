"""How a contest is judged and awarded: stages, the formula, and what the places bring."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from contest_app.contests.presets.basics import Days, Key, Named, Percent, Reviews, Strict, Text
from contest_app.contests.presets.rubric import Rubric

Minutes = Annotated[int, Field(ge=0, le=60)]
Count = Annotated[int, Field(ge=1, le=10)]
WHOLE = 100


class Formula(Strict):
    """How the judges' totals become one score, what it must reach, and what breaks a tie.

    ``keep`` is for ``best`` alone: how many of the highest totals count. ``ties`` are criteria, the first deciding
    first; what they leave open is put to the vote.
    """

    kind: Literal["mean", "sum", "trimmed", "best"]
    keep: Count | None = None
    threshold_percent: Percent | None = None
    ties: list[Key] = Field(default_factory=list)

    @model_validator(mode="after")
    def _keeps_the_best(self) -> Formula:
        if (self.kind == "best") != (self.keep is not None):
            raise ValueError("best, and nothing else, says how many it keeps")
        return self


class Quota(Strict):
    """A share of those who took part wins; the split gives each award its share of the winners."""

    winners_percent: Percent
    split: dict[Key, Percent]

    @model_validator(mode="after")
    def _whole(self) -> Quota:
        if sum(self.split.values()) != WHOLE:
            raise ValueError("the split must sum to 100 percent")
        return self


class Awarding(Strict):
    """Whether places bring awards by a fixed number of each, or by a quota."""

    way: Literal["places", "quota"] = "places"
    quota: Quota | None = None

    @model_validator(mode="after")
    def _quota_if_so(self) -> Awarding:
        if (self.way == "quota") != (self.quota is not None):
            raise ValueError("awarding by quota, and nothing else, has a quota")
        return self


class Award(Named):
    """A prize: for the whole contest, a nomination, each nomination × age group, or for everyone."""

    scope: Literal["contest", "nomination", "group", "everyone"]
    places: Annotated[int, Field(ge=1)] | None = None


class Promotion(Strict):
    """Who goes on to the next stage: so many places, a score in percent of the highest, or a percent of entries."""

    by: Literal["place", "score", "percent"]
    value: Annotated[int, Field(ge=1, le=100)]


class OnSite(Strict):
    """A defence on the spot: minutes for the speech, and for questions."""

    minutes: Annotated[int, Field(ge=1, le=60)]
    questions: Minutes


class StageDays(Strict):
    """How long a stage is judged, in days."""

    judging: Days


class Stage(Named):
    """A level of the contest; the first may leave days, reviews and rubric to the preset."""

    level: Literal["school", "district", "region", "republic"]
    unit: Literal["school", "district", "all"]
    days: StageDays | None = None
    reviews: Reviews | None = None
    promotes: Promotion | None = None
    on_site: OnSite | None = None
    rubric: Rubric | None = None


ONE_STAGE = Stage(
    key="region",
    level="region",
    unit="all",
    name=Text(kk="Облыстық кезең", ru="Областной этап", en="Regional stage"),
)
"""The stages of a preset that names none."""
