"""The rubrics of the item bank, as raters read them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from contest_app.languages import Localised
from contest_app.ratings.rules.scale import Criterion, Scale

#: By which single ideas are rated; the marks of this one do not add up.
IDEA: Final = "single-idea"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a criterion and what it means."""

    value: int
    text: Localised


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion in words: its name, what the rater asks, and its levels from the highest."""

    key: str
    name: Localised
    question: Localised
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """What raters are asked about an answer, and the scale of it."""

    slug: str
    version: int
    questions: tuple[Question, ...]
    scale: Scale


def rubric_named(bank: Path, slug: str) -> Rubric:
    """Return a rubric of the bank, read again only when its file has changed. Raises OSError for an unknown one."""
    path = bank / "rubrics" / f"{slug}.yaml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Rubric:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    criteria = tuple(_criterion(each) for each in content["criteria"])
    return Rubric(
        slug=content["slug"],
        version=content["version"],
        questions=tuple(_question(each) for each in content["criteria"]),
        scale=Scale(criteria, adds_up=content["slug"] != IDEA),
    )


def _criterion(each: dict[str, Any]) -> Criterion:
    return Criterion(each["key"], Fraction(str(each["weight"])), each["min"], each["max"])


def _question(each: dict[str, Any]) -> Question:
    levels = sorted(each["levels"].items(), reverse=True)
    return Question(each["key"], each["name"], each["question"], tuple(Level(value, text) for value, text in levels))
