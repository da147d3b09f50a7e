"""The organizer's side: issuing certificates, seeing how far they are, revoking one."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.contests import queries as contest_queries
from contest_app.records import queries, services
from contest_app.records.forms import RevokeForm
from contest_app.records.routes import bp
from contest_app.records.routes.keeping import document
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction

PAGE_SIZE: Final = 50


@bp.get("/organize/certificates")
@only(Role.ORGANIZER)
def organized() -> ResponseReturnValue:
    """List the organizer's contests and how far their certificates are."""
    with reading() as session:
        contests = contest_queries.organizer_contests(session, current_actor().id)
        progress = queries.progress_of(session, [contest.id for contest, _received in contests])
    return render_template("records/organized.html", contests=contests, progress=progress)


@bp.get("/organize/contests/<uuid:contest_id>/certificates")
@only(Role.ORGANIZER)
def certificates(contest_id: UUID) -> ResponseReturnValue:
    """Show the certificates of a contest and how far they are."""
    page = max(request.args.get("page", 1, type=int), 1)
    with reading() as session:
        contest = contest_queries.organizer_contest(session, current_actor().id, contest_id) or abort(404)
        return render_template(
            "records/certificates.html",
            contest=contest,
            progress=queries.progress(session, contest.id),
            is_working=queries.is_any_queued(session, services.working_keys(contest.id)),
            lacking=queries.lacking(session, contest.id),
            register=queries.register(session, contest.id, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE),
            page=page,
            pages=-(-queries.register_size(session, contest.id) // PAGE_SIZE),
        )


@bp.post("/organize/contests/<uuid:contest_id>/certificates")
@only(Role.ORGANIZER)
def issue(contest_id: UUID) -> ResponseReturnValue:
    """Ask for the certificates of a contest."""
    with transaction() as session:
        contest = contest_queries.organizer_contest(session, current_actor().id, contest_id) or abort(404)
        services.request_certificates(session, contest, actor=current_actor(), now=utcnow())
    return redirect(url_for(".certificates", contest_id=contest_id), code=303)


@bp.get("/organize/certificates/<uuid:certificate_id>.pdf")
@only(Role.ORGANIZER)
def issued_document(certificate_id: UUID) -> ResponseReturnValue:
    """Hand out the PDF of a certificate of an own contest."""
    with reading() as session:
        certificate = queries.organizer_certificate(session, current_actor().id, certificate_id) or abort(404)
    return document(certificate)


@bp.get("/organize/certificates/<uuid:certificate_id>/revoke")
@only(Role.ORGANIZER)
def revoke_form(certificate_id: UUID) -> ResponseReturnValue:
    """Ask why a certificate is revoked."""
    with reading() as session:
        certificate = queries.organizer_certificate(session, current_actor().id, certificate_id) or abort(404)
    return render_template("records/revoke.html", certificate=certificate, form=RevokeForm())


@bp.post("/organize/certificates/<uuid:certificate_id>/revoke")
@only(Role.ORGANIZER)
def revoke(certificate_id: UUID) -> ResponseReturnValue:
    """Revoke a certificate with a reason."""
    form = RevokeForm()
    with transaction() as session:
        certificate = queries.organizer_certificate(session, current_actor().id, certificate_id) or abort(404)
        if not form.validate_on_submit():
            return render_template("records/revoke.html", certificate=certificate, form=form), 422
        services.revoke_certificate(session, certificate, form.reason.data, actor=current_actor(), now=utcnow())
    flash(_("Certificate %(number)s is revoked.", number=certificate.number), "success")
    return redirect(url_for(".certificates", contest_id=certificate.contest_id), code=303)
