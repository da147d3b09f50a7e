"""Read contest presets, rubrics and the catalogue of industries from the item bank.

Each text is checked whole: a file that is wrong is named with its line and the reason, and nothing of it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from contest_app.errors import Refusal
from contest_app.languages import N_

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Weight = Annotated[int, Field(ge=1, le=10)]
Model = TypeVar("Model", bound=BaseModel)


class BankFileUnreadable(Refusal):
    """A file of the item bank that cannot be used: which, where and why."""

    message = N_("%(file)s, line %(line)d: %(reason)s")


class Strict(BaseModel):
    """Data as it stands in a file: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in the three languages."""

    kk: Words
    ru: Words
    en: Words


class Named(Strict):
    """A thing with a key and a name."""

    key: Key
    name: Text


class Option(Strict):
    """A choice of a form field; industries have codes with dots for keys."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,40}$")]
    name: Text


class AgeGroup(Named):
    """Grades that compete with each other; college students are grade 12."""

    grades: Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(min_length=1)]


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
        _check_unique(keys)
        missing = {"originality", "value"} - set(keys)
        if missing:
            raise ValueError(f"a rubric needs the criterion {', '.join(sorted(missing))}")
        return self


class FormField(Strict):
    """What every field of an entry's form has."""

    key: Key
    required: bool
    label: Text
    help: Text | None = None


class TextField(FormField):
    """Words of the author: one line, or many."""

    kind: Literal["text", "long_text"]
    max_length: Annotated[int, Field(ge=1, le=20_000)]


class ChoiceField(FormField):
    """One of the given options."""

    kind: Literal["choice"]
    options: Annotated[list[Option], Field(min_length=2)]


class IndustryField(FormField):
    """One code of the catalogue of creative industries; a contest takes its own copy of the codes."""

    kind: Literal["industry"]


class LinkField(FormField):
    """An address of the web, shown but never fetched."""

    kind: Literal["link"]


class FileField(FormField):
    """One file."""

    kind: Literal["file"]
    types: Annotated[list[Literal["pdf", "png", "jpg"]], Field(min_length=1)]
    max_mb: Annotated[int, Field(ge=1, le=10)]


AnyField = Annotated[TextField | ChoiceField | IndustryField | LinkField | FileField, Field(discriminator="kind")]


class Team(Strict):
    """How many authors an entry may have."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(le=10)]

    @model_validator(mode="after")
    def _ordered(self) -> Team:
        if self.min > self.max:
            raise ValueError("the smallest team is larger than the largest")
        return self


class Days(Strict):
    """How long the stages last, in days."""

    entries: Annotated[int, Field(ge=1, le=366)]
    judging: Annotated[int, Field(ge=1, le=366)]


class Award(Named):
    """A prize: for the whole contest, in each nomination × age group, or for everyone."""

    scope: Literal["contest", "group", "everyone"]
    places: Annotated[int, Field(ge=1)] | None = None


class Preset(Strict):
    """A contest ready to be opened; the organizer changes a copy of it, never the preset."""

    slug: Key
    version: Annotated[int, Field(ge=1)]
    name: Text
    summary: Text
    description: Text
    rubric: Rubric
    languages: Annotated[list[Literal["kk", "ru", "en"]], Field(min_length=1)]
    nominations: Annotated[list[Named], Field(min_length=1)]
    age_groups: Annotated[list[AgeGroup], Field(min_length=1)]
    team: Team
    form: Annotated[list[AnyField], Field(min_length=1)]
    formula: Literal["mean", "sum"]
    reviews: Annotated[int, Field(ge=1, le=10)]
    days: Days
    awards: list[Award]

    @model_validator(mode="after")
    def _keys_are_clear(self) -> Preset:
        for things in (self.nominations, self.age_groups, self.form, self.awards):
            _check_unique([thing.key for thing in things])
        title = next((field for field in self.form if field.key == "title"), None)
        if title is None or title.kind != "text" or not title.required:
            raise ValueError("the form needs a required text field with the key title")
        _check_unique([str(grade) for group in self.age_groups for grade in group.grades])
        return self


class Industries(BaseModel):
    """The catalogue of creative industries, as far as contests need it."""

    class Industry(BaseModel):
        """One code of the classifier."""

        code: Annotated[str, Field(pattern=r"^\d\d\.\d\d\.\d$")]
        name: Text

    industries: list[Industry]


def read_presets(bank: Path) -> list[Preset]:
    """Return every preset of the item bank, in the order of their slugs.

    Raises BankFileUnreadable.
    """
    return [read_preset(bank, path.stem) for path in sorted((bank / "contests").glob("*.yaml"))]


def read_preset(bank: Path, slug: str) -> Preset:
    """Return the preset ``contests/<slug>.yaml`` with the rubric that it names.

    Raises BankFileUnreadable; KeyError if there is no such preset.
    """
    path = bank / "contests" / f"{slug}.yaml"
    if path not in (bank / "contests").glob("*.yaml"):
        raise KeyError(slug)
    data, tree = _load(path)
    if isinstance(data.get("rubric"), str):
        rubric = bank / "rubrics" / f"{data['rubric']}.yaml"
        if not rubric.is_file():
            raise BankFileUnreadable(file=path.name, line=_line(tree, ("rubric",)), reason="there is no such rubric")
        data["rubric"] = _checked(Rubric, rubric, *_load(rubric))
    return _checked(Preset, path, data, tree)


def read_industries(bank: Path) -> list[Option]:
    """Return the codes of the creative industries as options of a choice.

    Raises BankFileUnreadable.
    """
    path = bank / "industries.yaml"
    catalogue = _checked(Industries, path, *_load(path))
    return [Option(key=industry.code, name=industry.name) for industry in catalogue.industries]


def _check_unique(keys: list[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"given twice: {', '.join(twice)}")


def _load(path: Path) -> tuple[dict[str, Any], yaml.Node]:
    source = path.read_text(encoding="utf-8")
    try:
        tree = yaml.compose(source, Loader=yaml.CSafeLoader)
        data = yaml.load(source, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BankFileUnreadable(file=path.name, line=line, reason=error.problem or "not YAML") from error
    if not isinstance(data, dict) or tree is None:
        raise BankFileUnreadable(file=path.name, line=1, reason="the file must be a mapping of fields")
    return data, tree


def _checked(model: type[Model], path: Path, data: dict[str, Any], tree: yaml.Node) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        reason = f"{where}: {first['msg']}" if where else first["msg"]
        raise BankFileUnreadable(file=path.name, line=_line(tree, first["loc"]), reason=reason) from error


def _line(node: yaml.Node, location: tuple[int | str, ...]) -> int:
    """Return the line of the innermost thing on the way to ``location`` that stands in the file."""
    for step in location:
        node = _child(node, step) or node
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None
