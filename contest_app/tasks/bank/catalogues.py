"""The catalogues that items refer to: industries and programmes by key, rubrics by the name of their file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from contest_app.languages import Localised
from contest_app.tasks.bank.checks import Breach


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a rater looks at, by a rubric."""

    name: Localised
    question: Localised


@dataclass(frozen=True, slots=True)
class Catalogues:
    """Names by key; a rubric's criteria by its slug."""

    industries: Mapping[str, Localised]
    programmes: Mapping[str, Localised]
    rubrics: Mapping[str, tuple[Criterion, ...]]

    def breaches(self, fields: Mapping[str, Any]) -> Iterator[Breach]:
        """Yield each reference of an item that leads nowhere."""
        for field, known in (("industries", self.industries), ("programmes", self.programmes)):
            for place, key in enumerate(fields.get(field, ())):
                if key not in known:
                    yield Breach((field, place), "unknown", None, f"{key!r} is not in {field}.yaml")
        rubric = fields.get("rubric")
        if rubric is not None and rubric not in self.rubrics:
            yield Breach(("rubric",), "unknown", None, f"there is no rubrics/{rubric}.yaml")


def read_catalogues(*folders: Path) -> Catalogues:
    """Return the catalogues of the first of the folders that has each; a file that none has is an empty catalogue."""
    return Catalogues(
        industries={each["code"]: each["name"] for each in _listed("industries", folders)},
        programmes={each["key"]: each["name"] for each in _listed("programmes", folders)},
        rubrics={
            path.stem: tuple(Criterion(each["name"], each["question"]) for each in _loaded(path)["criteria"])
            for folder in reversed(folders)
            for path in sorted(folder.glob("rubrics/*.yaml"))
        },
    )


def catalogues_of(bank: Path) -> Catalogues:
    """Return the catalogues of a bank, read again only when one of its files has changed."""
    paths = [bank / "industries.yaml", bank / "programmes.yaml", *sorted(bank.glob("rubrics/*.yaml"))]
    return _known(bank, tuple((path, path.stat().st_mtime_ns) for path in paths if path.is_file()))


@lru_cache(maxsize=4)
def _known(bank: Path, _state: tuple[tuple[Path, int], ...]) -> Catalogues:
    return read_catalogues(bank)


def _listed(name: str, folders: tuple[Path, ...]) -> list[dict[str, Any]]:
    path = next((path for folder in folders if (path := folder / f"{name}.yaml").is_file()), None)
    return list(_loaded(path)[name]) if path else []


def _loaded(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
