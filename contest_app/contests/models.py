"""Contests, what may be entered, and the entries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
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
        CheckConstraint("formula IN ('mean', 'sum', 'trimmed_mean', 'best')", name="formula"),
        CheckConstraint("supervisor IN ('none', 'optional', 'required')", name="supervisor"),
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
    awarding: Mapped[dict[str, Any]]
    formula: Mapped[str]
    formula_settings: Mapped[dict[str, Any]]
    reviews: Mapped[int]
    team_min: Mapped[int]
    team_max: Mapped[int]
    supervisor: Mapped[str]
    eligibility: Mapped[dict[str, Any]]
    late: Mapped[dict[str, Any]]
    programmes: Mapped[list[str]]
    documents: Mapped[list[str]]
    formal_check: Mapped[bool] = mapped_column(default=False)
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

    stages: Mapped[list[Stage]] = relationship(
        back_populates="contest",
        lazy="raise",
        order_by="Stage.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def schedule(self) -> Schedule:
        """When entries come in and when judging ends."""
        grace = timedelta(hours=self.late["grace_hours"])
        return Schedule(self.opens_at, self.closes_at, self.judging_closes_at, grace)

    def phase(self, now: datetime) -> Phase:
        """Where the contest stands at ``now``; publication finishes it early."""
        return Phase.FINISHED if self.published_at else self.schedule.phase(now)


class Stage(Identified, Base):
    """A level of a contest, from the school to the republic; entries go on from stage to stage.

    What is None is as in the contest: the rubric, how many review an entry, how long judging lasts. ``promotes``
    says who goes on, None in the last stage; ``on_site`` the minutes of a defence, None when judged from afar.
    """

    __tablename__ = "stages"
    __table_args__ = (
        UniqueConstraint("contest_id", "key"),
        UniqueConstraint("contest_id", "position"),
        CheckConstraint("level IN ('school', 'district', 'region', 'republic')", name="level"),
        CheckConstraint("unit IN ('school', 'district', 'all')", name="unit"),
    )

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str]
    level: Mapped[str]
    name: Mapped[dict[str, str]]
    unit: Mapped[str]
    promotes: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    on_site: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    rubric: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reviews: Mapped[int | None]
    judging_days: Mapped[int | None]

    contest: Mapped[Contest] = relationship(back_populates="stages", lazy="raise")


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
    """An age group of a contest: the grades that compete with each other, or adults."""

    __tablename__ = "age_groups"
    __table_args__ = (UniqueConstraint("contest_id", "key"),)

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"))
    key: Mapped[str]
    position: Mapped[int]
    name: Mapped[dict[str, str]]
    grades: Mapped[list[int]]
    adults: Mapped[bool]

    contest: Mapped[Contest] = relationship(back_populates="age_groups", lazy="raise")


class Entry(Identified, Base):
    """A work in a contest: a draft until submitted, then named to jurors by its blind code only.

    ``owner`` is a pupil; a teacher who enters on a pupil's behalf is the supervisor. Every save raises
    ``revision``, so that two open pages cannot overwrite each other unseen. ``number`` counts a pupil's entries in
    one nomination, from 0, where a contest takes several; ``is_late`` says submitted after the closing, in the grace.
    ``formal_state`` is the newest verdict of the formal check, None while a check is awaited; an entry that was
    returned may be changed up to ``mend_until``.
    """

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("contest_id", "blind_code"),
        Index(
            "uq_entries_live_entry",
            "contest_id",
            "nomination_id",
            "owner_id",
            "number",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("(submitted_at IS NULL) = (blind_code IS NULL)", name="blind_code_when_submitted"),
        CheckConstraint("formal_state IN ('accepted', 'returned', 'rejected')", name="formal_state"),
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
    number: Mapped[int] = mapped_column(default=0)
    is_late: Mapped[bool] = mapped_column(default=False)
    formal_state: Mapped[str | None]
    mend_until: Mapped[datetime | None]
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
        order_by="Attachment.created_at, Attachment.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    checks: Mapped[list[FormalCheck]] = relationship(
        back_populates="entry", lazy="raise", order_by="FormalCheck.checked_at", passive_deletes=True
    )


class FormalCheck(Identified, Base):
    """A verdict of the formal check on an entry, with the words for its author; rows are only added."""

    __tablename__ = "formal_checks"
    __table_args__ = (CheckConstraint("verdict IN ('accepted', 'returned', 'rejected')", name="verdict"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[str]
    words: Mapped[str]
    mend_until: Mapped[datetime | None]
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)

    entry: Mapped[Entry] = relationship(back_populates="checks", lazy="raise")


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
    """A file of an entry at a position of a form field; the bytes lie in the uploads folder under their SHA-256."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("entry_id", "field", "position"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    field: Mapped[str]
    position: Mapped[int]
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime]

    entry: Mapped[Entry] = relationship(back_populates="attachments", lazy="raise")
