"""Pairs as pages show them: one for each two entries, whatever they are alike in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contest_app.contests.models import Attachment, Entry
from contest_app.likeness.models import LikePair, LikeVerdict
from contest_app.likeness.rules.passages import Piece, pieces_of
from contest_app.likeness.rules.verdicts import Kind


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of the list with what is alike: ``text`` and ``picture`` are None where nothing is."""

    entry: Entry
    other: Entry
    text: LikePair | None
    picture: LikePair | None
    verdict: LikeVerdict | None

    @property
    def likeness(self) -> float:
        """What is most alike decides, from 0 to 1."""
        return max(row.likeness for row in (self.text, self.picture) if row)

    @property
    def is_earlier(self) -> bool:
        """Whether the other entry was in an earlier contest."""
        return self.entry.contest_id != self.other.contest_id

    @property
    def has_same_author(self) -> bool:
        """Whether somebody is an author of both."""
        return bool({each.user_id for each in self.entry.authors} & {each.user_id for each in self.other.authors})

    @property
    def pictures(self) -> list[dict[str, Any]]:
        """The pictures that look alike, by the keys of the files of ``one`` and ``other``."""
        return list(self.picture.found["pictures"]) if self.picture else []


@dataclass(frozen=True, slots=True)
class MarkedField:
    """A field of an entry: its label, and its text in pieces."""

    label: Mapping[str, str] | None
    paragraphs: list[list[Piece]]


def pairs_shown(rows: Sequence[LikePair], verdicts: Mapping[tuple[UUID, UUID], LikeVerdict]) -> list[Pair]:
    """Return the pairs of entries: those that nobody has judged first, the most alike first."""
    kinds: dict[tuple[UUID, UUID], dict[str, LikePair]] = {}
    for row in rows:
        kinds.setdefault((row.entry_id, row.other_id), {})[row.kind] = row
    pairs = [_pair(found, verdicts.get(key)) for key, found in kinds.items()]
    return sorted(pairs, key=lambda pair: (pair.verdict is not None, -pair.likeness))


def marked_fields(entry: Entry, text: LikePair | None) -> Iterator[MarkedField]:
    """Go through what an entry says, its title first, with the shared passages marked."""
    passages = [passage.split() for passage in text.found["passages"]] if text else []
    yield MarkedField(None, [pieces_of(entry.title, passages)])
    for field in entry.contest.form:
        value = entry.fields.get(field["key"])
        if field["kind"] in {"text", "long_text"} and value:
            yield MarkedField(field["label"], _paragraphs(pieces_of(value, passages)))


def picture_of(entry: Entry, key: str) -> Attachment | None:
    """Return a file of an entry by its key, None where it has been replaced since."""
    return next((file for file in entry.attachments if str(file.id) == key), None)


def _pair(found: Mapping[str, LikePair], verdict: LikeVerdict | None) -> Pair:
    row = next(iter(found.values()))
    return Pair(row.entry, row.other, found.get(Kind.TEXT), found.get(Kind.PICTURE), verdict)


def _paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces by paragraphs: a line that ends ends one."""
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        paragraphs[-1].append(Piece(first, piece.is_shared))
        paragraphs += [[Piece(line, piece.is_shared)] for line in rest]
    return [kept for paragraph in paragraphs if (kept := [piece for piece in paragraph if piece.text.strip()])]
