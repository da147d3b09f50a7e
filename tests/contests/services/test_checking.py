from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from contests.contests_factories import VALUES, entry_as_read, make_contest, make_entry, work
from factories import NOW, make_class, make_student, make_user
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.contests import queries, rules, services
from contest_app.contests.models import Entry
from contest_app.contests.rules import Verdict
from contest_app.contests.services import Finding
from contest_app.errors import NotAllowed
from contest_app.roles import Role

CLOSED = NOW + timedelta(days=29)
MENDED = Finding(Verdict.RETURNED, "The picture is missing.", CLOSED + timedelta(days=3))


@pytest.fixture
def entry(session: Session) -> Entry:
    contest = make_contest(session, make_user(session, Role.ORGANIZER))
    contest.formal_check = True
    return entry_as_read(session, make_entry(session, contest, make_student(session, make_class(session))))


def check(session: Session, entry: Entry, finding: Finding, now: datetime = CLOSED) -> Entry:
    organizer = session.get_one(User, entry.contest.organizer_id)
    services.check_entry(session, entry, finding, actor=organizer, now=now)
    return entry_as_read(session, entry)


def of_jury(session: Session, entry: Entry) -> list[Entry]:
    session.flush()
    return queries.jury_entries(session, entry.contest_id)


def test_only_an_accepted_entry_goes_to_the_jury_and_every_verdict_is_kept(session: Session, entry: Entry) -> None:
    assert of_jury(session, entry) == []

    check(session, entry, MENDED)
    assert of_jury(session, entry) == []
    entry = check(session, entry, Finding(Verdict.ACCEPTED), CLOSED + timedelta(hours=1))

    assert of_jury(session, entry) == [entry]
    assert [each.verdict for each in entry.checks] == ["returned", "accepted"]


def test_without_a_formal_check_every_entry_goes_to_the_jury(session: Session, entry: Entry) -> None:
    entry.contest.formal_check = False

    assert of_jury(session, entry) == [entry]
    with pytest.raises(rules.CheckUnused):
        check(session, entry, Finding(Verdict.ACCEPTED))


def test_a_returned_entry_is_mended_after_the_closing_until_its_time_and_then_awaits_a_check(
    session: Session, entry: Entry
) -> None:
    entry = check(session, entry, MENDED)
    mended = work(entry, values=VALUES | {"title": "Mended"})

    with pytest.raises(rules.EntriesClosed):
        services.save_entry(session, entry, mended, actor=entry.owner, now=CLOSED + timedelta(days=3))
    services.save_entry(session, entry, mended, actor=entry.owner, now=CLOSED + timedelta(days=2))

    assert (entry.title, entry.formal_state) == ("Mended", None)


@pytest.mark.parametrize(
    ("verdict", "refusal"), [(Verdict.ACCEPTED, rules.EntriesClosed), (Verdict.REJECTED, rules.EntryRejected)]
)
def test_an_entry_that_was_decided_on_changes_no_more(
    session: Session, entry: Entry, verdict: Verdict, refusal: type[Exception]
) -> None:
    check(session, entry, MENDED)
    entry = check(session, entry, Finding(verdict, "Because."), CLOSED + timedelta(hours=1))

    with pytest.raises(refusal):
        services.save_entry(session, entry, work(entry), actor=entry.owner, now=CLOSED + timedelta(hours=2))


@pytest.mark.parametrize(
    ("finding", "refusal"),
    [
        (Finding(Verdict.REJECTED, "  "), rules.WordsMissing),
        (Finding(Verdict.RETURNED, "", CLOSED + timedelta(days=1)), rules.WordsMissing),
        (Finding(Verdict.RETURNED, "Why", CLOSED), rules.MendingPast),
        (Finding(Verdict.RETURNED, "Why", None), rules.MendingPast),
    ],
)
def test_a_verdict_that_leaves_the_author_helpless_is_refused(
    session: Session, entry: Entry, finding: Finding, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check(session, entry, finding)

    assert entry.formal_state is None


def test_another_organizer_gives_no_verdict(session: Session, entry: Entry) -> None:
    with pytest.raises(NotAllowed):
        services.check_entry(
            session, entry, Finding(Verdict.ACCEPTED), actor=make_user(session, Role.ORGANIZER), now=CLOSED
        )
