"""Acts on an entry: begin, save, submit, withdraw; by the pupil, or by the teacher who supervises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts import queries as people
from contest_app.accounts.models import Student, User
from contest_app.contests import eligibility, fields, queries, rules
from contest_app.contests.models import AgeGroup, Contest, Entry, EntryAuthor, Nomination
from contest_app.contests.receipt import fingerprint
from contest_app.contests.services.editing import await_check, check_editable, check_editor, lock_entry
from contest_app.contests.services.files import forget_later
from contest_app.errors import NotAllowed
from contest_app.jobs.services import enqueue

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Work:
    """What was typed into an entry's form; ``revision`` is the one that the page was opened with.

    ``coauthors`` are classmates beside the owner; ``full_names`` are how people stand on a diploma.
    """

    revision: int
    nomination_id: UUID
    language: str
    values: Mapping[str, str]
    coauthors: Sequence[UUID] = ()
    full_names: Mapping[UUID, str] = field(default_factory=dict)
    is_supervised: bool = False


def begin_entry(
    session: Session,
    contest: Contest,
    student: Student,
    *,
    nomination: Nomination,
    language: str,
    actor: User,
    now: datetime,
) -> Entry:
    """Open a draft for a pupil; a teacher who opens it for a pupil of the own class becomes the supervisor.

    Raises NotAllowed, EntriesNotOpen, EntriesClosed, LanguageNotAccepted, GradeOutsideContest, DistrictOutside,
    EntriesUsedUp, AlreadyEntered.
    """
    teacher_id = student.school_class.teacher_id
    if actor.id not in (student.user_id, teacher_id):
        raise NotAllowed
    contest.schedule.check_taken(now)
    _check_language(contest, language)
    group = _age_group(contest, [student])
    there = queries.live_entries(session, contest.id, student.user_id)
    terms_of(contest).check(applicant(student, there))
    entry = Entry(
        contest_id=contest.id,
        nomination_id=nomination.id,
        age_group_id=group.id,
        owner_id=student.user_id,
        supervisor_id=teacher_id if actor.id == teacher_id else None,
        language=language,
        title="",
        fields={},
        number=_number(contest, there, nomination.id),
        revision=0,
        created_at=now,
    )
    entry.authors = [EntryAuthor(user_id=student.user_id, position=0, full_name=student.user.display_name)]
    _add_once(session, entry)
    audit.record(session, actor, "entry.begun", entry, at=now)
    return entry


def save_entry(session: Session, entry: Entry, work: Work, *, actor: User, now: datetime) -> None:
    """Keep what was typed. A draft may be unfinished, and is kept even after entries have closed.

    A submitted entry stays whole and changes only while entries are open.
    Raises NotAllowed, EntryWithdrawn, EntryChanged, EntriesClosed, FieldsUnfit, LanguageNotAccepted, NotAClassmate,
    TeamUnfit, GradeOutsideContest, AlreadyEntered.
    """
    lock_entry(session, entry)
    check_editable(entry, actor, now)
    if entry.revision != work.revision:
        raise rules.EntryChanged
    values = fields.cleaned(entry.contest.form, work.values)
    _check_fields(entry, values)
    _set_place(session, entry, work)
    _set_people(session, entry, work)
    entry.title = values.pop("title")
    entry.fields = entry.fields | values  # what a field that is gone held stays
    entry.revision += 1
    await_check(session, entry, actor, now)
    audit.record(session, actor, "entry.saved", entry, at=now, revision=entry.revision)


def submit_entry(session: Session, entry: Entry, *, actor: User, now: datetime) -> None:
    """Hand an entry in: it gets its blind code. Handing it in twice is the same as once.

    Within the grace after the closing it is taken and marked late.
    Raises NotAllowed, EntryWithdrawn, EntriesNotOpen, EntriesClosed, TeamUnfit, SupervisorMissing, FieldsUnfit.
    """
    contest = entry.contest
    lock_entry(session, entry)
    if entry.submitted_at is not None and entry.withdrawn_at is None:
        return
    check_editable(entry, actor, now)
    contest.schedule.check_taken(now)
    rules.check_team(len(entry.authors), contest.team_min, contest.team_max)
    if contest.supervisor == "required" and entry.supervisor_id is None:
        raise eligibility.SupervisorMissing
    fields.check_complete(contest.form, values_of(entry), files_of(entry))
    _lock_codes(session, contest)
    entry.blind_code = rules.new_blind_code(queries.blind_codes(session, contest.id))
    entry.submitted_at, entry.is_late = now, now >= contest.closes_at
    _compare_when_closed(session, contest, now)
    audit.record(
        session, actor, "entry.submitted", entry, at=now, blind_code=entry.blind_code, sha256=fingerprint_of(entry)
    )


def withdraw_entry(session: Session, entry: Entry, *, actor: User, now: datetime) -> None:
    """Take a submitted entry out of the contest while entries are open; its code is never given again.

    Raises NotAllowed, EntryWithdrawn, EntriesClosed.
    """
    lock_entry(session, entry)
    check_editable(entry, actor, now)
    entry.withdrawn_at = now
    audit.record(session, actor, "entry.withdrawn", entry, at=now)


def discard_draft(session: Session, entry: Entry, *, actor: User, now: datetime) -> None:
    """Delete a draft with its files.

    Raises NotAllowed, AlreadySubmitted.
    """
    lock_entry(session, entry)
    check_editor(entry, actor)
    if entry.submitted_at is not None:
        raise rules.AlreadySubmitted
    for attachment in entry.attachments:
        forget_later(session, attachment.sha256, now=now)
    session.delete(entry)
    audit.record(session, actor, "entry.discarded", entry, at=now)


def fingerprint_of(entry: Entry) -> str:
    """Return the SHA-256 of a submitted entry as it now stands; authors and files must be loaded."""
    return fingerprint(
        code=entry.blind_code or "",
        title=entry.title,
        fields=entry.fields,
        authors=[author.full_name for author in entry.authors],
        files={f"{each.field} {each.position}": each.sha256 for each in entry.attachments},
    )


def values_of(entry: Entry) -> dict[str, str]:
    """Return the entry's fields as its form has them: the title is one of them."""
    return {"title": entry.title, **entry.fields}


def files_of(entry: Entry) -> set[str]:
    """Return the keys of the file fields that have a file."""
    return {attachment.field for attachment in entry.attachments}


def terms_of(contest: Contest) -> eligibility.Terms:
    """Return who may enter a contest; age groups and nominations must be loaded."""
    return eligibility.Terms.of(
        contest.eligibility,
        grades={grade for group in contest.age_groups for grade in group.grades},
        nominations=len(contest.nominations),
        supervisor=contest.supervisor,
    )


def applicant(student: Student, there: Sequence[Entry]) -> eligibility.Applicant:
    """Return what of a pupil decides; ``there`` are the pupil's live entries with their nominations."""
    school = student.user.school
    return eligibility.Applicant(
        grade=student.school_class.grade,
        district=school.district_key if school else None,
        entries=Counter(each.nomination.key for each in there),
    )


def _number(contest: Contest, there: Sequence[Entry], nomination_id: UUID) -> int:
    """Return the number of another entry in a nomination; always 0 where it takes one: a second is refused."""
    if contest.eligibility["one_entry_a_nomination"]:
        return 0
    return 1 + max((each.number for each in there if each.nomination_id == nomination_id), default=-1)


def _check_language(contest: Contest, language: str) -> None:
    if language not in contest.languages:
        raise rules.LanguageNotAccepted


def _check_fields(entry: Entry, values: Mapping[str, str]) -> None:
    if entry.submitted_at is None:
        fields.check_draft(entry.contest.form, values)
    else:
        fields.check_complete(entry.contest.form, values, files_of(entry))


def _set_place(session: Session, entry: Entry, work: Work) -> None:
    """Put the entry into the nomination and language that were chosen."""
    contest = entry.contest
    _check_language(contest, work.language)
    if work.nomination_id not in {nomination.id for nomination in contest.nominations}:
        raise NotAllowed
    if work.nomination_id != entry.nomination_id:
        there = queries.live_entries(session, contest.id, entry.owner_id)
        number = _number(contest, there, work.nomination_id)
        if any((each.nomination_id, each.number) == (work.nomination_id, number) for each in there):
            raise rules.AlreadyEntered
        entry.nomination_id, entry.number = work.nomination_id, number
    entry.language = work.language


def _set_people(session: Session, entry: Entry, work: Work) -> None:
    """Set authors, their names on a diploma, the supervisor, and the age group that follows."""
    owner = people.student(session, entry.owner_id)
    if owner is None:
        raise NotAllowed
    authors = [owner, *_classmates(session, owner, work.coauthors)]
    least = 1 if entry.submitted_at is None else entry.contest.team_min
    rules.check_team(len(authors), least, entry.contest.team_max)
    _set_authors(entry, authors, work.full_names)
    entry.age_group_id = _age_group(entry.contest, authors).id
    entry.supervisor_id = owner.school_class.teacher_id if work.is_supervised else None


def _classmates(session: Session, owner: Student, wanted: Sequence[UUID]) -> list[Student]:
    classmates = {student.user_id: student for student in people.roster(session, owner.class_id)}
    if not classmates.keys() >= set(wanted):
        raise rules.NotAClassmate
    return [classmates[user_id] for user_id in dict.fromkeys(wanted) if user_id != owner.user_id]


def _set_authors(entry: Entry, authors: Sequence[Student], full_names: Mapping[UUID, str]) -> None:
    """Keep those who stay in their places, put the new ones after them."""
    known = {author.user_id: author for author in entry.authors}
    wanted = {student.user_id: student for student in authors}
    for user_id in known.keys() - wanted.keys():
        entry.authors.remove(known[user_id])
    last = max((author.position for author in entry.authors), default=-1)
    for user_id, student in wanted.items():
        author = known.get(user_id)
        if author is None:
            last += 1
            author = EntryAuthor(user_id=user_id, position=last, full_name=student.user.display_name)
            entry.authors.append(author)
        typed = full_names.get(user_id, "").strip()[:LONGEST_NAME]
        author.full_name = typed or student.user.display_name


def _age_group(contest: Contest, authors: Sequence[Student]) -> AgeGroup:
    return rules.age_group_of(contest.age_groups, [author.school_class.grade for author in authors])


def _add_once(session: Session, entry: Entry) -> None:
    """Add a draft unless there is one; the database decides between two that begin at the same moment."""
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError as error:
        raise rules.AlreadyEntered from error


def _compare_when_closed(session: Session, contest: Contest, now: datetime) -> None:
    """Let the entries be looked through for ones that are alike when no more come in."""
    name, payload = "likeness.compare_closed", {"contest_id": str(contest.id)}
    enqueue(session, name, payload, now=now, unique_key=f"{name}:{contest.id}", run_at=contest.closes_at)


def _lock_codes(session: Session, contest: Contest) -> None:
    """Let one entry of the contest at a time get its blind code."""
    session.execute(select(Contest.id).where(Contest.id == contest.id).with_for_update(key_share=True))
