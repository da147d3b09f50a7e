"""The organizer's pages of invitations: whom to invite, the link with its QR code, making it anew, withdrawing it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.judging.forms.joining import InvitationForm
from contest_app.judging.invitations import link_token
from contest_app.judging.models import JuryInvitation, Round
from contest_app.judging.queries import joining as queries
from contest_app.judging.queries import rounds as round_queries
from contest_app.judging.routes import bp
from contest_app.judging.services import invitations
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told
from contest_app.web.qr import qr_code

INVITATIONS: Final = "/organize/contests/<uuid:contest_id>/judging/invitations"


@bp.get(f"{INVITATIONS}/new")
@only(Role.ORGANIZER)
def new_invitation(contest_id: UUID) -> ResponseReturnValue:
    """Show the form of an invitation."""
    return _form_page(contest_id, InvitationForm())


@bp.post(INVITATIONS)
@only(Role.ORGANIZER)
def invite(contest_id: UUID) -> ResponseReturnValue:
    """Make a link for somebody."""
    form = InvitationForm()
    if not form.validate_on_submit():
        return _form_page(contest_id, form), 422
    try:
        with transaction() as session:
            round_ = _own_round(session, contest_id)
            invitation = invitations.invite(
                session, round_, form.guest(), key=settings().secret, actor=current_actor(), now=utcnow()
            )
    except Refusal as refused:
        form.form_errors.append(told(refused))
        return _form_page(contest_id, form), refused.status
    return _to_invitation(contest_id, invitation)


@bp.get(f"{INVITATIONS}/<uuid:invitation_id>")
@only(Role.ORGANIZER)
def invitation(contest_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Show the link, to be copied, printed or scanned, and how far it has come."""
    now = utcnow()
    with reading() as session:
        round_ = _own_round(session, contest_id)
        found = queries.invitation(session, round_.id, invitation_id) or abort(404)
        signature = queries.signature(session, round_.id, found.user_id) if found.user_id else None
    address = f"{settings().base_url}{url_for('.joining', token=_token(found))}"
    return render_template(
        "judging/invitation.html",
        round=round_,
        invitation=found,
        signature=signature,
        state=invitations.state(found, is_signed=signature is not None, now=now),
        address=address,
        qr=qr_code(address),
    )


@bp.post(f"{INVITATIONS}/<uuid:invitation_id>/renew")
@only(Role.ORGANIZER)
def renew_invitation(contest_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Make the link anew; the old one opens nothing."""
    with transaction() as session:
        found = queries.invitation(session, _own_round(session, contest_id).id, invitation_id) or abort(404)
        invitations.renew_link(session, found, key=settings().secret, actor=current_actor(), now=utcnow())
    flash(_("The link is new. The old one opens nothing."), "success")
    return _to_invitation(contest_id, found)


@bp.post(f"{INVITATIONS}/<uuid:invitation_id>/revoke")
@only(Role.ORGANIZER)
def revoke_invitation(contest_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Withdraw an invitation."""
    with transaction() as session:
        found = queries.invitation(session, _own_round(session, contest_id).id, invitation_id) or abort(404)
        invitations.revoke(session, found, actor=current_actor(), now=utcnow())
    return _to_invitation(contest_id, found)


def _own_round(session: Session, contest_id: UUID) -> Round:
    return round_queries.organizer_round(session, current_actor().id, contest_id) or abort(404)


def _token(invitation: JuryInvitation) -> str:
    return link_token(settings().secret, invitation.id, invitation.version)


def _form_page(contest_id: UUID, form: InvitationForm) -> str:
    with reading() as session:
        round_ = _own_round(session, contest_id)
    return render_template("judging/new_invitation.html", round=round_, form=form)


def _to_invitation(contest_id: UUID, invitation: JuryInvitation) -> ResponseReturnValue:
    return redirect(url_for(".invitation", contest_id=contest_id, invitation_id=invitation.id), code=303)
