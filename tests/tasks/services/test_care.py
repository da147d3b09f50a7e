from __future__ import annotations

from datetime import timedelta

import pytest
from factories import NOW, make_class, make_student, make_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from tasks.tasks_factories import add_idea, make_items, make_response, make_sitting

from contest_app.accounts import services as accounts
from contest_app.accounts.models import School, User
from contest_app.audit import AuditRow
from contest_app.roles import Role
from contest_app.tasks.models import CareCase, Response
from contest_app.tasks.queries import care as queries
from contest_app.tasks.rules.care import CaseClosed, CaseState
from contest_app.tasks.services import care

CRY = "I want to die"
LATER = NOW + timedelta(hours=1)


def make_case(session: Session) -> CareCase:
    """A case in a school of its own."""
    school_class = make_class(session)
    items = make_items(session) or [session.scalars(select(Response)).first().item]  # type: ignore[union-attr]
    sitting = make_sitting(session, school_class, items)
    student = make_student(session, school_class)
    session.flush()
    response = make_response(session, sitting, student, items[0], [])
    idea = add_idea(session, response, CRY, position=1)
    session.flush()
    care.open_cases(session, sitting.id, "en", [idea], now=NOW)
    session.flush()
    return session.scalars(select(CareCase).where(CareCase.idea_id == idea.id)).one()


def name_carer(session: Session, case: CareCase) -> User:
    school = session.get_one(School, case.school_id)
    administrator = make_user(session, Role.ADMINISTRATOR)
    person = make_user(session, Role.TEACHER, name="Психолог", school=school)
    session.flush()
    accounts.name_carer(session, school, person, actor=administrator, now=NOW)
    session.flush()
    return person


def acts(session: Session, case: CareCase) -> list[str]:
    session.flush()
    rows = session.scalars(select(AuditRow).where(AuditRow.subject_id == case.id).order_by(AuditRow.at, AuditRow.act))
    return [row.act for row in rows]


def test_case_goes_to_the_named_adult_of_the_school_and_to_no_one_else(session: Session) -> None:
    case = make_case(session)
    carer, teacher, administrator = (
        name_carer(session, case),
        make_user(session, Role.TEACHER),
        make_user(session, Role.ADMINISTRATOR),
    )

    found = [[line.case.id for line in queries.cases_for(session, who)] for who in (carer, teacher, administrator)]

    assert found == [[case.id], [], []]
    assert queries.case_to_change(session, administrator, case.id) is None


def test_case_of_a_school_that_names_nobody_goes_to_the_administrator(session: Session) -> None:
    case = make_case(session)
    administrator, carer_of_no_school = make_user(session, Role.ADMINISTRATOR), make_user(session, Role.CARER)

    assert [line.case.id for line in queries.cases_for(session, administrator)] == [case.id]
    assert queries.cases_for(session, carer_of_no_school) == []


def test_case_goes_to_the_administrator_when_the_named_adults_account_is_closed(session: Session) -> None:
    case = make_case(session)
    carer, administrator = name_carer(session, case), make_user(session, Role.ADMINISTRATOR)
    accounts.set_disabled(session, carer, disabled=True, actor=administrator, now=NOW)
    session.flush()

    assert [line.case.id for line in queries.cases_for(session, administrator)] == [case.id]


def test_idea_that_is_found_again_opens_no_second_case(session: Session) -> None:
    case = make_case(session)
    response = session.get_one(Response, case.response_id)
    [idea] = session.scalars(select(CareCase).where(CareCase.id == case.id)).all()
    session.refresh(response, ["ideas", "attempt"])

    care.open_cases(session, response.attempt.sitting_id, "en", response.ideas, now=LATER)
    session.flush()

    assert [(row.id, row.opened_at) for row in session.scalars(select(CareCase))] == [(idea.id, NOW)]


def test_case_is_seen_and_closed_with_a_note_and_each_step_leaves_a_row(session: Session) -> None:
    case = make_case(session)
    carer = name_carer(session, case)

    care.see_case(session, case, actor=carer, now=NOW)
    care.see_case(session, case, actor=carer, now=LATER)
    assert (case.state, case.seen_at) == (CaseState.SEEN, NOW)
    care.close_case(session, case, "Talked, the family knows.", actor=carer, now=LATER)

    assert (case.state, case.closed_at, case.closed_by_id) == (CaseState.CLOSED, LATER, carer.id)
    assert acts(session, case) == ["care.opened", "care.seen", "care.closed"]
    rows = session.scalars(select(AuditRow).where(AuditRow.subject_id == case.id))
    assert CRY not in str([row.details for row in rows])
    assert [line.case.note for line in queries.cases_for(session, carer, is_closed=True)] == [
        "Talked, the family knows."
    ]
    assert queries.cases_for(session, carer) == []


def test_closing_at_once_says_that_it_was_read(session: Session) -> None:
    case = make_case(session)

    care.close_case(session, case, "A line from a film.", actor=name_carer(session, case), now=LATER)

    assert case.seen_at == LATER


def test_closed_case_stays_as_it_is(session: Session) -> None:
    case = make_case(session)
    carer = name_carer(session, case)
    care.close_case(session, case, "A line from a film.", actor=carer, now=NOW)

    with pytest.raises(CaseClosed):
        care.close_case(session, case, "Another note.", actor=carer, now=LATER)

    assert (case.note, case.closed_at) == ("A line from a film.", NOW)
