"""Machine work of records: issuing certificates and setting their PDFs, a few at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from contest_app.config import Settings
from contest_app.jobs.registry import Work, job
from contest_app.records import queries, services
from contest_app.records.documents import LettersMissing, certificate_pdf
from contest_app.records.models import Certificate
from contest_app.records.rules import check_address, documents_folder
from contest_app.records.services import Document
from contest_app.storage import keep

#: Set in one job: about a second, so that a pupil who waits for a score is not kept behind a whole contest.
BATCH: Final = 20


@job(services.ISSUE)
def issue_certificates(work: Work, contest_id: str) -> None:
    """Add the certificates that the published results ask for."""
    with work.reading() as session:
        plan = services.plan_certificates(session, UUID(contest_id), now=work.now)
    with work.completing() as session:
        services.issue_certificates(session, UUID(contest_id), plan, now=work.now)


@job(services.SET)
def set_certificates(work: Work, contest_id: str) -> None:
    """Set the next PDFs of a contest and keep them; ask for this job again while there are more."""
    with work.reading() as session:
        batch = queries.without_document(session, UUID(contest_id), BATCH)
    documents = [_document(certificate, work.settings) for certificate in batch]
    with work.completing() as session:
        services.keep_documents(session, documents)
        if len(batch) == BATCH:
            services.ask_for_documents(session, UUID(contest_id), now=work.now)


def _document(certificate: Certificate, settings: Settings) -> Document:
    """Set one PDF and put it in the store, before the row that names it is committed."""
    address = check_address(settings.base_url, certificate.public_id)
    folder: Path = documents_folder(settings.uploads_dir)
    try:
        pdf = certificate_pdf(certificate.said, address, zone=ZoneInfo(settings.time_zone))
    except LettersMissing as error:
        return Document(certificate.id, missing_letters=" ".join(error.letters))
    return Document(certificate.id, sha256=keep(folder, pdf))
