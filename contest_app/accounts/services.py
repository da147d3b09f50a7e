"""Acts on people: signing in and out, rosters and slips, consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts import queries, rules
from contest_app.accounts.models import (
    CodeFailure,
    Consent,
    District,
    Guardianship,
    HalfLogin,
    LoginSession,
    RoleGrant,
    School,
    SchoolCarer,
    SchoolClass,
    Student,
    User,
)
from contest_app.accounts.passwords import is_password, password_hash
from contest_app.languages import search_key, sort_key
from contest_app.roles import Role

CONSENT_TEXT_VERSION = 1


def import_districts(session: Session, districts: Iterable[Mapping[str, Any]]) -> None:
    """Add the districts that are new, and bring the names of the others up to date."""
    for district in districts:
        session.merge(District(key=district["key"], name=district["name"], kind=district["kind"]))


def new_user(  # noqa: PLR0913 -- a person has this many facts
    session: Session,
    *,
    display_name: str,
    roles: set[Role],
    language: str,
    now: datetime,
    login: str | None = None,
    password: str | None = None,
    school: School | None = None,
) -> User:
    """Add a person; staff have a log-in name and a password, pupils have neither.

    Raises LoginUnfit, LoginTaken, PasswordTooShort.
    """
    key = _free_login_key(session, login) if login else None
    if password is not None:
        rules.check_password(password)
    user = User(
        display_name=display_name,
        sort_key=sort_key(display_name),
        search_key=search_key(display_name),
        language=language,
        login=login,
        login_key=key,
        password_hash=password_hash(password) if password else None,
        school_id=school.id if school else None,
        created_at=now,
    )
    user.grants = [RoleGrant(role=role.value) for role in sorted(roles)]
    session.add(user)
    return user


def add_staff(  # noqa: PLR0913 -- as above
    session: Session,
    *,
    display_name: str,
    login: str,
    password: str,
    roles: set[Role],
    language: str,
    school: School | None,
    actor: User | None,
    now: datetime,
) -> User:
    """Add a member of staff on the record; ``actor`` is None for the one who has the command line.

    Raises LoginUnfit, LoginTaken, PasswordTooShort.
    """
    user = new_user(
        session,
        display_name=display_name,
        roles=roles,
        language=language,
        login=login,
        password=password,
        school=school,
        now=now,
    )
    audit.record(session, actor, "user.added", user, at=now, roles=sorted(roles))
    return user


def new_school(session: Session, facts: rules.SchoolFacts, *, actor: User, now: datetime) -> School:
    """Add an organization that takes part. Raises SchoolNameTaken."""
    _check_free_name(session, facts, but=None)
    school = School(created_at=now, **asdict(facts))
    session.add(school)
    audit.record(session, actor, "school.added", school, at=now)
    return school


def change_school(session: Session, school: School, facts: rules.SchoolFacts, *, actor: User, now: datetime) -> None:
    """Correct what is known of a school; the audit keeps what it was.

    Reports that were counted keep the facts of their day. Raises SchoolNameTaken.
    """
    _check_free_name(session, facts, but=school)
    after = {fact: value for fact, value in asdict(facts).items() if getattr(school, fact) != value}
    before = {fact: getattr(school, fact) for fact in after}
    for fact, value in after.items():
        setattr(school, fact, value)
    if after:
        audit.record(session, actor, "school.changed", school, at=now, before=before, after=after)


def name_carer(session: Session, school: School, person: User | None, *, actor: User, now: datetime) -> None:
    """Name the adult of a school to whom signs of distress go, or nobody; whoever was named before is relieved.

    The person gets the role that opens the page of cases, and loses it when no school names them any more.
    ``person.grants`` must be loaded. Raises NotOfThisSchool.
    """
    if person is not None and (person.school_id != school.id or person.disabled_at is not None):
        raise rules.NotOfThisSchool
    named = session.get(SchoolCarer, school.id)
    if named is not None:
        _relieve(session, named)
    if person is not None:
        session.add(SchoolCarer(school_id=school.id, user_id=person.id, named_at=now))
        if Role.CARER not in person.roles:
            person.grants.append(RoleGrant(role=Role.CARER.value))
    audit.record(session, actor, "school.carer_named", school, at=now, user_id=str(person.id) if person else None)


def new_class(
    session: Session, *, school_id: UUID, grade: int, letter: str, language: str, actor: User, now: datetime
) -> SchoolClass:
    """Open a class of the acting teacher."""
    school_class = SchoolClass(
        school_id=school_id,
        teacher_id=actor.id,
        grade=grade,
        letter=letter.strip().upper(),
        language=language,
        code=rules.new_class_code(),
        created_at=now,
    )
    session.add(school_class)
    audit.record(session, actor, "class.opened", school_class, at=now)
    return school_class


def add_student(
    session: Session, school_class: SchoolClass, name: str, *, secret: str, actor: User, now: datetime
) -> Student:
    """Put a pupil on the roster, with a slip's code of the pupil's own."""
    user = new_user(session, display_name=name, roles={Role.STUDENT}, language=school_class.language, now=now)
    user.school_id = school_class.school_id
    student = Student(user_id=user.id, class_id=school_class.id, code_version=0, code_hash="")
    student.user = user
    _issue_code(student, secret)
    session.add(student)
    audit.record(session, actor, "student.added", user, at=now, class_id=str(school_class.id))
    return student


def add_students(
    session: Session, school_class: SchoolClass, names: list[str], *, secret: str, actor: User, now: datetime
) -> list[Student]:
    """Put a list of pupils on the roster: all of them, or none."""
    return [add_student(session, school_class, name, secret=secret, actor=actor, now=now) for name in names]


def remove_student(session: Session, student: Student, *, actor: User, now: datetime) -> None:
    """Take a pupil off the roster: the slip stops working, the work stays."""
    student.left_at = now
    end_logins(session, student.user_id, now=now)
    audit.record(session, actor, "student.removed", student.user, at=now)


def reissue_slip(session: Session, student: Student, *, secret: str, actor: User, now: datetime) -> None:
    """Give a pupil a new code; the old slip and every device bound by it stop working at once."""
    _issue_code(student, secret)
    end_logins(session, student.user_id, now=now)
    audit.record(session, actor, "slip.reissued", student.user, at=now)


def set_class_lock(session: Session, school_class: SchoolClass, *, locked: bool, actor: User, now: datetime) -> None:
    """Lock the class code, or let it open the roster again."""
    school_class.locked_at = now if locked else None
    audit.record(session, actor, "class.locked" if locked else "class.unlocked", school_class, at=now)


def renew_class_code(session: Session, school_class: SchoolClass, *, actor: User, now: datetime) -> None:
    """Give the class another code; the old one opens nothing."""
    school_class.code = rules.new_class_code()
    audit.record(session, actor, "class.code_renewed", school_class, at=now)


def choose_nickname(session: Session, student: Student, nickname: str, language: str, *, now: datetime) -> None:
    """Keep the pupil's nickname and language; the first time counts as joining."""
    student.nickname = nickname
    student.user.language = language
    student.joined_at = student.joined_at or now
    audit.record(session, student.user, "student.joined", student.user, at=now)


def fail(session: Session, device_id: UUID, target: str, *, now: datetime) -> None:
    """Count a wrong code or password against this device and what it was tried at."""
    session.add(CodeFailure(device_id=device_id, target=target, at=now))


def check_password(session: Session, login: str, password: str, *, device_id: UUID, now: datetime) -> User | None:
    """Return the person whose log-in name and password these are, or None after counting the failure.

    Raises TooManyFailures.
    """
    try:
        key = rules.login_key(login)
    except rules.LoginUnfit:
        key = ""
    queries.failures(session, device_id, f"login:{key}", now).check()
    user = queries.user_by_login(session, key)
    if is_password(user.password_hash if user else None, password) and user and user.disabled_at is None:
        return user
    fail(session, device_id, f"login:{key}", now=now)
    return None


def check_code(session: Session, code: str, *, secret: str, device_id: UUID, now: datetime) -> Student | None:
    """Return the pupil whose slip has this code, or None after counting the failure.

    Raises TooManyFailures.
    """
    queries.failures(session, device_id, "", now).check()
    student = queries.student_by_code(session, rules.code_hash(secret, rules.typed_code(code)))
    if student is None:
        fail(session, device_id, "", now=now)
    return student


def check_code_of(
    session: Session, student: Student, code: str, *, secret: str, device_id: UUID, now: datetime
) -> bool:
    """Say whether a code is this pupil's, after counting a failure against the device and the class.

    Raises TooManyFailures.
    """
    target = f"class:{student.class_id}"
    queries.failures(session, device_id, target, now).check()
    is_right = rules.code_hash(secret, rules.typed_code(code)) == student.code_hash
    if not is_right:
        fail(session, device_id, target, now=now)
    return is_right


def check_class_code(session: Session, code: str, *, device_id: UUID, now: datetime) -> SchoolClass | None:
    """Return the open class with this code, or None after counting the failure.

    Raises TooManyFailures.
    """
    queries.failures(session, device_id, "", now).check()
    school_class = queries.class_by_code(session, rules.typed_code(code))
    if school_class is None:
        fail(session, device_id, "", now=now)
    return school_class


def open_login(session: Session, user: User, *, device_id: UUID, lasts: timedelta, now: datetime) -> str:
    """Sign a person in on a device; return the token for the cookie, of which only the hash is kept."""
    token = rules.new_token()
    session.add(
        LoginSession(
            user_id=user.id,
            token_hash=rules.token_hash(token),
            device_id=device_id,
            created_at=now,
            expires_at=now + lasts,
        )
    )
    audit.record(session, user, "login.opened", user, at=now)
    return token


def end_login(session: Session, token: str, *, actor: User, now: datetime) -> None:
    """Sign out on this device."""
    login = queries.live_login(session, rules.token_hash(token), now)
    if login is not None:
        login.ended_at = now
        audit.record(session, actor, "login.ended", actor, at=now)


def end_logins(session: Session, user_id: UUID, *, now: datetime) -> None:
    """Sign a person out everywhere, where only the password was given too."""
    session.execute(delete(HalfLogin).where(HalfLogin.user_id == user_id))
    session.execute(
        update(LoginSession)
        .where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def set_disabled(session: Session, user: User, *, disabled: bool, actor: User, now: datetime) -> None:
    """Close an account, which signs the person out everywhere, or open it again."""
    user.disabled_at = now if disabled else None
    end_logins(session, user.id, now=now)
    audit.record(session, actor, "user.disabled" if disabled else "user.enabled", user, at=now)


def change_password(session: Session, user: User, password: str, *, actor: User, now: datetime) -> None:
    """Set a new password and sign the person out everywhere.

    Raises PasswordTooShort.
    """
    rules.check_password(password)
    user.password_hash = password_hash(password)
    end_logins(session, user.id, now=now)
    audit.record(session, actor, "password.changed", user, at=now)


def link_guardian(session: Session, student: Student, login: str, *, actor: User, now: datetime) -> User:
    """Let an adult answer for a pupil; linking twice changes nothing.

    Raises NoSuchGuardian.
    """
    guardian = queries.user_by_login(session, search_key(login))
    if guardian is None or Role.GUARDIAN not in guardian.roles:
        raise rules.NoSuchGuardian
    if queries.ward(session, guardian.id, student.user_id) is None:
        session.add(Guardianship(guardian_id=guardian.id, student_id=student.user_id, created_at=now))
        audit.record(session, actor, "guardian.linked", student.user, at=now, guardian_id=str(guardian.id))
    return guardian


def record_consent(
    session: Session,
    student: Student,
    purpose: rules.Purpose,
    *,
    is_given: bool,
    way: str,
    actor: User,
    now: datetime,
) -> None:
    """Add a consent given or withdrawn; the newest one counts from this moment."""
    session.add(
        Consent(
            student_id=student.user_id,
            purpose=purpose.value,
            is_given=is_given,
            text_version=CONSENT_TEXT_VERSION,
            given_by_id=actor.id,
            way=way,
            at=now,
        )
    )
    act = "consent.given" if is_given else "consent.withdrawn"
    audit.record(session, actor, act, student.user, at=now, purpose=purpose.value)


def _check_free_name(session: Session, facts: rules.SchoolFacts, *, but: School | None) -> None:
    """Raise SchoolNameTaken if another school of the district has one of the names."""
    own = {(language, search_key(name)) for language, name in facts.name.items()}
    for school in queries.schools_in(session, facts.district_key):
        if school is not but and own & {(language, search_key(name)) for language, name in school.name.items()}:
            raise rules.SchoolNameTaken


def _free_login_key(session: Session, login: str) -> str:
    key = rules.login_key(login)
    if queries.user_by_login(session, key) is not None:
        raise rules.LoginTaken
    return key


def _relieve(session: Session, named: SchoolCarer) -> None:
    """Take the role back from somebody whom no other school names."""
    session.delete(named)
    session.flush()  # the next person's row has the same key, and the role depends on what is left
    if not queries.is_carer(session, named.user_id):
        session.execute(
            delete(RoleGrant).where(RoleGrant.user_id == named.user_id, RoleGrant.role == Role.CARER.value)
        )


def _issue_code(student: Student, secret: str) -> None:
    student.code_version += 1
    code = rules.personal_code(secret, student.user_id, student.code_version)
    student.code_hash = rules.code_hash(secret, code)
