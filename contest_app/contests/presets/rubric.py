"""The rubric of a preset: criteria, and what each mark of each means."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from contest_app.contests.presets.basics import Key, Named, Strict, Text, check_unique

Weight = Annotated[int, Field(ge=1, le=10)]


class Criterion(Named):
    """What jurors mark: a text stands for every mark from ``min`` to ``max``."""

    question: Text
    weight: Weight
    min: Annotated[int, Field(ge=0)]
    max: Annotated[int, Field(le=20)]
    levels: dict[int, Text]

    @model_validator(mode="after")
    def _every_level_told(self) -> Criterion:
        if sorted(self.levels) != list(range(self.min, self.max + 1)):
            raise ValueError(f"levels must be told for every mark from {self.min} to {self.max}")
        return self


class Rubric(Strict):
    """The criteria of a contest; originality and value are always among them, apart from each other."""

    slug: Key
    version: Annotated[int, Field(ge=1)]
    criteria: Annotated[list[Criterion], Field(min_length=4, max_length=6)]

    @model_validator(mode="after")
    def _originality_and_value(self) -> Rubric:
        keys = [criterion.key for criterion in self.criteria]
        check_unique(keys)
        missing = {"originality", "value"} - set(keys)
        if missing:
            raise ValueError(f"a rubric needs the criterion {', '.join(sorted(missing))}")
        return self
