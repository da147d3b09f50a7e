"""The public check: whoever holds a certificate can see whether it is genuine and stands.

The page says no more than the paper does, and names a pupil in full only with consent to publication. Addresses
carry 128 random bits, and every address without a certificate gets the same answer, so there is nothing to harvest.
"""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contest_app.judging.showing import initials
from contest_app.records import queries, rules
from contest_app.records.models import Certificate
from contest_app.records.routes import bp
from contest_app.web.access import public
from contest_app.web.boundary import reading
from contest_app.web.limits import limiter


@bp.get("/verify")
@public
@limiter.limit("60 per minute")
def check_form() -> ResponseReturnValue:
    """Ask for the number, or go to the certificate that it names."""
    typed = request.args.get("code", "")
    if not typed.strip():
        return render_template("records/check_form.html")
    public_id = rules.typed_public_id(typed)
    return redirect(url_for(".check", public_id=public_id), code=303) if public_id else _no_such_certificate()


@bp.get("/verify/<public_id>")
@public
@limiter.limit("60 per minute")
def check(public_id: str) -> ResponseReturnValue:
    """Say whose certificate this is, and whether it stands."""
    known = rules.typed_public_id(public_id)
    with reading() as session:
        certificate = queries.certificate_by_public_id(session, known) if known else None
        if certificate is None:
            return _no_such_certificate()
        may_name = queries.may_be_named(session, certificate.recipient_id)
    return _unlisted(render_template("records/check.html", **_shown(certificate, may_name=may_name)))


def _shown(certificate: Certificate, *, may_name: bool) -> dict[str, object]:
    said = certificate.said
    return {
        "certificate": certificate,
        "said": said,
        "is_whole": said.sha256 == certificate.sha256,
        "may_name": may_name,
        "name": said.recipient if may_name else initials(said.recipient),
    }


def _no_such_certificate() -> Response:
    return _unlisted(render_template("records/no_such_certificate.html"), 404)


def _unlisted(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
