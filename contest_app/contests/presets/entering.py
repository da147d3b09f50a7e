"""Who may enter a contest, with whom, and until when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from contest_app.contests.presets.basics import Key, Named, Strict

Grade = Annotated[int, Field(ge=1, le=12)]
Supervisor = Literal["none", "optional", "required"]


class AgeGroup(Named):
    """Grades that compete with each other, college students being grade 12; or adults."""

    grades: list[Grade] = Field(default_factory=list)
    adults: bool = False

    @model_validator(mode="after")
    def _pupils_or_adults(self) -> AgeGroup:
        if bool(self.grades) == self.adults:
            raise ValueError("an age group has grades, or is for adults")
        return self


class Team(Strict):
    """How many authors an entry may have."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(le=10)]

    @model_validator(mode="after")
    def _ordered(self) -> Team:
        if self.min > self.max:
            raise ValueError("the smallest team is larger than the largest")
        return self


class Eligibility(Strict):
    """Who may enter beside the grades: how often, and from where; no districts mean the whole region."""

    one_entry_a_nomination: bool = True
    entries_a_person: Annotated[int, Field(ge=1, le=50)] | None = None
    districts: list[Key] = Field(default_factory=list)


class Late(Strict):
    """Whether an entry is taken, and marked late, for some hours after the closing."""

    accepts: bool = False
    grace_hours: Annotated[int, Field(ge=0, le=72)] = 0

    @model_validator(mode="after")
    def _hours_if_accepted(self) -> Late:
        if self.accepts != bool(self.grace_hours):
            raise ValueError("late entries are accepted within hours of grace, else there are none")
        return self
