"""Issuing certificates from published results, and revoking them."""

from __future__ import annotations

import pytest
from factories import make_class, make_student, make_user
from judging.judging_factories import words
from records.records_factories import LATER, issue, make_judged, make_published
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.contests.models import EntryAuthor
from contest_app.jobs.models import Job
from contest_app.records import queries, rules, services
from contest_app.records.models import Certificate
from contest_app.roles import Role


def acts(session: Session, beginning: str) -> list[str]:
    session.flush()
    rows = session.scalars(select(AuditRow).where(AuditRow.act.startswith(beginning)).order_by(AuditRow.act))
    return [row.act for row in rows]


def standing(certificates: list[Certificate]) -> list[tuple[str, str]]:
    """The number's end and the award of each certificate that stands."""
    return [(each.number[-4:], each.award) for each in certificates if each.revoked_at is None]


def test_certificates_are_refused_before_the_results_are_published(session: Session) -> None:
    found = make_judged(session, "AAAA")

    with pytest.raises(rules.NotPublished):
        services.request_certificates(session, found.contest, actor=found.organizer, now=LATER)
    with pytest.raises(rules.NotPublished):
        services.plan_certificates(session, found.contest.id, now=LATER)

    assert session.scalars(select(Job)).all() == []


def test_asking_twice_queues_the_work_once(session: Session) -> None:
    found = make_published(session, "AAAA")

    for _ in range(2):
        services.request_certificates(session, found.contest, actor=found.organizer, now=LATER)

    jobs = session.scalars(select(Job)).all()
    assert [(job.name, job.payload) for job in jobs] == [(services.ISSUE, {"contest_id": str(found.contest.id)})]
    assert jobs[0].unique_key in services.working_keys(found.contest.id)


def test_the_winner_gets_the_award_and_the_others_what_everybody_gets(session: Session) -> None:
    found = make_published(session, "AAAA", "BBBB")

    certificates = issue(session, found.contest)

    assert standing(certificates) == [("0001", "diploma_1"), ("0002", "certificate")]
    assert acts(session, "certificates.") == ["certificates.issued"]


def test_a_certificate_freezes_what_it_says_under_its_hash(session: Session) -> None:
    found = make_published(session, "AAAA")
    entry = found.entries["AAAA"]
    supervisor = make_user(session, Role.TEACHER, name="Ербол Жұмабеков")
    session.flush()
    entry.supervisor_id = supervisor.id

    (certificate,) = issue(session, found.contest)

    said = certificate.said
    assert certificate.sha256 == said.sha256
    assert (certificate.public_id, certificate.number) == (said.public_id, said.number)
    assert (said.recipient, said.supervisor, said.organizer) == ("Әлия Қасымова", "Ербол Жұмабеков", "Сәуле Ахметова")
    assert (said.work, said.language, said.award_key) == ("Work AAAA", "kk", "diploma_1")
    assert (said.award, said.contest) == (words("First diploma"), words("Bridge of ideas"))
    assert (said.nomination, said.age_group) == (words("crafts"), words("Grades 5–7"))


def test_each_author_of_a_team_gets_an_own_certificate(session: Session) -> None:
    found = make_published(session, "AAAA")
    second = make_student(session, make_class(session), "Болат С.")
    session.flush()
    session.add(
        EntryAuthor(entry_id=found.entries["AAAA"].id, position=2, user_id=second.user_id, full_name="Болат С.")
    )
    session.flush()
    session.expire_all()

    certificates = issue(session, found.contest)

    assert [each.said.recipient for each in certificates] == ["Әлия Қасымова", "Болат С."]
    assert len({each.public_id for each in certificates}) == 2


def test_issuing_again_adds_nothing(session: Session) -> None:
    found = make_published(session, "AAAA", "BBBB")
    issue(session, found.contest)

    assert issue(session, found.contest) == []
    assert queries.register_size(session, found.contest.id) == 2


def test_the_database_refuses_a_second_certificate_of_one_award(session: Session) -> None:
    found = make_published(session, "AAAA")
    plans = [services.plan_certificates(session, found.contest.id, now=LATER) for _ in range(2)]
    plans[1].added[0].serial = 2
    services.issue_certificates(session, found.contest.id, plans[0], now=LATER)

    with pytest.raises(IntegrityError), session.begin_nested():
        services.issue_certificates(session, found.contest.id, plans[1], now=LATER)


def test_an_entry_withdrawn_after_publication_gets_none(session: Session) -> None:
    found = make_published(session, "AAAA", "BBBB")
    found.entries["AAAA"].withdrawn_at = LATER

    certificates = issue(session, found.contest)

    assert [each.entry_id for each in certificates] == [found.entries["BBBB"].id]


def test_where_nobody_gets_a_certificate_of_participation_only_winners_get_one(session: Session) -> None:
    found = make_published(session, "AAAA", "BBBB")
    found.contest.awards = [award for award in found.contest.awards if award["scope"] != "everyone"]

    certificates = issue(session, found.contest)

    assert [each.award for each in certificates] == ["diploma_1"]


def test_corrected_results_take_back_what_they_contradict_and_say_why(session: Session) -> None:
    found = make_published(session, "AAAA", "BBBB")
    first, second = issue(session, found.contest)
    found.publish(session, {"BBBB": "diploma_1"}, reason="A sheet was counted twice.")

    added = issue(session, found.contest)

    assert standing([first, second, *added]) == [("0003", "certificate"), ("0004", "diploma_1")]
    assert {each.revocation_reason for each in (first, second)} == {"A sheet was counted twice."}
    assert acts(session, "certificate.") == ["certificate.superseded", "certificate.superseded"]


def test_an_award_that_corrected_results_give_back_gets_a_new_certificate(session: Session) -> None:
    found = make_published(session, "AAAA")
    issue(session, found.contest)
    found.publish(session, {}, reason="Wrongly corrected.")
    issue(session, found.contest)
    found.publish(session, {"AAAA": "diploma_1"}, reason="Corrected back.")

    added = issue(session, found.contest)

    assert standing(added) == [("0003", "diploma_1")]


def test_what_the_organizer_revoked_is_not_issued_again(session: Session) -> None:
    found = make_published(session, "AAAA")
    (certificate,) = issue(session, found.contest)
    services.revoke_certificate(session, certificate, "Copied work", actor=found.organizer, now=LATER)

    assert issue(session, found.contest) == []


def test_revoking_keeps_who_when_and_why(session: Session) -> None:
    found = make_published(session, "AAAA")
    (certificate,) = issue(session, found.contest)

    services.revoke_certificate(session, certificate, "  Copied\nwork ", actor=found.organizer, now=LATER)

    kept = (certificate.revoked_at, certificate.revoked_by_id, certificate.revocation_reason)
    assert kept == (LATER, found.organizer.id, "Copied work")
    assert acts(session, "certificate.revoked") == ["certificate.revoked"]


def test_a_certificate_is_not_revoked_without_a_reason_nor_twice(session: Session) -> None:
    found = make_published(session, "AAAA")
    (certificate,) = issue(session, found.contest)

    with pytest.raises(rules.ReasonMissing):
        services.revoke_certificate(session, certificate, " ", actor=found.organizer, now=LATER)
    services.revoke_certificate(session, certificate, "Copied work", actor=found.organizer, now=LATER)
    with pytest.raises(rules.AlreadyRevoked):
        services.revoke_certificate(session, certificate, "Once more", actor=found.organizer, now=LATER)

    assert certificate.revocation_reason == "Copied work"


def test_the_number_of_an_erased_pupil_is_not_given_to_the_next(session: Session) -> None:
    found = make_published(session, "AAAA", "BBBB")
    first, second = issue(session, found.contest)
    session.delete(session.get_one(User, first.recipient_id))
    session.flush()
    found.publish(session, {"BBBB": "diploma_2"}, reason="Corrected.")

    (added,) = issue(session, found.contest)

    assert added.serial == second.serial + 1
