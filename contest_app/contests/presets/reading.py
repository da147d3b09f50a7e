"""Read presets, rubrics and the catalogue of industries from the item bank.

Each text is checked whole: a file that is wrong is named with its line and the reason, and nothing of it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from contest_app.contests.presets.basics import Text
from contest_app.contests.presets.form import Option
from contest_app.contests.presets.preset import Preset
from contest_app.contests.presets.rubric import Rubric
from contest_app.errors import Refusal
from contest_app.languages import N_

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]


class BankFileUnreadable(Refusal):
    """A file of the item bank that cannot be used: which, where and why."""

    message = N_("%(file)s, line %(line)d: %(reason)s")


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
    """Return the preset ``contests/<slug>.yaml`` with the rubrics that it names.

    Raises BankFileUnreadable; KeyError if there is no such preset.
    """
    path = bank / "contests" / f"{slug}.yaml"
    if path not in (bank / "contests").glob("*.yaml"):
        raise KeyError(slug)
    data, tree = _load(path)
    _put_rubric(data, bank, path, tree, ())
    for number, stage in enumerate(_listed(data.get("stages"))):
        _put_rubric(stage, bank, path, tree, ("stages", number))
    preset = _checked(Preset, path, data, tree)
    _check_known(preset.programmes, bank, "programmes", path, tree, ("programmes",))
    _check_known(preset.eligibility.districts, bank, "districts", path, tree, ("eligibility", "districts"))
    return preset


def read_industries(bank: Path) -> list[Option]:
    """Return the codes of the creative industries as options of a choice.

    Raises BankFileUnreadable.
    """
    path = bank / "industries.yaml"
    catalogue = _checked(Industries, path, *_load(path))
    return [Option(key=industry.code, name=industry.name) for industry in catalogue.industries]


def _listed(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _put_rubric(owner: dict[str, Any], bank: Path, path: Path, tree: yaml.Node, at: Location) -> None:
    """Put the rubric in the place of its slug."""
    if not isinstance(owner.get("rubric"), str):
        return
    rubric = bank / "rubrics" / f"{owner['rubric']}.yaml"
    if not rubric.is_file():
        raise BankFileUnreadable(file=path.name, line=_line(tree, (*at, "rubric")), reason="there is no such rubric")
    owner["rubric"] = _checked(Rubric, rubric, *_load(rubric))


def _check_known(keys: Sequence[str], bank: Path, name: str, path: Path, tree: yaml.Node, at: Location) -> None:
    """Refuse keys that the catalogue ``name`` of the bank does not have."""
    if not keys:
        return
    known = {each["key"] for each in _listed(_load(bank / f"{name}.yaml")[0].get(name))}
    for number, key in enumerate(keys):
        if key not in known:
            line = _line(tree, (*at, number))
            raise BankFileUnreadable(file=path.name, line=line, reason=f"{key} is not in {name}.yaml")


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


def _line(node: yaml.Node, location: Location) -> int:
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
