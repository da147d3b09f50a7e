from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from contests.contests_factories import a_day_in, make_contest, make_draft, nomination, work
from factories import NOW, make_class, make_student, make_user
from sqlalchemy import func, select

from contest_app.audit import AuditRow
from contest_app.contests import queries, services
from contest_app.contests.models import Entry
from contest_app.contests.rules import AlreadyEntered
from contest_app.db import Database
from contest_app.roles import Role

AT_ONCE = 20


def test_many_presses_of_the_button_submit_once(database: Database) -> None:
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER))
        entry = make_draft(session, contest, make_student(session, make_class(session)))
        services.save_entry(session, entry, work(entry), actor=entry.owner, now=NOW)

    def press(_number: int) -> str | None:
        with database.transaction() as session:
            own = queries.entry_of(session, entry.owner_id, entry.id)
            assert own is not None
            services.submit_entry(session, own, actor=own.owner, now=NOW)
        return own.blind_code

    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(press, range(AT_ONCE)))

    with database.reading() as session:
        acts = session.scalar(select(func.count()).where(AuditRow.act == "entry.submitted"))
    assert (len(codes), acts) == (1, 1)


def test_drafts_that_begin_at_the_same_moment_become_one(database: Database) -> None:
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER))
        student = make_student(session, make_class(session))

    def begin(_number: int) -> bool:
        try:
            with database.transaction() as session:
                known, own = queries.contest(session, contest.id), queries.student(session, student.user_id)
                assert known is not None
                assert own is not None
                services.begin_entry(
                    session,
                    known,
                    own,
                    nomination=nomination(known),
                    language="kk",
                    actor=own.user,
                    now=a_day_in(known),
                )
        except AlreadyEntered:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(begin, range(AT_ONCE)))

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Entry)) == 1
    assert begun.count(True) == 1
