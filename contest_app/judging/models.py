"""Rounds of judging and what judges gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.accounts.models import School, User
from contest_app.contests.models import Contest, Entry
from contest_app.db import Base, Identified
from contest_app.judging.rules import Given, Rubric, Window


class JudgeProfile(Base):
    """What a judge can read and knows: languages and nominations of expertise."""

    __tablename__ = "judge_profiles"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    languages: Mapped[list[str]]
    expertise: Mapped[list[str]]

    user: Mapped[User] = relationship(lazy="raise")


class Round(Identified, Base):
    """The judging of one stage of a contest, with its own copy of the rubric and of the official formula."""

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("contest_id", "position"), UniqueConstraint("stage_id"))

    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contests.id", ondelete="CASCADE"))
    stage_id: Mapped[UUID] = mapped_column(ForeignKey("stages.id", ondelete="CASCADE"))
    position: Mapped[int]
    rubric: Mapped[dict[str, Any]]
    formula: Mapped[str]
    formula_settings: Mapped[dict[str, Any]]
    reviews: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    seed: Mapped[int]
    allocation_requested_at: Mapped[datetime | None]
    allocated_at: Mapped[datetime | None]
    allocation_problem: Mapped[dict[str, Any] | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None]
    published_at: Mapped[datetime | None]

    contest: Mapped[Contest] = relationship(lazy="raise")
    members: Mapped[list[JuryMember]] = relationship(back_populates="round", lazy="raise", passive_deletes=True)
    assignments: Mapped[list[Assignment]] = relationship(back_populates="round", lazy="raise", passive_deletes=True)

    @property
    def window(self) -> Window:
        """When marks are taken."""
        return Window(self.opens_at, self.closes_at)

    @property
    def criteria(self) -> Rubric:
        """The rubric as a value."""
        return Rubric.from_content(self.rubric)


class JuryMember(Base):
    """A person in the jury of a round: judge, chair or secretary."""

    __tablename__ = "jury_members"
    __table_args__ = (CheckConstraint("duty IN ('judge', 'chair', 'secretary')", name="duty"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    duty: Mapped[str]
    max_load: Mapped[int | None]

    round: Mapped[Round] = relationship(back_populates="members", lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")


class JuryInvitation(Identified, Base):
    """A link by which somebody comes into the jury of a round, once.

    Its token is derived from the key and ``version`` and never stored; ``token_hash`` finds it. A link that is
    made anew has the next version, and the old one opens nothing.
    """

    __tablename__ = "jury_invitations"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        CheckConstraint("duty IN ('judge', 'chair', 'secretary')", name="duty"),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    contact: Mapped[str]
    duty: Mapped[str]
    version: Mapped[int]
    token_hash: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    accepted_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship(lazy="raise")
    user: Mapped[User | None] = relationship(lazy="raise")


class JurySignature(Identified, Base):
    """A member's signature under the declaration: whose, when, and what exactly was read; rows are only added."""

    __tablename__ = "jury_signatures"
    __table_args__ = (UniqueConstraint("round_id", "user_id"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    text_version: Mapped[int]
    language: Mapped[str]
    sha256: Mapped[str]
    name: Mapped[str]
    signed_at: Mapped[datetime]


class JudgeTie(Identified, Base):
    """A school or a person that a judge is close to, by the judge's own word."""

    __tablename__ = "judge_ties"
    __table_args__ = (CheckConstraint("(school_id IS NULL) <> (person IS NULL)", name="school_or_person"),)

    judge_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    person: Mapped[str | None]
    note: Mapped[str]
    declared_at: Mapped[datetime]

    school: Mapped[School | None] = relationship(lazy="raise")


class ConflictOfInterest(Identified, Base):
    """A judge who may not mark an entry, and why; one that follows from a tie lasts as long as the tie."""

    __tablename__ = "conflicts_of_interest"
    __table_args__ = (UniqueConstraint("judge_id", "entry_id"),)

    judge_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]
    declared_at: Mapped[datetime]
    tie_id: Mapped[UUID | None] = mapped_column(ForeignKey("judge_ties.id", ondelete="CASCADE"), index=True)


class Assignment(Identified, Base):
    """One judge asked to mark one entry in one round."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("round_id", "entry_id", "judge_id"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    judge_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship(back_populates="assignments", lazy="raise")
    entry: Mapped[Entry] = relationship(lazy="raise")
    judge: Mapped[User] = relationship(lazy="raise")
    marks: Mapped[list[Mark]] = relationship(
        back_populates="assignment", lazy="raise", order_by="Mark.revision", passive_deletes=True
    )

    @property
    def sheet(self) -> dict[str, Given]:
        """The newest mark of each criterion (``marks`` must be loaded, they come in order of revision)."""
        return {mark.criterion: Given(mark.value, mark.comment, mark.revision) for mark in self.marks}


class AllocationDraft(Identified, Base):
    """A plan that is proposed: what was asked, what came of it, and when entries were given out by it.

    ``band_percent`` None takes the narrowest band that can be had. ``released`` is the number of entries that a
    juror left behind who went; such a plan is carried out at once, the others when the organizer says so.
    ``summary`` holds the figures or the reasons why there is no plan, ``pairs`` the entries of each judge,
    ``problem_sha256`` of what the plan was made for.
    """

    __tablename__ = "allocation_drafts"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    without_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    reviews: Mapped[int]
    band_percent: Mapped[int | None]
    moves_little: Mapped[bool]
    seed: Mapped[int]
    released: Mapped[int | None]
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    assigned_at: Mapped[datetime | None]
    summary: Mapped[dict[str, Any] | None]
    pairs: Mapped[dict[str, Any] | None] = mapped_column(deferred=True, deferred_raiseload=True)
    problem_sha256: Mapped[str | None]

    without: Mapped[User | None] = relationship(lazy="raise")


class Mark(Identified, Base):
    """A judge's mark for one criterion of one entry; a changed mind is a new revision, never an edit."""

    __tablename__ = "marks"
    __table_args__ = (UniqueConstraint("assignment_id", "criterion", "revision"),)

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    criterion: Mapped[str]
    revision: Mapped[int]
    value: Mapped[int | None]
    comment: Mapped[str]
    reason: Mapped[str | None]
    given_at: Mapped[datetime]

    assignment: Mapped[Assignment] = relationship(back_populates="marks", lazy="raise")


class ResultSheet(Identified, Base):
    """The published results of a round: frozen content and its SHA-256; a correction adds a sheet."""

    __tablename__ = "result_sheets"
    __table_args__ = (UniqueConstraint("round_id", "version"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    published_by_id: Mapped[UUID]
    published_at: Mapped[datetime]

    round: Mapped[Round] = relationship(lazy="raise")


class RoundAnalysis(Identified, Base):
    """What the marks of a round said when they were looked at, for the chair and the organizer; rows are only added.

    Jurors stand in it by key and entries by blind code. ``input_sha256`` is the hash of all that was read.
    """

    __tablename__ = "round_analyses"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    content: Mapped[dict[str, Any]]
    input_sha256: Mapped[str]
    version: Mapped[int]
    made_at: Mapped[datetime]
