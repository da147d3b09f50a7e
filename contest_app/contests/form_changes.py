"""How the form of an entry may change: adding, moving and removing fields, and what would orphan answers.

A form is a list of fields, as `contest_app.contests.fields` has them. Nothing here changes a list that it is given.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from contest_app.contests.fields import CHOSEN
from contest_app.errors import Refusal
from contest_app.languages import N_

KEY_BYTES: Final = 3

Fields = Sequence[Mapping[str, Any]]
Answers = Sequence[Mapping[str, str]]


class TitleNeeded(Refusal):
    """Every entry has a title."""

    message = N_("The title stays: every entry is called by it. Its text and length can be changed.")


class OptionInUse(Refusal):
    """An option that somebody has chosen cannot be removed."""

    message = N_("Somebody has chosen “%(option)s”, so this option cannot be removed.")


class AnswersLonger(Refusal):
    """A field cannot become shorter than what stands in it."""

    message = N_("There is an answer of %(longest)d characters, so the longest cannot be %(most)d.")


class RequirementUntold(Refusal):
    """Entries that are there lack what becomes required."""

    message = N_(
        "There are entries already, and they lack this. Tick that you know it: their authors have to fill it in when "
        "they change the entry."
    )


def new_key() -> str:
    """Return a key that no field of the contest has or had, so that old answers never come under a new label."""
    return f"own-{secrets.token_hex(KEY_BYTES)}"


def placed(form: Fields, field: Mapping[str, Any], place: int) -> list[dict[str, Any]]:
    """Return the form with the field, new or changed, at ``place``; the first place is 0.

    >>> placed([{"key": "a"}, {"key": "b"}], {"key": "b", "new": 1}, 0)
    [{'key': 'b', 'new': 1}, {'key': 'a'}]
    """
    others = without(form, field["key"])
    return [*others[:place], dict(field), *others[place:]]


def without(form: Fields, key: str) -> list[dict[str, Any]]:
    """Return the form without a field."""
    return [dict(each) for each in form if each["key"] != key]


def check(before: Fields, wanted: Fields, answers: Answers, *, is_told: bool) -> None:
    """Raise unless the form may become what is wanted, given what stands in the entries.

    Raises TitleNeeded, OptionInUse, AnswersLonger, RequirementUntold.
    """
    if not any(field["key"] == "title" and field["kind"] == "text" and field["required"] for field in wanted):
        raise TitleNeeded
    known = {field["key"]: field for field in before}
    for field in wanted:
        old = known.get(field["key"])
        if answers and not is_told and field["required"] and not (old and old["required"]):
            raise RequirementUntold
        if old:
            _check_answers(old, field, [each.get(field["key"], "") for each in answers])


def _check_answers(old: Mapping[str, Any], new: Mapping[str, Any], answers: Sequence[str]) -> None:
    if new["kind"] in CHOSEN:
        kept = {option["key"] for option in new["options"]}
        for option in old["options"]:
            if option["key"] not in kept and option["key"] in answers:
                raise OptionInUse(option=option["name"]["kk"])
    longest = max(map(len, answers), default=0)
    if "max_length" in new and longest > new["max_length"] and new["max_length"] < old["max_length"]:
        raise AnswersLonger(longest=longest, most=new["max_length"])
