"""Acts on certificates: issuing them from published results, keeping their PDFs, revoking them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.contests.models import Contest, Entry, EntryAuthor
from contest_app.jobs.services import enqueue
from contest_app.judging.models import ResultSheet
from contest_app.judging.queries import results
from contest_app.records import queries, rules
from contest_app.records.models import Certificate
from contest_app.records.queries import Issued
from contest_app.records.rules import Content

ISSUE: Final = "records.issue_certificates"
SET: Final = "records.set_certificates"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the newest results ask for: certificates to add, and those (by key) that they take back, and why."""

    added: list[Certificate]
    superseded: list[UUID]
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """What became of one certificate: the PDF's SHA-256, or the letters that the fonts lack."""

    certificate_id: UUID
    sha256: str | None = None
    missing_letters: str | None = None


def request_certificates(session: Session, contest: Contest, *, actor: User, now: datetime) -> None:
    """Ask for the certificates of a contest; jobs make them, and asking twice makes none twice.

    Raises NotPublished.
    """
    if contest.published_at is None:
        raise rules.NotPublished
    _ask(session, ISSUE, contest.id, now)
    audit.record(session, actor, "certificates.requested", contest, at=now)


def working_keys(contest_id: UUID) -> list[str]:
    """Return the keys of the jobs of which one is queued while certificates are being made."""
    return [f"{name}:{contest_id}" for name in (ISSUE, SET)]


def plan_certificates(session: Session, contest_id: UUID, *, now: datetime) -> Plan:
    """Return what the newest published results ask for; empty where all is done.

    Raises NotPublished.
    """
    contest = queries.contest(session, contest_id)
    sheets = results.published_sheets(session, contest_id)
    if contest is None or not sheets:
        raise rules.NotPublished
    awards = _awards(contest, sheets[0])
    return Plan(
        added=list(_certificates(session, _Issue(contest, sheets[0], now), awards)),
        superseded=[
            each.id
            for each in queries.standing(session, contest_id)
            if each.entry_id in awards and awards[each.entry_id] != each.award
        ],
        reason=str(sheets[0].content["reason"] or ""),
    )


def issue_certificates(session: Session, contest_id: UUID, plan: Plan, *, now: datetime) -> None:
    """Add and take back what the plan says, and ask for the PDFs."""
    contest = session.get_one(Contest, contest_id)
    session.add_all(plan.added)
    for certificate in queries.with_keys(session, plan.superseded):
        certificate.revoked_at, certificate.revocation_reason = now, plan.reason
        audit.record(session, None, "certificate.superseded", certificate, at=now, reason=plan.reason)
    audit.record(session, None, "certificates.issued", contest, at=now, count=len(plan.added))
    ask_for_documents(session, contest_id, now=now)


def ask_for_documents(session: Session, contest_id: UUID, *, now: datetime) -> None:
    """Ask for the next PDFs to be set."""
    _ask(session, SET, contest_id, now)


def keep_documents(session: Session, documents: Iterable[Document]) -> None:
    """Note what became of certificates whose PDFs were set."""
    made = {document.certificate_id: document for document in documents}
    for certificate in queries.with_keys(session, list(made)):
        document = made[certificate.id]
        certificate.pdf_sha256, certificate.missing_letters = document.sha256, document.missing_letters


def revoke_certificate(
    session: Session, certificate: Certificate, reason: str, *, actor: User, now: datetime
) -> None:
    """Revoke a certificate for good; its public check says so from now on.

    Raises ReasonMissing, AlreadyRevoked.
    """
    why = rules.checked_reason(reason)
    if certificate.revoked_at is not None:
        raise rules.AlreadyRevoked
    certificate.revoked_at, certificate.revoked_by_id, certificate.revocation_reason = now, actor.id, why
    audit.record(session, actor, "certificate.revoked", certificate, at=now, reason=why)


def note_export(
    session: Session, contest: Contest, what: str, form: str, *, actor: User, now: datetime, rows: int
) -> None:
    """Leave in the audit who took which table of a contest away."""
    audit.record(session, actor, "records.exported", contest, at=now, what=what, form=form, rows=rows)


def _ask(session: Session, name: str, contest_id: UUID, now: datetime) -> None:
    enqueue(session, name, {"contest_id": str(contest_id)}, now=now, unique_key=f"{name}:{contest_id}")


def _awards(contest: Contest, sheet: ResultSheet) -> dict[UUID, str]:
    """Return the award of each entry of the results, in their order; who won nothing gets what everyone gets."""
    everyone = next((award["key"] for award in contest.awards if award["scope"] == "everyone"), None)
    awards = {UUID(row["entry"]): row["award"] or everyone for row in sheet.content["entries"]}
    return {entry_id: award for entry_id, award in awards.items() if award is not None}


@dataclass(frozen=True, slots=True)
class _Issue:
    """What all certificates of one issue share."""

    contest: Contest
    sheet: ResultSheet
    now: datetime

    def certificate(self, entry: Entry, author: EntryAuthor, award: str, serial: int) -> Certificate:
        """Return the certificate of one author."""
        content = self._content(entry, author, award, serial)
        return Certificate(
            public_id=content.public_id,
            serial=serial,
            number=content.number,
            contest_id=self.contest.id,
            entry_id=entry.id,
            recipient_id=author.user_id,
            award=award,
            content=content.stored(),
            sha256=content.sha256,
            issued_at=self.now,
        )

    def _content(self, entry: Entry, author: EntryAuthor, award: str, serial: int) -> Content:
        return Content(
            public_id=rules.new_public_id(),
            number=rules.certificate_number(self.contest.id, serial, self.now),
            award_key=award,
            award=next(each["name"] for each in self.contest.awards if each["key"] == award),
            contest=self.contest.name,
            nomination=entry.nomination.name,
            age_group=entry.age_group.name,
            work=entry.title,
            recipient=author.full_name,
            supervisor=entry.supervisor.display_name if entry.supervisor else "",
            organizer=self.contest.organizer.display_name,
            language=entry.language,
            issued_at=self.now.isoformat(),
            result_sha256=self.sheet.sha256,
        )


def _certificates(session: Session, issue: _Issue, awards: Mapping[UUID, str]) -> Iterator[Certificate]:
    """Give the certificates that are still to be issued, in the order of the results."""
    contest_id = issue.contest.id
    serial = queries.last_serial(session, contest_id)
    settled = queries.settled(session, contest_id)
    entries = queries.entries(session, contest_id)
    for entry in (entries[key] for key in awards if key in entries):
        for author in entry.authors:
            if Issued(entry.id, author.user_id, awards[entry.id]) not in settled:
                serial += 1
                yield issue.certificate(entry, author, awards[entry.id], serial)
