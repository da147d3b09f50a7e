"""Why there is no plan: values with numbers, fit to be kept as JSON. No solver here: pages read them too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """How many jurors are kept from something, and by what; the first that applies counts."""

    by_language: int
    by_school: int
    by_conflict: int


@dataclass(frozen=True, slots=True)
class FewJudges:
    """An entry that fewer judges may read than it needs."""

    kind = "few_judges"
    code: str
    reviews: int
    judges: int
    language: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class Shortage:
    """Reviews needed and the judges' room for them: ``of`` all, of a language, of a nomination's specialists."""

    kind = "shortage"
    of: str
    key: str
    demand: int
    supply: int
    judges: int


@dataclass(frozen=True, slots=True)
class JudgeRoom:
    """How many of some entries a judge can take, and how many of them the judge is kept from that would help."""

    judge: str
    room: int
    kept: Kept


@dataclass(frozen=True, slots=True)
class LittleRoom:
    """Entries that together need more reviews than the judges who may read them can take (Hall's condition).

    ``judges`` may read at least one of them; ``kept_out`` have room left and are barred from some of them.
    """

    kind = "little_room"
    codes: tuple[str, ...]
    demand: int
    supply: int
    judges: tuple[JudgeRoom, ...]
    kept_out: tuple[JudgeRoom, ...]


@dataclass(frozen=True, slots=True)
class LittleWork:
    """Judges who together must get more than the entries that they may read can give them."""

    kind = "little_work"
    judges: tuple[str, ...]
    wanted: int
    available: int


@dataclass(frozen=True, slots=True)
class NarrowBand:
    """There are plans, but none whose loads keep to the band; ``enough_*`` is the narrowest that can be kept."""

    kind = "narrow_band"
    least: int
    most: int
    enough_least: int
    enough_most: int
    enough_percent: int


@dataclass(frozen=True, slots=True)
class NoSpecialist:
    """Entries that must stay without a specialist, at best."""

    kind = "no_specialist"
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneSchool:
    """Entries that must have two judges of one school, at best."""

    kind = "one_school"
    codes: tuple[str, ...]


Reason = FewJudges | Shortage | LittleRoom | LittleWork | NarrowBand | NoSpecialist | OneSchool


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No allocation satisfies the problem: the reasons, the plainest first."""

    reasons: tuple[Reason, ...]

    def as_content(self) -> dict[str, Any]:
        """Return the reasons as JSON keeps them."""
        return {"reasons": [{"kind": each.kind, **asdict(each)} for each in self.reasons]}

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Infeasible:
        """Read what ``as_content`` wrote; kinds that this version does not know are left out."""
        return cls(tuple(_reason(each) for each in content.get("reasons", ()) if each["kind"] in _KINDS))


_KINDS: Mapping[str, type[Reason]] = {
    each.kind: each for each in (FewJudges, Shortage, LittleRoom, LittleWork, NarrowBand, NoSpecialist, OneSchool)
}


def _reason(content: Mapping[str, Any]) -> Reason:
    facts = {name: _value(name, value) for name, value in content.items() if name != "kind"}
    return _KINDS[content["kind"]](**facts)


def _value(name: str, value: Any) -> Any:
    if name == "kept":
        return Kept(**value)
    if isinstance(value, (list, tuple)):
        return tuple(
            JudgeRoom(each["judge"], each["room"], Kept(**each["kept"])) if isinstance(each, dict) else each
            for each in value
        )
    return value
