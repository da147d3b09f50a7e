"""Reads of the item bank."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from contest_app.tasks.models import Item, NormAnswer, NormPool


def all_versions(session: Session) -> Sequence[Item]:
    """Return every version of every item."""
    return session.scalars(select(Item)).all()


def newest_items(session: Session) -> Sequence[Item]:
    """Return the newest version of each item, by slug."""
    newest = select(Item.slug, func.max(Item.version).label("version")).group_by(Item.slug).subquery()
    query = select(Item).join(newest, (Item.slug == newest.c.slug) & (Item.version == newest.c.version))
    return session.scalars(query.order_by(Item.slug)).all()


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
