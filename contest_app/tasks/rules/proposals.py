"""A change of an item that one person proposes and another decides: what may change, and what is different."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, TypeAlias

from contest_app.errors import Conflict, NotAllowed, Refusal
from contest_app.languages import LANGUAGES, N_

LONGEST_NOTE: Final = 500

#: What can be edited on a page, in the order of the page, and what it is called there.
FIELDS: Final[Mapping[str, str]] = {
    "title": N_("Title"),
    "instruction": N_("Instruction"),
    "object": N_("Object"),
    "stimulus": N_("The thing or situation"),
    "examples": N_("Answers to another task"),
    "themes": N_("Themes"),
    "seconds": N_("Seconds to work"),
    "grades": N_("Grades"),
    "accessibility": N_("For pupils with special needs"),
}
#: What a theme consists of.
THEME_PARTS: Final[Mapping[str, str]] = {"name": N_("Theme"), "answers": N_("Usual answers")}

_WORDS: Final = re.compile(r"\s+|[^\s]+")

Fields: TypeAlias = Mapping[str, Any]


class Verdict(StrEnum):
    """What became of a proposal."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class OwnProposal(NotAllowed):
    """Somebody would decide one's own proposal."""

    message = N_("Somebody else must look at your change.")


class ProposalDecided(Conflict):
    """The proposal has been decided already."""

    message = N_("This change has been decided already.")


class ItemChanged(Conflict):
    """The item has a newer version than the one that the proposal was written upon."""

    message = N_("The task has changed since: look at its newest version, and then at this change again.")


class NothingChanged(Refusal):
    """The proposal says what the bank says already."""

    message = N_("Nothing is different from what the bank has.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: in both texts, or in this one alone."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One text that is different; ``before`` or ``after`` is empty where there is none.

    Attributes
    ----------
    field : a field of the item.
    part : for a theme ``name`` or ``answers``, else empty.
    theme : the theme's names, else empty.
    language : whose text it is; empty for a number and for a list of grades.

    """

    field: str
    part: str
    theme: Mapping[str, str]
    language: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Sequence[Piece], Sequence[Piece]]:
        """Both texts, in pieces of words that stayed and words that did not."""
        old, new = _WORDS.findall(self.before), _WORDS.findall(self.after)
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        return (
            _pieces(old, [(block.a, block.size) for block in blocks]),
            _pieces(new, [(block.b, block.size) for block in blocks]),
        )


def edited(fields: Fields, said: Fields) -> dict[str, Any]:
    """Return an item with what was said instead of what can be edited; a field that is not said is left out."""
    return {name: value for name, value in fields.items() if name not in FIELDS} | dict(said)


def editable(fields: Fields) -> dict[str, Any]:
    """Return what can be edited of an item."""
    return {name: fields[name] for name in FIELDS if name in fields}


def differences(before: Fields, after: Fields) -> list[Difference]:
    """Return each text that is different, in the order of the page, languages in their own."""
    return [each for field in FIELDS for each in _of_field(field, before.get(field), after.get(field))]


def _of_field(field: str, before: Any, after: Any) -> Iterator[Difference]:
    if field == "themes":
        yield from _of_themes(before or (), after or ())
    elif field in {"seconds", "grades"}:
        old, new = _in_line(before), _in_line(after)
        if old != new:
            yield Difference(field, "", {}, "", old, new)
    else:
        yield from _of_languages(field, "", {}, before or {}, after or {})


def _of_themes(before: Iterable[Fields], after: Iterable[Fields]) -> Iterator[Difference]:
    """Themes are told apart by their keys; their order says nothing."""
    old, new = ({theme["key"]: theme for theme in themes} for themes in (before, after))
    for key in [*old, *(key for key in new if key not in old)]:
        was, is_now = old.get(key, {}), new.get(key, {})
        for part in THEME_PARTS:
            name = was.get("name") or is_now.get("name", {})
            yield from _of_languages("themes", part, name, was.get(part, {}), is_now.get(part, {}))


def _of_languages(field: str, part: str, theme: Fields, before: Fields, after: Fields) -> Iterator[Difference]:
    for language in LANGUAGES:
        old, new = _in_lines(before.get(language)), _in_lines(after.get(language))
        if old != new:
            yield Difference(field, part, theme, language, old, new)


def _in_lines(value: Any) -> str:
    return value if isinstance(value, str) else "\n".join(value or ())


def _in_line(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Sequence) else str(value)


def _pieces(words: Sequence[str], same: Iterable[tuple[int, int]]) -> list[Piece]:
    """Cut words into runs; ``same`` are the runs that both texts have, as place and length."""
    is_same = [False] * len(words)
    for start, length in same:
        is_same[start : start + length] = [True] * length
    # A gap between two words that changed is a part of the change.
    is_changed = [
        not here or (word.isspace() and not any(is_same[place - 1 : place] + is_same[place + 1 : place + 2]))
        for place, (word, here) in enumerate(zip(words, is_same, strict=True))
    ]
    runs = groupby(zip(words, is_changed, strict=True), key=itemgetter(1))
    return [Piece("".join(word for word, _ in run), changed) for changed, run in runs]
