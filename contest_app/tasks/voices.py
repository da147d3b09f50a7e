"""What is read aloud of an item, and where the bytes of voices lie."""

from __future__ import annotations

from pathlib import Path

from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Item
from contest_app.tasks.rules.voices import Spoken, spoken


def spoken_of(item: Item, language: str) -> list[Spoken]:
    """Return what is read aloud of an item in one language."""
    sheet = kind_named(item.kind).sheet(item.content, language)
    return spoken(
        item.slug,
        language,
        title=item.title[language],
        instruction=sheet.instruction,
        given=(sheet.stimulus, *sheet.given),
    )


def voices_folder(uploads: Path) -> Path:
    """Return where the bytes of voices lie, apart from other features' files."""
    return uploads / "voices"
