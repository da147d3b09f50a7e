"""Contests, what may be entered, and the entries."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.accounts.models import User
from contest_app.contests.rules import Phase, Schedule
from contest_app.db import Base, Identified


class Contest(Identified, Base):
    """A contest, made from a preset and then on its own: form, rubric and awards are its own copies."""

    __tablename__ = "contests"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_closes"),
        CheckConstraint("closes_at <= judging_closes_at", name="closes_before_judging_ends"),
        CheckConstraint("formula IN ('mean', 'sum')", name="formula"),
    )

    organizer_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    preset: Mapped[str]
    name: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]]
    languages: Mapped[list[str]]
    form: Mapped[list[dict[str, Any]]]
    rubric: Mapped[dict[str, Any]]
    awards: Mapped[list[dict[str, Any]]]
    formula: Mapped[str]
    reviews: Mapped[int]
    team_min: Mapped[int]
    team_max: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    judging_closes_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    organizer: Mapped[User] = relationship(lazy="raise")
    nominations: Mapped[list[Nomination]] = relationship(
        back_populates="contest",
        lazy="raise",
        order_by="Nomination.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    age_groups: Mapped[list[AgeGroup]] = relationship(
        back_populates="contest",
        lazy="raise",
        order_by="AgeGroup.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def schedule(self) -> Schedule:
        """When entries come in and when judging ends."""
        return Schedule(self.opens_at, self.closes_at, self.judging_closes_at)

    def phase(self, now: datetime) -> Phase:
        """Where the contest stands at ``now``; publication finishes it early."""
        return Phase.FINISHED if self.published_at else self.schedule.phase(now)


class Nomination(Identified, Base):
    """A nomination of a contest."""

    __tablename__ = "nominations"
    __table_args__ = (UniqueConstraint("contest_id", "key"),)

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"))
    key: Mapped[str]
    position: Mapped[int]
    name: Mapped[dict[str, str]]

    contest: Mapped[Contest] = relationship(back_populates="nominations", lazy="raise")


class AgeGroup(Identified, Base):
    """An age group of a contest: the grades that compete with each other."""

    __tablename__ = "age_groups"
    __table_args__ = (UniqueConstraint("contest_id", "key"),)

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"))
    key: Mapped[str]
    position: Mapped[int]
    name: Mapped[dict[str, str]]
    grades: Mapped[list[int]]

    contest: Mapped[Contest] = relationship(back_populates="age_groups", lazy="raise")


class Entry(Identified, Base):
    """A work in a contest: a draft until submitted, then named to jurors by its blind code only.

    ``owner`` is a pupil; a teacher who enters on a pupil's behalf is the supervisor. Every save raises
    ``revision``, so that two open pages cannot overwrite each other unseen.
    """

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("contest_id", "blind_code"),
        Index(
            "uq_entries_live_entry",
            "contest_id",
            "nomination_id",
            "owner_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("(submitted_at IS NULL) = (blind_code IS NULL)", name="blind_code_when_submitted"),
    )

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"), index=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.id"))
    age_group_id: Mapped[UUID] = mapped_column(ForeignKey("age_groups.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    supervisor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    language: Mapped[str]
    title: Mapped[str]
    fields: Mapped[dict[str, Any]]
    blind_code: Mapped[str | None]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    contest: Mapped[Contest] = relationship(lazy="raise")
    nomination: Mapped[Nomination] = relationship(lazy="raise")
    age_group: Mapped[AgeGroup] = relationship(lazy="raise")
    owner: Mapped[User] = relationship(lazy="raise", foreign_keys=[owner_id])
    supervisor: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[supervisor_id])
    authors: Mapped[list[EntryAuthor]] = relationship(
        back_populates="entry",
        lazy="raise",
        order_by="EntryAuthor.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    attachments: Mapped[list[Attachment]] = relationship(
        back_populates="entry",
        lazy="raise",
        order_by="Attachment.created_at",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class EntryAuthor(Base):
    """An author of an entry: a pupil of the platform; the names on the diploma come from here."""

    __tablename__ = "entry_authors"
    __table_args__ = (UniqueConstraint("entry_id", "user_id"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    full_name: Mapped[str]

    entry: Mapped[Entry] = relationship(back_populates="authors", lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")


class Attachment(Identified, Base):
    """A file of an entry, one a form field; the bytes lie in the uploads folder under their SHA-256."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("entry_id", "field"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    field: Mapped[str]
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime]

    entry: Mapped[Entry] = relationship(back_populates="attachments", lazy="raise")
