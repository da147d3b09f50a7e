"""The files of the demo, as plain data."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Answerer(NamedTuple):
    """Somebody who answered one item in one language."""

    item: str
    language: str
    person: str


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Everything that is read from ``item_bank/demo``."""

    folder: Path
    school: dict[str, Any]
    finished: dict[Answerer, list[str]]
    later: dict[Answerer, list[str]]
    going_on: dict[Answerer, list[str]]
    kinds: dict[str, Any]
    judged: dict[str, Any]
    being_judged: dict[str, Any]
    rated: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> DemoFiles:
        """Read the demo's files."""
        return cls(
            folder=folder,
            school=_yaml(folder / "school.yaml"),
            finished=_ideas(folder / "ideas.tsv"),
            later=_ideas(folder / "ideas-later.tsv"),
            going_on=_ideas(folder / "ideas-now.tsv"),
            kinds=_yaml(folder / "kinds.yaml"),
            judged=_yaml(folder / "entries.yaml"),
            being_judged=_yaml(folder / "entries-atlas.yaml"),
            rated=_yaml(folder / "rated.yaml"),
        )


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _ideas(path: Path) -> dict[Answerer, list[str]]:
    """Return the ideas of each answerer, in the order of the file."""
    found: defaultdict[Answerer, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[Answerer(row["item"], row["language"], row["person"])].append(row["text"])
    return dict(found)
