"""What the job found alike, and what organizers said of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.contests.models import Contest, Entry
from contest_app.db import Base, Identified


class LikenessRun(Identified, Base):
    """One look at a contest's entries beside each other and beside earlier ones; only the newest is kept.

    ``entries`` and ``earlier`` say how many works were compared, ``unread`` how many pictures could not be.
    """

    __tablename__ = "likeness_runs"
    __table_args__ = (UniqueConstraint("contest_id"),)

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"))
    entries: Mapped[int]
    earlier: Mapped[int]
    unread: Mapped[int]
    encoder_version: Mapped[str]
    compared_at: Mapped[datetime]

    contest: Mapped[Contest] = relationship(lazy="raise")


class LikePair(Identified, Base):
    """Two entries that are alike in their texts or in pictures; ``other`` is the one that was submitted first.

    ``likeness`` goes from 0, where pairs begin to be shown, to 1. ``found`` says what is alike: for a text the shares
    and the passages, for pictures the files.
    """

    __tablename__ = "like_pairs"
    __table_args__ = (
        UniqueConstraint("run_id", "entry_id", "other_id", "kind"),
        CheckConstraint("kind IN ('text', 'picture')", name="kind"),
        CheckConstraint("likeness > 0 AND likeness <= 1", name="likeness"),
        CheckConstraint("entry_id <> other_id", name="two_entries"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("likeness_runs.id", ondelete="CASCADE"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    likeness: Mapped[float]
    found: Mapped[dict[str, Any]]

    run: Mapped[LikenessRun] = relationship(lazy="raise")
    entry: Mapped[Entry] = relationship(lazy="raise", foreign_keys=[entry_id])
    other: Mapped[Entry] = relationship(lazy="raise", foreign_keys=[other_id])


class LikeVerdict(Identified, Base):
    """What an organizer said of two entries; rows are only added, and the newest counts.

    It outlives the runs. ``said_by_id`` names a person by key alone, as the audit does.
    """

    __tablename__ = "like_verdicts"
    __table_args__ = (CheckConstraint("verdict IN ('nothing', 'own', 'copied')", name="verdict"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[str]
    words: Mapped[str]
    said_by_id: Mapped[UUID]
    said_at: Mapped[datetime]
