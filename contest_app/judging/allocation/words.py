"""The reasons why there is no plan in sentences: message and facts, for a catalogue or for plain English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any, Final, NamedTuple

from contest_app.judging.allocation.facts import (
    FewJudges,
    Infeasible,
    JudgeRoom,
    Kept,
    LittleRoom,
    LittleWork,
    NarrowBand,
    NoSpecialist,
    OneSchool,
    Reason,
    Shortage,
)
from contest_app.languages import LANGUAGES, N_

#: Longer lists are cut here.
NAMED: Final = 12

_SHORT_OF: Final = {
    "all": N_("All entries together need %(demand)s reviews, but the %(judges)s jurors have room for %(supply)s."),
    "language": N_(
        "Entries in %(key)s need %(demand)s reviews, but the %(judges)s jurors who read it have room for %(supply)s."
    ),
    "specialists": N_(
        "The nomination “%(key)s” needs %(demand)s reviews by specialists, but its %(judges)s specialists "
        "have room for %(supply)s."
    ),
}


class Sentence(NamedTuple):
    """A message of the catalogue and what is put into it."""

    message: str
    facts: dict[str, Any]

    @property
    def english(self) -> str:
        """The sentence without a catalogue."""
        return self.message % self.facts


def sentences(found: Infeasible, names: Mapping[str, str]) -> list[Sentence]:
    """Return why there is no plan; ``names`` are said for the keys of judges and nominations."""
    return [sentence for reason in found.reasons for sentence in _told(reason, names)]


@singledispatch
def _told(reason: Reason, names: Mapping[str, str]) -> Iterator[Sentence]:
    raise TypeError(reason, names)


@_told.register
def _(reason: FewJudges, names: Mapping[str, str]) -> Iterator[Sentence]:
    del names
    message = N_("Entry %(code)s (%(language)s) needs %(reviews)s jurors, but only %(judges)s may judge it.")
    facts = {"code": reason.code, "language": _language(reason.language)}
    yield Sentence(message, {**facts, "reviews": reason.reviews, "judges": reason.judges})
    yield from _kept(reason.kept)


@_told.register
def _(reason: Shortage, names: Mapping[str, str]) -> Iterator[Sentence]:
    key = _language(reason.key) if reason.of == "language" else names.get(reason.key, reason.key)
    facts = {"key": key, "demand": reason.demand, "supply": reason.supply, "judges": reason.judges}
    yield Sentence(_SHORT_OF[reason.of], facts)


@_told.register
def _(reason: LittleRoom, names: Mapping[str, str]) -> Iterator[Sentence]:
    message = N_(
        "These entries (%(number)s) together need %(demand)s reviews, but the jurors who may judge them "
        "can take %(supply)s of them: %(codes)s."
    )
    facts = {"number": len(reason.codes), "demand": reason.demand, "supply": reason.supply}
    yield Sentence(message, {**facts, "codes": _listed(reason.codes)})
    if reason.judges:
        rooms = [f"{names.get(each.judge, each.judge)} – {each.room}" for each in reason.judges]
        yield Sentence(N_("These jurors, with how many they can take: %(judges)s."), {"judges": _listed(rooms)})
    for each in reason.kept_out[:NAMED]:
        yield _kept_out(each, names)


@_told.register
def _(reason: LittleWork, names: Mapping[str, str]) -> Iterator[Sentence]:
    message = N_(
        "An equal share for these jurors is %(wanted)s reviews together, but the entries that they may judge "
        "give them only %(available)s: %(judges)s."
    )
    judges = _listed([names.get(each, each) for each in reason.judges])
    yield Sentence(message, {"wanted": reason.wanted, "available": reason.available, "judges": judges})


@_told.register
def _(reason: NarrowBand, names: Mapping[str, str]) -> Iterator[Sentence]:
    del names
    message = N_(
        "There is no plan in which every juror has %(least)s to %(most)s entries. "
        "With %(enough_least)s to %(enough_most)s (±%(percent)s%%) there is one."
    )
    facts = {"least": reason.least, "most": reason.most, "percent": reason.enough_percent}
    yield Sentence(message, {**facts, "enough_least": reason.enough_least, "enough_most": reason.enough_most})


@_told.register
def _(reason: NoSpecialist, names: Mapping[str, str]) -> Iterator[Sentence]:
    del names
    message = N_("At best %(number)s entries stay without a specialist, for instance: %(codes)s.")
    yield Sentence(message, {"number": len(reason.codes), "codes": _listed(reason.codes)})


@_told.register
def _(reason: OneSchool, names: Mapping[str, str]) -> Iterator[Sentence]:
    del names
    message = N_("At best %(number)s entries have two jurors of one school, for instance: %(codes)s.")
    yield Sentence(message, {"number": len(reason.codes), "codes": _listed(reason.codes)})


def _kept(kept: Kept) -> Iterator[Sentence]:
    if any((kept.by_language, kept.by_school, kept.by_conflict)):
        message = N_(
            "Kept from it: %(language)s jurors by the language, %(school)s by their school or district, "
            "%(conflict)s by a conflict of interest."
        )
        facts = {"language": kept.by_language, "school": kept.by_school, "conflict": kept.by_conflict}
        yield Sentence(message, facts)


def _kept_out(each: JudgeRoom, names: Mapping[str, str]) -> Sentence:
    message = N_(
        "%(judge)s has room for %(room)s more, but is kept from %(school)s of them by school or district, "
        "from %(conflict)s by a conflict of interest and from %(language)s by the language."
    )
    kept = {"language": each.kept.by_language, "school": each.kept.by_school, "conflict": each.kept.by_conflict}
    return Sentence(message, {"judge": names.get(each.judge, each.judge), "room": each.room, **kept})


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" … (+{more})" if more > 0 else "")


def _language(code: str) -> str:
    return LANGUAGES.get(code, code)
