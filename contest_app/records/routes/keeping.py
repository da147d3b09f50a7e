"""Certificates for those who may keep them: authors, the entry's owner, its supervisor."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, render_template, send_file
from flask.typing import ResponseReturnValue

from contest_app.accounts.login import current_actor
from contest_app.records import queries
from contest_app.records.models import Certificate
from contest_app.records.routes import bp
from contest_app.records.rules import documents_folder
from contest_app.roles import Role
from contest_app.storage import stored_path
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings


@bp.get("/my/certificates")
@only(Role.STUDENT, Role.TEACHER)
def my_certificates() -> ResponseReturnValue:
    """List the reader's certificates, and a teacher's pupils' ones."""
    actor = current_actor()
    with reading() as session:
        certificates = queries.certificates_of(session, actor.id)
    return render_template("records/my_certificates.html", certificates=certificates, reader=actor)


@bp.get("/my/certificates/<uuid:certificate_id>.pdf")
@only(Role.STUDENT, Role.TEACHER)
def my_document(certificate_id: UUID) -> ResponseReturnValue:
    """Hand out the PDF of a certificate that stands."""
    with reading() as session:
        certificate = queries.certificate_of(session, current_actor().id, certificate_id) or abort(404)
    return document(certificate)


def document(certificate: Certificate) -> Response:
    """Return the PDF as a file to keep, or 404 while there is none."""
    if certificate.pdf_sha256 is None:
        abort(404)
    path = stored_path(documents_folder(settings().uploads_dir), certificate.pdf_sha256)
    response = send_file(
        path, "application/pdf", as_attachment=True, download_name=f"certificate-{certificate.number}.pdf"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
