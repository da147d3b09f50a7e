from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from contests.contests_factories import (
    VALUES,
    entry_as_read,
    make_contest,
    make_draft,
    make_entry,
    nomination,
    work,
)
from factories import NOW, make_class, make_student, make_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.audit import AuditRow
from contest_app.contests import eligibility, fields, queries, rules, services
from contest_app.contests.models import Contest, Entry, EntryAuthor
from contest_app.errors import NotAllowed
from contest_app.roles import Role

CLOSED = NOW + timedelta(days=29)


@pytest.fixture
def contest(session: Session) -> Contest:
    return make_contest(session, make_user(session, Role.ORGANIZER))


@pytest.fixture
def school_class(session: Session) -> SchoolClass:
    return make_class(session)


@pytest.fixture
def student(session: Session, school_class: SchoolClass) -> Student:
    return make_student(session, school_class)


def teacher_of(session: Session, school_class: SchoolClass) -> User:
    return session.get_one(User, school_class.teacher_id)


def acts(session: Session, entry: Entry) -> list[str]:
    session.flush()
    rows = session.scalars(select(AuditRow).where(AuditRow.subject_id == entry.id))
    return sorted(row.act for row in rows)


def test_a_pupil_begins_a_draft_in_the_age_group_of_the_grade(
    session: Session, contest: Contest, student: Student
) -> None:
    entry = make_draft(session, contest, student)

    assert (entry.age_group.key, entry.blind_code, entry.submitted_at) == ("grades-5-7", None, None)
    assert [author.full_name for author in entry.authors] == ["Әлия Қ."]
    assert entry.supervisor is None


def test_a_teacher_who_enters_for_a_pupil_of_the_own_class_supervises(
    session: Session, contest: Contest, student: Student, school_class: SchoolClass
) -> None:
    session.flush()
    known = queries.student(session, student.user_id)
    assert known is not None
    teacher = teacher_of(session, school_class)

    entry = services.begin_entry(
        session, contest, known, nomination=nomination(contest), language="ru", actor=teacher, now=NOW
    )

    assert (entry.owner_id, entry.supervisor_id) == (student.user_id, teacher.id)


def test_nobody_else_enters_for_a_pupil(session: Session, contest: Contest, student: Student) -> None:
    session.flush()
    known = queries.student(session, student.user_id)
    assert known is not None

    with pytest.raises(NotAllowed):
        services.begin_entry(
            session, contest, known, nomination=nomination(contest), language="ru",
            actor=make_user(session, Role.TEACHER), now=NOW,
        )  # fmt: skip


def test_one_nomination_takes_one_entry_from_each_pupil(session: Session, contest: Contest, student: Student) -> None:
    make_draft(session, contest, student)

    with pytest.raises(rules.AlreadyEntered):
        make_draft(session, contest, student)

    assert make_draft(session, contest, student, "design").nomination.key == "design"


def test_an_entry_cannot_move_to_a_nomination_that_is_taken(
    session: Session, contest: Contest, student: Student
) -> None:
    make_draft(session, contest, student)
    entry = make_draft(session, contest, student, "design")

    with pytest.raises(rules.AlreadyEntered):
        services.save_entry(
            session, entry, work(entry, nomination_id=nomination(contest).id), actor=entry.owner, now=NOW
        )


def test_an_entry_cannot_move_to_a_nomination_of_another_contest(
    session: Session, contest: Contest, student: Student
) -> None:
    other = make_contest(session, make_user(session, Role.ORGANIZER))
    entry = make_draft(session, contest, student)

    with pytest.raises(NotAllowed):
        services.save_entry(
            session, entry, work(entry, nomination_id=nomination(other).id), actor=entry.owner, now=NOW
        )


@pytest.mark.parametrize(
    ("days", "refusal"), [(-2, rules.EntriesNotOpen), (29, rules.EntriesClosed), (400, rules.EntriesClosed)]
)
def test_entries_begin_only_while_the_contest_takes_them(
    session: Session, contest: Contest, student: Student, days: int, refusal: type[Exception]
) -> None:
    session.flush()
    known = queries.student(session, student.user_id)
    assert known is not None

    with pytest.raises(refusal):
        services.begin_entry(
            session, contest, known, nomination=nomination(contest), language="kk", actor=known.user,
            now=NOW + timedelta(days=days),
        )  # fmt: skip


def test_a_grade_without_an_age_group_is_refused(
    session: Session, contest: Contest, student: Student, school_class: SchoolClass
) -> None:
    school_class.grade = 13

    with pytest.raises(rules.GradeOutsideContest):
        make_draft(session, contest, student)


def test_a_language_that_the_contest_does_not_accept_is_refused(
    session: Session, contest: Contest, student: Student
) -> None:
    contest.languages = ["ru"]

    with pytest.raises(rules.LanguageNotAccepted):
        make_draft(session, contest, student)


def test_a_draft_may_be_unfinished(session: Session, contest: Contest, student: Student) -> None:
    entry = make_draft(session, contest, student)

    services.save_entry(session, entry, work(entry, values={"title": "Карта"}), actor=entry.owner, now=NOW)

    fresh = entry_as_read(session, entry)
    assert (fresh.title, fresh.fields["description"], fresh.revision) == ("Карта", "", 1)


def test_fields_that_the_form_does_not_have_are_dropped(session: Session, contest: Contest, student: Student) -> None:
    entry = make_draft(session, contest, student)

    services.save_entry(
        session, entry, work(entry, values={**VALUES, "blind_code": "AAAA", "file": "x"}), actor=entry.owner, now=NOW
    )

    assert set(entry.fields) == {"industry", "audience", "description", "ai_use", "link"}


def test_a_page_opened_before_another_save_does_not_overwrite_it(
    session: Session, contest: Contest, student: Student
) -> None:
    entry = make_draft(session, contest, student)
    stale = work(entry, values={"title": "Ескі"})
    services.save_entry(session, entry, work(entry), actor=entry.owner, now=NOW)

    with pytest.raises(rules.EntryChanged):
        services.save_entry(session, entry, stale, actor=entry.owner, now=NOW)

    assert entry.title == VALUES["title"]


def test_a_submitted_entry_gets_a_blind_code_that_tells_nothing(
    session: Session, contest: Contest, student: Student
) -> None:
    entry = make_entry(session, contest, student)

    assert entry.submitted_at == NOW
    assert entry.blind_code is not None
    assert len(entry.blind_code) == rules.BLIND_CODE_LENGTH
    assert acts(session, entry) == ["entry.begun", "entry.saved", "entry.submitted"]


def test_submitting_twice_is_the_same_as_once(session: Session, contest: Contest, student: Student) -> None:
    entry = make_entry(session, contest, student)
    code = entry.blind_code

    services.submit_entry(session, entry, actor=entry.owner, now=NOW + timedelta(hours=1))

    assert (entry.blind_code, entry.submitted_at) == (code, NOW)
    assert acts(session, entry).count("entry.submitted") == 1


def test_an_unfinished_entry_is_not_submitted_and_every_gap_is_named(
    session: Session, contest: Contest, student: Student
) -> None:
    entry = make_draft(session, contest, student)
    services.save_entry(session, entry, work(entry, values={"title": "Карта"}), actor=entry.owner, now=NOW)

    with pytest.raises(fields.FieldsUnfit) as caught:
        services.submit_entry(session, entry, actor=entry.owner, now=NOW)

    assert [problem.key for problem in caught.value.problems] == ["industry", "audience", "description", "ai_use"]
    assert entry.submitted_at is None


def test_a_late_submission_is_refused_and_what_was_typed_is_kept_in_the_draft(
    session: Session, contest: Contest, student: Student
) -> None:
    entry = make_draft(session, contest, student)

    services.save_entry(session, entry, work(entry), actor=entry.owner, now=CLOSED)
    with pytest.raises(rules.EntriesClosed):
        services.submit_entry(session, entry, actor=entry.owner, now=CLOSED)

    fresh = entry_as_read(session, entry)
    assert (fresh.title, fresh.submitted_at) == (VALUES["title"], None)


def test_the_last_moment_before_closing_still_counts(session: Session, contest: Contest, student: Student) -> None:
    entry = make_draft(session, contest, student)
    last = contest.closes_at - timedelta(microseconds=1)
    services.save_entry(session, entry, work(entry), actor=entry.owner, now=last)

    services.submit_entry(session, entry, actor=entry.owner, now=last)

    assert entry.submitted_at == last


def test_a_submitted_entry_changes_until_closing_and_stays_whole(
    session: Session, contest: Contest, student: Student
) -> None:
    entry = make_entry(session, contest, student)
    code = entry.blind_code

    services.save_entry(session, entry, work(entry, language="ru"), actor=entry.owner, now=NOW)
    with pytest.raises(fields.FieldsUnfit):
        services.save_entry(session, entry, work(entry, values={"title": "Карта"}), actor=entry.owner, now=NOW)
    with pytest.raises(rules.EntriesClosed):
        services.save_entry(session, entry, work(entry), actor=entry.owner, now=CLOSED)

    assert (entry.language, entry.blind_code) == ("ru", code)


def test_classmates_join_and_leave_and_the_others_keep_their_places(
    session: Session, contest: Contest, student: Student, school_class: SchoolClass
) -> None:
    first, second = make_student(session, school_class, "Дана М."), make_student(session, school_class, "Ерлан С.")
    entry = make_draft(session, contest, student)

    services.save_entry(
        session, entry, work(entry, coauthors=[first.user_id, second.user_id]), actor=entry.owner, now=NOW
    )
    services.save_entry(
        session, entry,
        work(entry, coauthors=[second.user_id, student.user_id], full_names={second.user_id: " Серікұлы Ерлан "}),
        actor=entry.owner, now=NOW,
    )  # fmt: skip

    fresh = entry_as_read(session, entry)
    assert [author.full_name for author in fresh.authors] == ["Әлия Қ.", "Серікұлы Ерлан"]


def test_a_team_has_no_more_authors_than_the_contest_allows(
    session: Session, contest: Contest, student: Student, school_class: SchoolClass
) -> None:
    contest.team_max = 2
    mates = [make_student(session, school_class).user_id for _ in range(2)]
    entry = make_draft(session, contest, student)

    with pytest.raises(rules.TeamUnfit):
        services.save_entry(session, entry, work(entry, coauthors=mates), actor=entry.owner, now=NOW)


def test_a_team_that_is_too_small_is_kept_as_a_draft_but_not_submitted(
    session: Session, contest: Contest, student: Student
) -> None:
    contest.team_min = 2
    entry = make_draft(session, contest, student)
    services.save_entry(session, entry, work(entry), actor=entry.owner, now=NOW)

    with pytest.raises(rules.TeamUnfit):
        services.submit_entry(session, entry, actor=entry.owner, now=NOW)


def elsewhere(session: Session) -> Student:
    return make_student(session, make_class(session))


def left_the_class(session: Session) -> Student:
    student = elsewhere(session)
    student.left_at = NOW
    return student


@pytest.mark.parametrize("who", [elsewhere, left_the_class])
def test_authors_are_pupils_of_one_class(
    session: Session, contest: Contest, student: Student, who: Callable[[Session], Student]
) -> None:
    stranger = who(session)
    entry = make_draft(session, contest, student)

    with pytest.raises(rules.NotAClassmate):
        services.save_entry(session, entry, work(entry, coauthors=[stranger.user_id]), actor=entry.owner, now=NOW)
    with pytest.raises(rules.NotAClassmate):
        services.save_entry(session, entry, work(entry, coauthors=[uuid4()]), actor=entry.owner, now=NOW)


def test_the_teacher_of_the_class_supervises_where_the_pupil_says_so(
    session: Session, contest: Contest, student: Student, school_class: SchoolClass
) -> None:
    entry = make_draft(session, contest, student)
    teacher = teacher_of(session, school_class)

    services.save_entry(session, entry, work(entry, is_supervised=True), actor=entry.owner, now=NOW)
    services.save_entry(session, entry, work(entry, is_supervised=True), actor=teacher, now=NOW)

    assert (entry.supervisor_id, entry.revision) == (teacher.id, 2)


def test_a_coauthor_and_a_stranger_do_not_change_an_entry(
    session: Session, contest: Contest, student: Student, school_class: SchoolClass
) -> None:
    mate = make_student(session, school_class)
    entry = make_draft(session, contest, student)
    services.save_entry(session, entry, work(entry, coauthors=[mate.user_id]), actor=entry.owner, now=NOW)

    for person in (mate.user, make_user(session, Role.TEACHER)):
        with pytest.raises(NotAllowed):
            services.save_entry(session, entry, work(entry), actor=person, now=NOW)
        with pytest.raises(NotAllowed):
            services.submit_entry(session, entry, actor=person, now=NOW)
        with pytest.raises(NotAllowed):
            services.discard_draft(session, entry, actor=person, now=NOW)


def test_a_withdrawn_entry_leaves_the_contest_and_its_place(
    session: Session, contest: Contest, student: Student
) -> None:
    entry = make_entry(session, contest, student)

    services.withdraw_entry(session, entry, actor=entry.owner, now=NOW)
    session.flush()

    assert queries.submitted_entries(session, contest.id) == []
    with pytest.raises(rules.EntryWithdrawn):
        services.save_entry(session, entry, work(entry), actor=entry.owner, now=NOW)
    assert make_entry(session, contest, student).blind_code != entry.blind_code


def test_an_entry_is_not_withdrawn_after_closing(session: Session, contest: Contest, student: Student) -> None:
    entry = make_entry(session, contest, student)

    with pytest.raises(rules.EntriesClosed):
        services.withdraw_entry(session, entry, actor=entry.owner, now=CLOSED)


def test_a_draft_is_deleted_with_its_authors_but_a_submitted_entry_is_not(
    session: Session, contest: Contest, student: Student
) -> None:
    draft, entry = make_draft(session, contest, student), make_entry(session, contest, student, "design")

    services.discard_draft(session, draft, actor=draft.owner, now=NOW)
    with pytest.raises(rules.AlreadySubmitted):
        services.discard_draft(session, entry, actor=entry.owner, now=NOW)

    session.flush()
    assert list(session.scalars(select(Entry.id))) == [entry.id]
    assert session.scalar(select(func.count()).select_from(EntryAuthor)) == 1


def test_a_late_entry_is_taken_within_the_grace_and_marked(
    session: Session, contest: Contest, student: Student
) -> None:
    contest.late = {"accepts": True, "grace_hours": 24}
    entry = make_draft(session, contest, student)
    services.save_entry(session, entry, work(entry), actor=entry.owner, now=NOW)

    with pytest.raises(rules.EntriesClosed):
        services.submit_entry(session, entry, actor=entry.owner, now=contest.closes_at + timedelta(hours=24))
    services.submit_entry(session, entry, actor=entry.owner, now=contest.closes_at + timedelta(hours=23))

    assert (entry.is_late, entry.blind_code is None) == (True, False)
    with pytest.raises(rules.EntriesClosed):
        services.save_entry(session, entry, work(entry), actor=entry.owner, now=entry.submitted_at or NOW)


def test_an_entry_in_time_is_not_late(session: Session, contest: Contest, student: Student) -> None:
    assert not make_entry(session, contest, student).is_late


def test_several_entries_in_a_nomination_where_the_contest_takes_them(
    session: Session, contest: Contest, student: Student
) -> None:
    contest.eligibility = contest.eligibility | {"one_entry_a_nomination": False, "entries_a_person": 2}
    first, second = (make_draft(session, contest, student) for _ in range(2))

    assert (first.number, second.number) == (0, 1)
    with pytest.raises(eligibility.EntriesUsedUp):
        make_draft(session, contest, student, "design")


def test_a_contest_of_other_districts_refuses_the_pupil(session: Session, contest: Contest, student: Student) -> None:
    contest.eligibility = contest.eligibility | {"districts": ["nowhere"]}

    with pytest.raises(eligibility.DistrictOutside):
        make_draft(session, contest, student)


def test_a_contest_that_asks_for_a_supervisor_takes_no_entry_without(
    session: Session, contest: Contest, student: Student
) -> None:
    contest.supervisor = "required"
    entry = make_draft(session, contest, student)
    services.save_entry(session, entry, work(entry), actor=entry.owner, now=NOW)

    with pytest.raises(eligibility.SupervisorMissing):
        services.submit_entry(session, entry, actor=entry.owner, now=NOW)
    services.save_entry(session, entry, work(entry, is_supervised=True), actor=entry.owner, now=NOW)
    services.submit_entry(session, entry, actor=entry.owner, now=NOW)

    assert entry.submitted_at == NOW
