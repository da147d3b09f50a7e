"""The machine's comparison of entries: gather the works, find what is alike, keep it in place of what was known.

Only ``likeness/jobs.py`` imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import numpy as np
from PIL import Image
from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_app.contests.models import Contest, Entry
from contest_app.likeness import queries
from contest_app.likeness.models import LikenessRun, LikePair
from contest_app.likeness.rules.candidates import WORTH_COMPARING, Pairs, near_in_meaning, sharing_runs
from contest_app.likeness.rules.meanings import Rows, mean_rows, nearness, parts_of
from contest_app.likeness.rules.pictures import PictureLikeness, Seen, alike_pictures, seen_of
from contest_app.likeness.rules.texts import (
    FEWEST_COMPARED,
    MEANING,
    TextLikeness,
    compare_texts,
    compared_words,
)
from contest_app.likeness.rules.verdicts import Kind
from contest_app.scoring.encoders import Encoder
from contest_app.storage import stored_path

#: Pairs of a kind that are kept: more nobody reads, and what is beyond them is the least alike.
MOST_PAIRS: Final = 300


@dataclass(frozen=True, slots=True)
class Work:
    """An entry as it is compared: its words, where it stands among all, and its pictures by key and hash of bytes."""

    entry: UUID
    language: str
    words: tuple[str, ...]
    pictures: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class Works:
    """The works of a contest, the first ``count``, and then those of earlier ones; both in the order they came."""

    works: tuple[Work, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """Two works by their places, and what is alike."""

    one: int
    other: int
    kind: Kind
    likeness: float
    found: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """All that was found about the works of a contest."""

    works: Works
    found: tuple[Found, ...]
    unread: int
    encoder_version: str


def gather(session: Session, contest: Contest) -> Works:
    """Return the works of a contest and of earlier ones of its organizer."""
    own = [_work(entry) for entry in queries.entries_to_compare(session, contest)]
    earlier = [_work(entry) for entry in queries.earlier_entries(session, contest)]
    return Works((*own, *earlier), len(own))


def compare(works: Works, encoder: Encoder, uploads_dir: Path) -> Compared:
    """Return what is alike in texts and pictures; needs no database."""
    pictures, unread = _alike_pictures(works, uploads_dir)
    found = (*_alike_texts(works, encoder), *pictures)
    return Compared(works, found, unread, encoder.version)


def keep(session: Session, contest_id: UUID, compared: Compared, *, now: datetime) -> LikenessRun:
    """Keep a comparison in place of the one before; what organizers said stays."""
    session.execute(delete(LikenessRun).where(LikenessRun.contest_id == contest_id))
    works = compared.works
    run = LikenessRun(
        contest_id=contest_id,
        entries=works.count,
        earlier=len(works.works) - works.count,
        unread=compared.unread,
        encoder_version=compared.encoder_version,
        compared_at=now,
    )
    session.add(run)
    session.flush()  # the pairs refer to the run by key
    session.add_all(_pair(run, works, found) for found in compared.found)
    return run


def _work(entry: Entry) -> Work:
    texts = [field["key"] for field in entry.contest.form if field["kind"] in {"text", "long_text"}]
    said = [entry.title, *(entry.fields.get(key, "") for key in texts if key != "title")]
    pictures = [(file.id, file.sha256) for file in entry.attachments if file.media_type in queries.PICTURES]
    return Work(entry.id, entry.language, tuple(compared_words(said)), tuple(pictures))


def _alike_texts(works: Works, encoder: Encoder) -> list[Found]:
    """Return the texts that are alike; only candidates are compared slowly."""
    words = [work.words for work in works.works]
    meanings = _Meanings(works, encoder)
    found = [
        Found(one, other, Kind.TEXT, round(likeness.likeness, 4), _told(likeness))
        for one, other in sorted(sharing_runs(words, works.count) | meanings.pairs)
        if (likeness := compare_texts(words[one], words[other], *meanings.between(one, other))).signs
    ]
    return _most_alike(found)


class _Meanings:
    """What texts say, as the unit rows of their parts; texts of one language can be compared.

    `pairs` are those worth comparing, `between` is how near two are, None where their languages differ.
    """

    def __init__(self, works: Works, encoder: Encoder) -> None:
        self._works = works
        self._rows: dict[int, Rows] = {}
        self.pairs: Pairs = set()
        for language in MEANING:
            self._take(language, encoder)

    def between(self, one: int, other: int) -> tuple[float | None, str]:
        language = self._works.works[one].language
        is_known = one in self._rows and other in self._rows
        if not is_known or language != self._works.works[other].language:
            return None, language
        return nearness(self._rows[one], self._rows[other]), language

    def _take(self, language: str, encoder: Encoder) -> None:
        works = self._works.works
        places = [
            place
            for place, work in enumerate(works)
            if work.language == language and len(work.words) >= FEWEST_COMPARED
        ]
        if not places:
            return
        rows = rows_of([works[place].words for place in places], language, encoder)
        self._rows.update(zip(places, rows, strict=True))
        own = sum(place < self._works.count for place in places)
        near = near_in_meaning(mean_rows(rows), own, WORTH_COMPARING)
        self.pairs |= {(places[one], places[other]) for one, other in near}


def rows_of(texts: Sequence[Sequence[str]], language: str, encoder: Encoder) -> list[Rows]:
    """Return the unit rows of each text's parts."""
    parts = [parts_of(words) for words in texts]
    rows = encoder.encode([part for each in parts for part in each], language)
    return np.split(rows, np.cumsum([len(each) for each in parts[:-1]]))


def _told(likeness: TextLikeness) -> dict[str, Any]:
    return {
        "signs": list(likeness.signs),
        "copied": round(likeness.copied, 3),
        "wording": round(likeness.wording, 3),
        "meaning": None if likeness.meaning is None else round(likeness.meaning, 3),
        "passages": [" ".join(passage) for passage in likeness.passages],
    }


def _alike_pictures(works: Works, uploads_dir: Path) -> tuple[list[Found], int]:
    """Return the entries with pictures that look alike, and how many pictures could not be read."""
    seen: list[Seen] = []
    owners: list[tuple[int, UUID]] = []
    count = unread = 0
    for place, key, path in _pictures(works, uploads_dir):
        try:
            hashes = _seen(path)
        except (OSError, ValueError, SyntaxError):
            unread += 1
            continue
        if hashes is not None:
            seen.append(hashes)
            owners.append((place, key))
            count += place < works.count
    return _most_alike(_by_entries(alike_pictures(seen, count), owners)), unread


def _pictures(works: Works, uploads_dir: Path) -> Iterator[tuple[int, UUID, Path]]:
    for place, work in enumerate(works.works):
        for key, sha256 in work.pictures:
            yield place, key, stored_path(uploads_dir, sha256)


def _seen(path: Path) -> Seen | None:
    with Image.open(path) as picture:
        return seen_of(picture)


def _by_entries(alike: Sequence[PictureLikeness], owners: Sequence[tuple[int, UUID]]) -> list[Found]:
    """Return one finding for each two entries, with all their pictures that look alike, the nearest first."""
    found: dict[tuple[int, int], Found] = {}
    for pictures in sorted(alike, key=lambda each: each.bits):
        (one, one_key), (other, other_key) = owners[pictures.one], owners[pictures.other]
        if one == other:
            continue
        told = {"one": str(one_key), "other": str(other_key), "bits": pictures.bits, "mirrored": pictures.is_mirrored}
        first = Found(one, other, Kind.PICTURE, round(pictures.likeness, 4), {"pictures": []})
        found.setdefault((one, other), first).found["pictures"].append(told)
    return list(found.values())


def _most_alike(found: Sequence[Found]) -> list[Found]:
    return sorted(found, key=lambda each: -each.likeness)[:MOST_PAIRS]


def _pair(run: LikenessRun, works: Works, found: Found) -> LikePair:
    """Return the row of a finding; of two entries of the contest, ``entry`` is the one that came later."""
    is_within = found.other < works.count
    entry, other = (found.other, found.one) if is_within else (found.one, found.other)
    return LikePair(
        run_id=run.id,
        entry_id=works.works[entry].entry,
        other_id=works.works[other].entry,
        kind=found.kind,
        likeness=found.likeness,
        found=_turned(found.found) if is_within else found.found,
    )


def _turned(found: dict[str, Any]) -> dict[str, Any]:
    """Return what is alike with the two sides in the other order."""
    pictures = [each | {"one": each["other"], "other": each["one"]} for each in found.get("pictures", [])]
    return found | {"pictures": pictures} if pictures else found
