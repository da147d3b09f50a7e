"""Reads of the item bank."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload

from contest_app.tasks.models import Item, NormAnswer, NormPool
from contest_app.tasks.rules.items import Listed


def all_versions(session: Session) -> Sequence[Item]:
    """Return every version of every item."""
    return session.scalars(select(Item)).all()


def listed(session: Session) -> list[Listed]:
    """Return the newest version of each item as lists show it, by slug: without themes and pictures."""
    columns = [Item.slug, Item.kind, Item.domain, Item.facet, Item.grades, Item.seconds, Item.title]
    content = [Item.content[name].label(name) for name in ("object", "stimulus", "instruction", "programmes")]
    rows = session.execute(select(*columns, *content).where(_is_newest()).order_by(Item.slug))
    return [
        Listed(
            slug=row.slug,
            kind=row.kind,
            domain=row.domain,
            facet=row.facet,
            grades=row.grades,
            seconds=row.seconds,
            title=row.title,
            named=row.object or {},
            opening=row.stimulus or row.instruction,
            programmes=row.programmes or [],
        )
        for row in rows
    ]


def newest_items(session: Session) -> Sequence[Item]:
    """Return the newest version of each item, by slug."""
    return session.scalars(select(Item).where(_is_newest()).order_by(Item.slug)).all()


def versions(session: Session, slug: str) -> Sequence[Item]:
    """Return all versions of an item, the newest first."""
    return session.scalars(select(Item).where(Item.slug == slug).order_by(Item.version.desc())).all()


def version(session: Session, slug: str, number: int) -> Item | None:
    """Return one version of an item."""
    return session.scalar(select(Item).where(Item.slug == slug, Item.version == number))


def newest(session: Session, slug: str) -> Item | None:
    """Return the newest version of an item."""
    return session.scalar(select(Item).where(Item.slug == slug).order_by(Item.version.desc()).limit(1))


def norm_pools(session: Session, slug: str) -> Sequence[NormPool]:
    """Return the samples that answers to an item are compared with, by language."""
    query = select(NormPool).where(NormPool.item_slug == slug)
    return session.scalars(query.order_by(NormPool.language, NormPool.created_at.desc())).all()


def norm_answers(session: Session, slug: str, language: str) -> Sequence[NormAnswer]:
    """Return the answers of the newest sample for an item in one language, each with its pool; maybe none."""
    pool_id = (
        select(NormPool.id)
        .where(NormPool.item_slug == slug, NormPool.language == language)
        .order_by(NormPool.created_at.desc(), NormPool.name)
        .limit(1)
        .scalar_subquery()
    )
    query = select(NormAnswer).where(NormAnswer.pool_id == pool_id).options(joinedload(NormAnswer.pool))
    return session.scalars(query.order_by(NormAnswer.person, NormAnswer.position)).all()


def _is_newest() -> ColumnElement[bool]:
    other = aliased(Item)
    newest = select(other.slug, func.max(other.version)).group_by(other.slug)
    return tuple_(Item.slug, Item.version).in_(newest)
