"""A guardian's page: the children, and consent given or withdrawn by purpose."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest_app.accounts import queries, services
from contest_app.accounts.forms import PURPOSE_WORDS
from contest_app.accounts.login import current_actor
from contest_app.accounts.routes import CHILD_LINKS, bp
from contest_app.accounts.rules import Purpose
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction


@bp.get("/children")
@only(Role.GUARDIAN)
def children() -> ResponseReturnValue:
    """Show the children and what was consented to."""
    with reading() as session:
        wards = queries.wards(session, current_actor().id)
        consents = queries.consents(session, [ward.user_id for ward in wards])
    return render_template(
        "accounts/children.html", wards=wards, consents=consents, purposes=PURPOSE_WORDS, links=CHILD_LINKS
    )


@bp.post("/children/<uuid:student_id>/consents/<purpose>")
@only(Role.GUARDIAN)
def record_consent(student_id: UUID, purpose: str) -> ResponseReturnValue:
    """Give or withdraw consent for one purpose, from this moment."""
    if purpose not in set(Purpose):
        abort(404)
    is_given = request.form.get("given") == "yes"
    with transaction() as session:
        student = queries.ward(session, current_actor().id, student_id) or abort(404)
        services.record_consent(
            session,
            student,
            Purpose(purpose),
            is_given=is_given,
            way="page",
            actor=current_actor(),
            now=utcnow(),
        )
    flash(gettext("Recorded: consent given.") if is_given else gettext("Recorded: consent withdrawn."))
    return redirect(url_for(".children"), code=303)
