"""An entry as a judge may see it: by its code, without names, schools or the authors' own file names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contest_app.contests.fields import is_web_address
from contest_app.contests.models import Attachment, Entry
from contest_app.contests.rules import neutral_name
from contest_app.contests.uploads import MEDIA_TYPES

EXTENSIONS: Final = {media_type: extension for extension, media_type in MEDIA_TYPES.items()}


@dataclass(frozen=True, slots=True)
class ShownField:
    """One filled field: its label, and what the author wrote, the words of the option chosen, or a link."""

    label: Mapping[str, str]
    text: str = ""
    words: Mapping[str, str] | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file under its neutral name; ``number`` counts from 1."""

    number: int
    name: str
    attachment: Attachment


def shown_fields(entry: Entry, form: Sequence[Mapping[str, Any]]) -> list[ShownField]:
    """Return what the author filled in, in the form's order; files and the title are shown elsewhere."""
    filled = [(field, str(entry.fields.get(field["key"], "")).strip()) for field in form]
    return [_shown(field, value) for field, value in filled if value and _is_told(field)]


def shown_files(entry: Entry) -> list[ShownFile]:
    """Return the files of an entry (``attachments`` must be loaded)."""
    return [
        ShownFile(number, neutral_name(entry.blind_code or "", number, EXTENSIONS[row.media_type]), row)
        for number, row in enumerate(entry.attachments, start=1)
    ]


def initials(full_name: str) -> str:
    """Return what is shown of a name without consent to publish it.

    >>> initials("Қасымова Әлия")
    'Қ. Ә.'
    """
    return " ".join(f"{part[0].upper()}." for part in full_name.split())


def _is_told(field: Mapping[str, Any]) -> bool:
    return bool(field["key"] != "title" and field["kind"] != "consent")


def _shown(field: Mapping[str, Any], value: str) -> ShownField:
    match field["kind"]:
        case "choice" | "industry" | "ai_use":
            names = {option["key"]: option["name"] for option in field["options"]}
            return ShownField(field["label"], text=value, words=names.get(value))
        case "link" if is_web_address(value):
            return ShownField(field["label"], link=value)
        case _:
            return ShownField(field["label"], text=value)
