"""The fields of an entry's form: what may stand in each, and what is missing before an entry can be submitted.

A contest keeps its form as data, one mapping a field: ``key``, ``kind``, ``required``, ``label``, ``help`` and
what the kind needs (``max_length``, ``options``, ``types``, ``max_mb``, ``count``). Every value is a text; declared
help of artificial intelligence has two: the option, and under `words_key` what it was for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from contest_app.errors import Refusal
from contest_app.languages import N_

LONGEST_LINK: Final = 500
LONGEST_WORDS: Final = 500
CHOSEN: Final = frozenset({"choice", "industry", "ai_use", "consent"})

MISSING: Final = N_("This is needed before the entry can be submitted.")
TOO_LONG: Final = N_("This is %(over)d characters too long; %(most)d fit.")
NOT_AN_OPTION: Final = N_("Choose one of the options.")
NOT_TICKED: Final = N_("Tick this before the entry can be submitted.")
WHAT_FOR: Final = N_("Tell in a few words what it did.")
NOT_A_LINK: Final = N_("A link begins with http:// or https:// and names a site.")

Form = Sequence[Mapping[str, Any]]


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: an English msgid, filled with ``facts``."""

    key: str
    message: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)


class FieldsUnfit(Refusal):
    """Fields of an entry that need another look."""

    message = N_("Some fields need another look.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


def cleaned(form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into the form's own fields, trimmed; files are kept apart, strangers dropped."""
    keys = [key for field in form for key in keys_of(field)]
    return {key: values.get(key, "").strip().replace("\r\n", "\n") for key in keys}


def keys_of(field: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys under which the texts of a field are kept; a file has none."""
    match field["kind"]:
        case "file":
            return ()
        case "ai_use":
            return field["key"], words_key(field)
        case _:
            return (field["key"],)


def words_key(field: Mapping[str, Any]) -> str:
    """Return the key of the words about what artificial intelligence did."""
    return f"{field['key']}__words"


def check_draft(form: Form, values: Mapping[str, str]) -> None:
    """Raise ``FieldsUnfit`` if a value could not be kept even in a draft; empty ones can."""
    found = [_misfit(field, values.get(field["key"], "")) or _words_misfit(field, values) for field in form]
    _refuse([problem for problem in found if problem])


def check_complete(form: Form, values: Mapping[str, str], files: Collection[str]) -> None:
    """Raise ``FieldsUnfit`` unless every field fits and every required one is there.

    ``files`` are the keys of the file fields that have a file.
    """
    problems = []
    for field in form:
        value = values.get(field["key"], "")
        is_there = field["key"] in files if field["kind"] == "file" else bool(value)
        if field["required"] and not is_there:
            problems.append(Problem(field["key"], NOT_TICKED if field["kind"] == "consent" else MISSING))
        elif problem := _misfit(field, value) or _words_misfit(field, values) or _words_missing(field, values):
            problems.append(problem)
    _refuse(problems)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise FieldsUnfit(problems)


def _misfit(field: Mapping[str, Any], value: str) -> Problem | None:
    if not value:
        return None
    match field["kind"]:
        case "text" | "long_text":
            over = len(value) - field["max_length"]
            return Problem(field["key"], TOO_LONG, {"over": over, "most": field["max_length"]}) if over > 0 else None
        case kind if kind in CHOSEN:
            keys = {option["key"] for option in field["options"]}
            return None if value in keys else Problem(field["key"], NOT_AN_OPTION)
        case "link":
            return None if is_web_address(value) else Problem(field["key"], NOT_A_LINK)
        case _:
            return None


def _words_misfit(field: Mapping[str, Any], values: Mapping[str, str]) -> Problem | None:
    over = len(values.get(words_key(field), "")) - LONGEST_WORDS
    if field["kind"] != "ai_use" or over <= 0:
        return None
    return Problem(words_key(field), TOO_LONG, {"over": over, "most": LONGEST_WORDS})


def _words_missing(field: Mapping[str, Any], values: Mapping[str, str]) -> Problem | None:
    if field["kind"] != "ai_use" or values.get(field["key"], "") in ("", "none") or values.get(words_key(field)):
        return None
    return Problem(words_key(field), WHAT_FOR)


def is_web_address(text: str) -> bool:
    """Say whether ``text`` is an address of the web that may be shown as a link.

    >>> is_web_address("https://example.org/video"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    if len(text) > LONGEST_LINK or not text.isprintable() or any(sign in text for sign in ' \\"<>'):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and parts.username is None
