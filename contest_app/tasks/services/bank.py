"""Acts on the item bank: taking in items and the answers of norm samples. Old versions stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.tasks.bank import COLUMNS, BankItem, BankRefused, Fault, content_hash
from contest_app.tasks.models import Item, NormAnswer, NormPool
from contest_app.tasks.queries import items as queries

Versions = dict[str, dict[int, Item]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the items that are new in the bank, and those that were there already."""

    added: tuple[Item, ...]
    unchanged: tuple[str, ...]


def import_items(session: Session, items: Sequence[BankItem], *, now: datetime) -> Imported:
    """Add each item whose version is new; a version that is in the bank stays as it is.

    Raises BankRefused, and then adds nothing, for a changed text under an old version number
    and for a new version number below the newest.
    """
    known = _versions(queries.all_versions(session))
    faults = [fault for item in items if (fault := _fault(item, known.get(item.slug, {})))]
    if faults:
        raise BankRefused(faults)
    fresh = [item for item in items if item.version not in known.get(item.slug, {})]
    rows = tuple(row_of(item.fields, now=now) for item in fresh)
    session.add_all(rows)
    for row in rows:
        audit.record(session, None, "item.imported", row, at=now, slug=row.slug, version=row.version)
    return Imported(added=rows, unchanged=tuple(item.slug for item in items if item not in fresh))


def import_norm_pool(
    session: Session, item_slug: str, language: str, name: str, answers: Iterable[tuple[str, str]], *, now: datetime
) -> NormPool:
    """Keep the answers of a named sample to one item in one language, each as (person, text) in the order given.

    A sample of that name is replaced whole, so that importing it twice leaves one.
    Raises ValueError if there is no answer or no such item.
    """
    people = _by_person(answers)
    if not people or queries.newest(session, item_slug) is None:
        raise ValueError(f"no answers, or no item {item_slug!r} in the bank")
    session.execute(
        delete(NormPool).where(NormPool.item_slug == item_slug, NormPool.language == language, NormPool.name == name)
    )
    pool = NormPool(item_slug=item_slug, language=language, name=name, people=len(people), created_at=now)
    session.add(pool)
    session.flush()  # the answers below refer to the pool by key
    session.add_all(
        NormAnswer(pool_id=pool.id, person=person, position=position, text=text)
        for person, texts in people.items()
        for position, text in enumerate(texts, start=1)
    )
    audit.record(session, None, "norm_pool.imported", pool, at=now, item=item_slug, language=language, name=name)
    return pool


def row_of(fields: Mapping[str, Any], *, now: datetime) -> Item:
    """Return the row of an item that says these fields."""
    content = {name: value for name, value in fields.items() if name not in COLUMNS}
    columns = {name: fields[name] for name in COLUMNS}
    return Item(**columns, content=content, content_hash=content_hash(fields), created_at=now)


def _versions(rows: Iterable[Item]) -> Versions:
    versions: Versions = {}
    for row in rows:
        versions.setdefault(row.slug, {})[row.version] = row
    return versions


def _fault(item: BankItem, versions: dict[int, Item]) -> Fault | None:
    """Return why an item cannot be taken beside the versions that the bank holds."""
    held = versions.get(item.version)
    if held is not None:
        changed = held.content_hash != item.content_hash
        reason = f"version {item.version} is in the bank with other content: raise the version"
        return Fault(item.file, 1, reason) if changed else None
    newest = max(versions, default=0)
    if item.version < newest:
        return Fault(item.file, 1, f"version {item.version} is older than version {newest} in the bank")
    return None


def _by_person(answers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    people: dict[str, list[str]] = {}
    for person, text in answers:
        people.setdefault(person, []).append(text)
    return people
