"""Items in their versions, proposals to change them, and the samples that answers are compared with."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified
from contest_app.tasks.bank.items import COLUMNS


class Item(Identified, Base):
    """One version of a prompt in the bank. An edit adds a version; attempts keep theirs."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("slug", "version"),)

    slug: Mapped[str]
    version: Mapped[int]
    kind: Mapped[str]
    domain: Mapped[str]
    facet: Mapped[str]
    grades: Mapped[list[int]]
    seconds: Mapped[int]
    title: Mapped[dict[str, str]]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    created_at: Mapped[datetime]

    @property
    def fields(self) -> dict[str, Any]:
        """All that the item says, by the names that its file uses; a picture with the drawing itself."""
        return {name: getattr(self, name) for name in sorted(COLUMNS)} | self.content


class ItemProposal(Identified, Base):
    """What a person would have an item say instead: all of the fields that can be edited, upon one version."""

    __tablename__ = "item_proposals"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(index=True)
    said: Mapped[dict[str, Any]]
    note: Mapped[str]
    proposed_at: Mapped[datetime]

    item: Mapped[Item] = relationship(lazy="raise")
    decision: Mapped[ItemDecision | None] = relationship(
        back_populates="proposal", lazy="raise", passive_deletes=True
    )


class ItemDecision(Base):
    """What became of a proposal: a new version, a return with a reason, or its author took it back."""

    __tablename__ = "item_decisions"
    __table_args__ = (
        CheckConstraint("verdict IN ('accepted', 'returned', 'withdrawn')", name="verdict"),
        CheckConstraint("(verdict = 'accepted') = (new_item_id IS NOT NULL)", name="accepted_is_a_version"),
        CheckConstraint("(verdict = 'returned') = (reason IS NOT NULL)", name="returned_with_a_reason"),
        UniqueConstraint("new_item_id"),
    )

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("item_proposals.id", ondelete="CASCADE"), primary_key=True)
    verdict: Mapped[str]
    reason: Mapped[str | None]
    decided_by_id: Mapped[UUID]
    decided_at: Mapped[datetime]
    new_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("items.id"))

    proposal: Mapped[ItemProposal] = relationship(back_populates="decision", lazy="raise")


class NormPool(Identified, Base):
    """Answers of a named sample to one item in one language, which new answers are compared with."""

    __tablename__ = "norm_pools"
    __table_args__ = (UniqueConstraint("item_slug", "language", "name"),)

    item_slug: Mapped[str]
    language: Mapped[str]
    name: Mapped[str]
    people: Mapped[int]
    created_at: Mapped[datetime]

    answers: Mapped[list[NormAnswer]] = relationship(back_populates="pool", lazy="raise", passive_deletes=True)


class NormAnswer(Base):
    """One idea of one nameless person of the sample."""

    __tablename__ = "norm_answers"

    pool_id: Mapped[UUID] = mapped_column(ForeignKey("norm_pools.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]

    pool: Mapped[NormPool] = relationship(back_populates="answers", lazy="raise")
