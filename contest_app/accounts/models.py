"""People and where they belong."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_app.db import Base, Identified
from contest_app.roles import Role


class District(Base):
    """A city or district of the region."""

    __tablename__ = "districts"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    kind: Mapped[str]


class School(Identified, Base):
    """An organization that takes part, of any kind: school, college, kindergarten, additional education."""

    __tablename__ = "schools"

    district_key: Mapped[str] = mapped_column(ForeignKey("districts.key"), index=True)
    name: Mapped[dict[str, str]]
    kind: Mapped[str]
    is_rural: Mapped[bool]
    created_at: Mapped[datetime]

    district: Mapped[District] = relationship(lazy="raise")


class SchoolCarer(Base):
    """The adult of a school to whom signs of distress go: the psychologist or a deputy head."""

    __tablename__ = "school_carers"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    named_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="raise")


class User(Identified, Base):
    """A person. Pupils have no log-in name and no password: their slip's code signs them in."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("(login_key IS NULL) = (password_hash IS NULL)", name="login_with_password"),
        UniqueConstraint("login_key"),
    )

    display_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)
    search_key: Mapped[str]
    language: Mapped[str]
    login: Mapped[str | None]
    login_key: Mapped[str | None]
    password_hash: Mapped[str | None]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    school: Mapped[School | None] = relationship(lazy="raise")
    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="user", lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )
    student: Mapped[Student | None] = relationship(back_populates="user", lazy="raise", passive_deletes=True)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles granted to this person (``grants`` must be loaded)."""
        return frozenset(Role(grant.role) for grant in self.grants)


class RoleGrant(Base):
    """One role of one person."""

    __tablename__ = "role_grants"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)

    user: Mapped[User] = relationship(back_populates="grants", lazy="raise")


class SchoolClass(Identified, Base):
    """A class; its code opens the roster and nothing else, and can be locked."""

    __tablename__ = "school_classes"
    __table_args__ = (UniqueConstraint("code"), CheckConstraint("grade BETWEEN 0 AND 13", name="grade"))

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    teacher_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    grade: Mapped[int]
    letter: Mapped[str]
    language: Mapped[str]
    code: Mapped[str]
    locked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    school: Mapped[School] = relationship(lazy="raise")
    teacher: Mapped[User] = relationship(lazy="raise")
    students: Mapped[list[Student]] = relationship(back_populates="school_class", lazy="raise", passive_deletes=True)

    @property
    def name(self) -> str:
        """The name as it stands on the door: ``7 «А»``."""
        return f"{self.grade} «{self.letter}»" if self.letter else str(self.grade)


class Student(Base):
    """A pupil's place in a class: the name on the roster, the chosen nickname, and the slip's code.

    The code itself is derived from the key and ``code_version`` and never stored; ``code_hash`` finds it.
    """

    __tablename__ = "students"
    __table_args__ = (UniqueConstraint("code_hash"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    class_id: Mapped[UUID] = mapped_column(ForeignKey("school_classes.id", ondelete="CASCADE"), index=True)
    nickname: Mapped[str | None]
    code_version: Mapped[int]
    code_hash: Mapped[str]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="student", lazy="raise")
    school_class: Mapped[SchoolClass] = relationship(back_populates="students", lazy="raise")


class LoginSession(Identified, Base):
    """A person signed in on one device; the cookie holds a token, the database its hash.

    It dies at once with ``ended_at``: signing out, a new password, a reissued code or a disabled account end it.
    """

    __tablename__ = "login_sessions"
    __table_args__ = (UniqueConstraint("token_hash"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str]
    device_id: Mapped[UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise")


class SecondFactor(Base):
    """A person's app of one-time codes. The app's secret is derived from the key and ``salt`` and never stored.

    ``last_step`` is the half minute of the last code that was taken: no code is taken twice. ``failures``
    counts wrong codes since a right one; too many lock the app's codes, and a recovery code opens them again.
    """

    __tablename__ = "second_factors"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str]
    last_step: Mapped[int]
    failures: Mapped[int]
    set_at: Mapped[datetime]


class RecoveryCode(Identified, Base):
    """A code on paper that stands in for the app, once; only its keyed hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class HalfLogin(Identified, Base):
    """Somebody whose password was right and whose second factor is awaited: it opens no page but that one."""

    __tablename__ = "half_logins"
    __table_args__ = (UniqueConstraint("token_hash"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str]
    device_id: Mapped[UUID]
    expires_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="raise")


class CodeFailure(Identified, Base):
    """A wrong code or password, kept to limit guessing by device and by what was guessed at."""

    __tablename__ = "code_failures"
    __table_args__ = (
        Index("ix_code_failures_target", "target", "at"),
        Index("ix_code_failures_device", "device_id", "at"),
    )

    device_id: Mapped[UUID]
    target: Mapped[str]
    at: Mapped[datetime]


class Guardianship(Base):
    """An adult who answers for a pupil."""

    __tablename__ = "guardianships"

    guardian_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    student_id: Mapped[UUID] = mapped_column(
        ForeignKey("students.user_id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]

    student: Mapped[Student] = relationship(lazy="raise")


class Consent(Identified, Base):
    """Consent given or withdrawn for one purpose; rows are only added, the newest counts."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_student_purpose", "student_id", "purpose", "at"),)

    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"))
    purpose: Mapped[str]
    is_given: Mapped[bool]
    text_version: Mapped[int]
    given_by_id: Mapped[UUID | None]
    way: Mapped[str]
    at: Mapped[datetime]
