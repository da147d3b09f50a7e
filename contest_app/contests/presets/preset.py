"""A whole preset, and what must agree between its parts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from contest_app.contests.presets.basics import Days, Key, Named, Reviews, Strict, Text, check_unique
from contest_app.contests.presets.entering import AgeGroup, Eligibility, Late, Supervisor, Team
from contest_app.contests.presets.form import AnyField
from contest_app.contests.presets.judging import ONE_STAGE, Award, Awarding, Formula, Stage
from contest_app.contests.presets.rubric import Rubric

Document = Literal["rules", "order", "protocol", "diplomas", "letters"]


class Duration(Strict):
    """How long entries come in, and how long the first stage is judged, in days."""

    entries: Days
    judging: Days


class Preset(Strict):
    """A contest ready to be opened; the organizer changes a copy of it, never the preset."""

    slug: Key
    version: Annotated[int, Field(ge=1)]
    name: Text
    summary: Text
    description: Text
    programmes: list[Key] = Field(default_factory=list)
    rubric: Rubric
    languages: Annotated[list[Literal["kk", "ru", "en"]], Field(min_length=1)]
    nominations: Annotated[list[Named], Field(min_length=1)]
    age_groups: Annotated[list[AgeGroup], Field(min_length=1)]
    team: Team
    supervisor: Supervisor = "optional"
    eligibility: Eligibility = Eligibility()
    late: Late = Late()
    form: Annotated[list[AnyField], Field(min_length=1)]
    formula: Formula
    reviews: Reviews
    days: Duration
    awarding: Awarding = Awarding()
    awards: list[Award]
    stages: Annotated[list[Stage], Field(min_length=1, max_length=4)] = Field(default_factory=lambda: [ONE_STAGE])
    documents: tuple[Document, ...] = ("protocol", "diplomas")

    @property
    def is_for_adults(self) -> bool:
        """Whether adults alone may enter."""
        return all(group.adults for group in self.age_groups)

    @field_validator("formula", mode="before")
    @classmethod
    def _formula_in_a_word(cls, value: Any) -> Any:
        return {"kind": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _keys_are_clear(self) -> Preset:
        for things in (self.nominations, self.age_groups, self.form, self.awards, self.stages):
            check_unique([thing.key for thing in things])
        title = next((field for field in self.form if field.key == "title"), None)
        if title is None or title.kind != "text" or not title.required:
            raise ValueError("the form needs a required text field with the key title")
        check_unique([str(grade) for group in self.age_groups for grade in group.grades])
        return self

    @model_validator(mode="after")
    def _every_stage_but_the_last_promotes(self) -> Preset:
        if [stage.promotes is not None for stage in self.stages] != [True] * (len(self.stages) - 1) + [False]:
            raise ValueError("every stage but the last says who goes on")
        return self

    @model_validator(mode="after")
    def _ties_are_broken_by_criteria(self) -> Preset:
        known = {criterion.key for criterion in self.rubric.criteria}
        if strangers := [key for key in self.formula.ties if key not in known]:
            raise ValueError(f"no such criterion to break a tie: {', '.join(strangers)}")
        return self

    @model_validator(mode="after")
    def _places_add_up(self) -> Preset:
        of_group = {award.key: award.places for award in self.awards if award.scope == "group"}
        if self.awarding.quota is None:
            if missing := [key for key, places in of_group.items() if places is None]:
                raise ValueError(f"awarding by places needs the number of {', '.join(missing)}")
        elif self.awarding.quota.split.keys() != of_group.keys():
            raise ValueError("the split of the quota names the awards of scope group, all of them")
        return self
