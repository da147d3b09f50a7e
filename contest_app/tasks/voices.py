"""What is read aloud of an item, and where the bytes of voices lie."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the bank is read aloud in one language: how many items are whole, and which wait for a voice."""

    whole: int
    waiting: tuple[Item, ...]

    def after(self, slug: str) -> Item | None:
        """Return the next item that waits for a voice, round the bank by slug; never this one."""
        others = [item for item in self.waiting if item.slug != slug]
        return next((item for item in others if item.slug > slug), next(iter(others), None))


def progress(items: Iterable[Item], language: str, keys: Collection[str]) -> Progress:
    """Return how far items, given by slug, are read aloud; ``keys`` are of the words that have a voice."""
    known = list(items)
    waiting = [item for item in known if not all(each.key in keys for each in spoken_of(item, language))]
    return Progress(whole=len(known) - len(waiting), waiting=tuple(waiting))


def voices_folder(uploads: Path) -> Path:
    """Return where the bytes of voices lie, apart from other features' files."""
    return uploads / "voices"
