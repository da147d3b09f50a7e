"""Ready forms as files: read, checked against the schema and against the items, each fault with its line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from jsonschema import Draft202012Validator

from contest_app.languages import Localised
from contest_app.tasks.bank import BankRefused, Fault
from contest_app.tasks.marked_yaml import Marked, NotYaml, Step, read_marked
from contest_app.tasks.rules.sittings import Mode, screen_minutes

SCHEMA: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("form.schema.json").read_text(encoding="utf-8"))
DOMAINS: Final = frozenset({"written", "visual", "social", "scientific"})
FACETS: Final = frozenset({"diverse", "creative", "improve"})
#: Kinds of which every pupil of a form needs more than a keyboard.
NEED_MORE: Final = frozenset({"drawing", "design"})


class Asked(Protocol):
    """What a form needs to know of an item."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields of the item's file."""


@dataclass(frozen=True, slots=True)
class Place:
    """One item of a form and the time for it."""

    item: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """A form as its file says it; a sitting after the other, each short enough for its grades."""

    slug: str
    version: int
    title: Localised
    lead: Localised
    mode: Mode
    grades: tuple[int, ...]
    sittings: tuple[tuple[Place, ...], ...]
    covers_all: bool
    parallel: str | None
    file: str
    line_of: Callable[[Sequence[Step]], int] = field(repr=False, compare=False)

    @property
    def places(self) -> tuple[Place, ...]:
        """All items in order, whatever the sitting."""
        return tuple(place for sitting in self.sittings for place in sitting)

    @property
    def seconds(self) -> int:
        """How long the whole form takes."""
        return sum(place.seconds for place in self.places)


@cache
def ready_forms(folder: Path) -> tuple[ReadyForm, ...]:
    """Return the forms of a bank, read once a process: a new form comes with a new release.

    Raises BankRefused.
    """
    return tuple(read_forms(folder))


def read_forms(folder: Path) -> list[ReadyForm]:
    """Return the forms of ``folder``/forms/<slug>.yaml, by slug.

    Raises BankRefused with the faults of all files.
    """
    faults: list[Fault] = []
    forms: list[ReadyForm] = []
    for path in sorted(folder.glob("forms/*.yaml")):
        try:
            forms.append(_read_form(path, str(path.relative_to(folder))))
        except BankRefused as refusal:
            faults.extend(refusal.faults)
    if faults:
        raise BankRefused(faults)
    return forms


def check_forms(forms: Sequence[ReadyForm], items: Mapping[str, Asked]) -> None:
    """Raise BankRefused unless every form can be sat as it stands with the items of the bank, by slug."""
    by_slug = {form.slug: form for form in forms}
    faults = [fault for form in forms for fault in _faults_of(form, by_slug, items)]
    if faults:
        raise BankRefused(faults)


def _read_form(path: Path, file: str) -> ReadyForm:
    try:
        marked = read_marked(path)
    except NotYaml as error:
        raise BankRefused([Fault(file, error.line, error.reason)]) from None
    faults = [*_schema_faults(marked, file), *_misplaced(marked, path, file)]
    if faults:
        raise BankRefused(sorted(faults, key=lambda fault: fault.line))
    said = marked.said
    return ReadyForm(
        slug=said["slug"],
        version=said["version"],
        title=said["title"],
        lead=said["lead"],
        mode=Mode(said["mode"]),
        grades=tuple(sorted(said["grades"])),
        sittings=tuple(tuple(Place(**place) for place in sitting) for sitting in said["sittings"]),
        covers_all="covers" in said,
        parallel=said.get("parallel"),
        file=file,
        line_of=marked.line,
    )


def _schema_faults(marked: Marked, file: str) -> Iterator[Fault]:
    for line, key in marked.repeated_keys():
        yield Fault(file, line, f"{key}: given twice")
    for error in Draft202012Validator(SCHEMA).iter_errors(marked.said):
        place = ".".join(str(step) for step in error.absolute_path)
        reason = f"{place}: {error.message}" if place else str(error.message)
        yield Fault(file, marked.line(error.absolute_path), reason)


def _misplaced(marked: Marked, path: Path, file: str) -> Iterator[Fault]:
    slug = marked.said.get("slug") if isinstance(marked.said, dict) else None
    if isinstance(slug, str) and slug != path.stem:
        yield Fault(file, marked.line(["slug"]), f"slug: {slug!r} lies where {path.stem!r} belongs")


def _faults_of(form: ReadyForm, forms: Mapping[str, ReadyForm], items: Mapping[str, Asked]) -> Iterator[Fault]:
    unfit = [*_unfit_places(form, items), *_long_sittings(form)]
    yield from unfit
    if not unfit:
        yield from _gaps(form, items)
        yield from _unlike(form, forms, items)


def _unfit_places(form: ReadyForm, items: Mapping[str, Asked]) -> Iterator[Fault]:
    """Find places whose item is unknown, comes twice, is for other grades, or needs more than a keyboard."""
    seen: set[str] = set()
    for number, sitting in enumerate(form.sittings):
        for place, asked in enumerate(sitting):
            reason = _reason_against(asked.item, form, seen, items)
            if reason:
                line = form.line_of(["sittings", number, place, "item"])
                yield Fault(form.file, line, f"{asked.item}: {reason}")
            seen.add(asked.item)


def _reason_against(slug: str, form: ReadyForm, seen: set[str], items: Mapping[str, Asked]) -> str | None:
    item = items.get(slug)
    if item is None:
        return "there is no such item"
    if slug in seen:
        return "stands in this form twice"
    if item.fields["kind"] in NEED_MORE:
        return f"is of the kind {item.fields['kind']}"
    missing = sorted(set(form.grades) - set(item.fields["grades"]))
    return f"is not for grade {missing[0]}" if missing else None


def _long_sittings(form: ReadyForm) -> Iterator[Fault]:
    limit = min(screen_minutes(grade) for grade in form.grades)
    for number, sitting in enumerate(form.sittings):
        seconds = sum(place.seconds for place in sitting)
        if seconds > 60 * limit:
            line = form.line_of(["sittings", number])
            yield Fault(form.file, line, f"sitting {number + 1} takes {seconds} s, and {60 * limit} s is the limit")


def _gaps(form: ReadyForm, items: Mapping[str, Asked]) -> Iterator[Fault]:
    """Find the domains and facets that a form promises and has not."""
    if not form.covers_all:
        return
    for name, wanted in (("domain", DOMAINS), ("facet", FACETS)):
        missing = sorted(wanted - {items[place.item].fields[name] for place in form.places})
        if missing:
            yield Fault(form.file, form.line_of(["covers"]), f"no item of the {name} {', '.join(missing)}")


def _unlike(form: ReadyForm, forms: Mapping[str, ReadyForm], items: Mapping[str, Asked]) -> Iterator[Fault]:
    """Find in what a form differs from the one that it is said to be parallel to."""
    if form.parallel is None:
        return
    other = forms.get(form.parallel)
    reason = "there is no such form" if other is None else _difference(form, other, items)
    if reason:
        yield Fault(form.file, form.line_of(["parallel"]), f"parallel: {form.parallel}: {reason}")


def _difference(form: ReadyForm, other: ReadyForm, items: Mapping[str, Asked]) -> str | None:
    if other.parallel != form.slug:
        return "does not name this form in turn"
    if any(place.item not in items for place in other.places):
        return "holds an unknown item"
    if {place.item for place in form.places} & {place.item for place in other.places}:
        return "holds one of the same items"
    if form.grades != other.grades or _outline(form, items) != _outline(other, items):
        return "differs in grades, or in the kind, facet or time of a place"
    domains = [Counter(items[place.item].fields["domain"] for place in each.places) for each in (form, other)]
    return None if domains[0] == domains[1] else "has other domains"


def _outline(form: ReadyForm, items: Mapping[str, Asked]) -> list[list[tuple[str, str, int]]]:
    return [
        [(items[place.item].fields["kind"], items[place.item].fields["facet"], place.seconds) for place in sitting]
        for sitting in form.sittings
    ]
