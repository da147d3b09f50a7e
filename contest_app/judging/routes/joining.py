"""Coming into a jury: the page behind the link, then what one reads, whom one knows, and the declaration."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from contest_app.accounts import queries as account_queries
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import School, User
from contest_app.accounts.routes.signing import admit, lacks_second_factor
from contest_app.accounts.rules import LoginTaken, LoginUnfit, token_hash
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.judging.declaration import Declaration
from contest_app.judging.forms.joining import KnowledgeForm, NewJurorForm, SignatureForm, TieForm
from contest_app.judging.models import JuryInvitation
from contest_app.judging.queries import joining as queries
from contest_app.judging.queries.joining import OwnSeat
from contest_app.judging.routes import bp
from contest_app.judging.services import invitations
from contest_app.judging.services import joining as services
from contest_app.roles import Role
from contest_app.web.access import only, public
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import language

LINK: Final = "/jury/<token>"
SEAT: Final = "/judging/rounds/<uuid:round_id>/joining"


@bp.get(LINK)
@public
def joining(token: str) -> ResponseReturnValue:
    """Say who invites and for what; nothing is taken by looking, only by the button."""
    with reading() as session:
        invitation = _live(session, token)
    if invitation is None:
        return _no_such_link()
    return _link_page(token, invitation, NewJurorForm(display_name=invitation.name))


@bp.post(LINK)
@public
def come_in(token: str) -> ResponseReturnValue:
    """Take the invitation, with the account in which one is signed in or with a new one."""
    person = _staff()
    form = NewJurorForm()
    try:
        with transaction() as session:
            invitation = _live(session, token)
            if invitation is None:
                return _no_such_link()
            if person is None and not form.validate_on_submit():
                return _link_page(token, invitation, form), 422
            user = _taken(session, invitation, person, form)
    except (LoginTaken, LoginUnfit) as refused:
        form.login.errors = [told(refused)]
        return _link_page(token, _invitation(token), form), 422
    address = url_for(".own_profile", round_id=invitation.round_id)
    if person is not None and not lacks_second_factor(user):
        return redirect(address, code=303)
    return admit(user, address)


@bp.get(f"{SEAT}/profile")
@only(Role.JUDGE, Role.CHAIR)
def own_profile(round_id: UUID) -> ResponseReturnValue:
    """Show what the member reads, knows and can take on."""
    seat = _own_seat(round_id)
    return render_template("judging/own_profile.html", seat=seat, form=KnowledgeForm.of(seat))


@bp.post(f"{SEAT}/profile")
@only(Role.JUDGE, Role.CHAIR)
def save_profile(round_id: UUID) -> ResponseReturnValue:
    """Keep it and go on to whom the member knows."""
    form = KnowledgeForm()
    try:
        with transaction() as session:
            seat = queries.own_seat(session, current_actor().id, round_id) or abort(404)
            form.offer(seat.member.round.contest)
            if form.validate_on_submit():
                services.tell(session, seat, form.knowledge(), actor=current_actor(), now=utcnow())
                return redirect(url_for(".own_ties", round_id=round_id), code=303)
    except Refusal as refused:
        form.languages.errors = [told(refused)]
    return render_template("judging/own_profile.html", seat=_own_seat(round_id), form=form), 422


@bp.get(f"{SEAT}/people")
@only(Role.JUDGE, Role.CHAIR)
def own_ties(round_id: UUID) -> ResponseReturnValue:
    """Show the schools and people that the member declared."""
    return _ties_page(round_id, TieForm(formdata=None))


@bp.post(f"{SEAT}/people")
@only(Role.JUDGE, Role.CHAIR)
def declare_tie(round_id: UUID) -> ResponseReturnValue:
    """Declare one more."""
    form = TieForm()
    try:
        with transaction() as session:
            _seat = queries.own_seat(session, current_actor().id, round_id) or abort(404)
            form.offer(account_queries.schools(session))
            if form.validate_on_submit():
                school = _school(session, form)
                person, note = form.person.data or "", form.note.data or ""
                services.declare_tie(session, school, person, note, actor=current_actor(), now=utcnow())
                return redirect(url_for(".own_ties", round_id=round_id), code=303)
    except Refusal as refused:
        form.person.errors = [told(refused)]
    return _ties_page(round_id, form), 422


@bp.post(f"{SEAT}/people/<uuid:tie_id>/drop")
@only(Role.JUDGE, Role.CHAIR)
def drop_tie(round_id: UUID, tie_id: UUID) -> ResponseReturnValue:
    """Take back what was declared by mistake, before the signature."""
    with transaction() as session:
        tie = queries.tie(session, current_actor().id, tie_id) or abort(404)
        services.drop_tie(session, tie, actor=current_actor(), now=utcnow())
    return redirect(url_for(".own_ties", round_id=round_id), code=303)


@bp.get(f"{SEAT}/declaration")
@only(Role.JUDGE, Role.CHAIR)
def declaration(round_id: UUID) -> ResponseReturnValue:
    """Show the declaration to be signed, or the signature."""
    return _declaration_page(_own_seat(round_id), SignatureForm(formdata=None))


@bp.post(f"{SEAT}/declaration")
@only(Role.JUDGE, Role.CHAIR)
def sign_declaration(round_id: UUID) -> ResponseReturnValue:
    """Sign it as it was read."""
    form = SignatureForm()
    if not form.validate_on_submit():
        return _declaration_page(_own_seat(round_id), form), 422
    text = Declaration.read(settings().item_bank_dir)
    try:
        with transaction() as session:
            seat = queries.own_seat(session, current_actor().id, round_id) or abort(404)
            services.sign(session, seat, text, language(), form.name.data, actor=current_actor(), now=utcnow())
    except Refusal as refused:
        form.form_errors.append(told(refused))
        return _declaration_page(_own_seat(round_id), form), refused.status
    flash(_("The declaration is signed. Thank you: now entries can be given to you."), "success")
    return redirect(url_for(".inbox"), code=303)


def _live(session: Session, token: str) -> JuryInvitation | None:
    found = queries.invitation_by_token(session, token_hash(token))
    return found if found is not None and invitations.is_live(found, utcnow()) else None


def _invitation(token: str) -> JuryInvitation:
    with reading() as session:
        return _live(session, token) or abort(404)


def _taken(session: Session, invitation: JuryInvitation, person: User | None, form: NewJurorForm) -> User:
    now = utcnow()
    if person is None:
        return invitations.open_account(session, invitation, form.account(), now=now)
    user = account_queries.staff(session, person.id) or abort(404)
    invitations.come_in(session, invitation, user, now=now)
    session.flush()  # the new role is read back below
    session.refresh(user, ["grants"])
    return user


def _staff() -> User | None:
    """Return who is signed in, unless it is nobody or a pupil on the same device."""
    is_staff = current_user.is_authenticated and current_actor().login is not None
    return current_actor() if is_staff else None


def _link_page(token: str, invitation: JuryInvitation, form: NewJurorForm) -> str:
    return render_template("judging/joining.html", token=token, invitation=invitation, form=form, person=_staff())


def _no_such_link() -> ResponseReturnValue:
    return render_template("judging/no_such_link.html"), 404


def _own_seat(round_id: UUID) -> OwnSeat:
    with reading() as session:
        return queries.own_seat(session, current_actor().id, round_id) or abort(404)


def _school(session: Session, form: TieForm) -> School | None:
    return account_queries.school(session, UUID(form.school.data)) if form.school.data else None


def _ties_page(round_id: UUID, form: TieForm) -> str:
    seat = _own_seat(round_id)
    with reading() as session:
        ties = queries.ties(session, current_actor().id)
        form.offer(account_queries.schools(session))
    return render_template("judging/own_ties.html", seat=seat, ties=ties, form=form)


def _declaration_page(seat: OwnSeat, form: SignatureForm) -> str:
    text = Declaration.read(settings().item_bank_dir)
    shown = seat.signature.language if seat.signature else language()
    return render_template("judging/declaration.html", seat=seat, text=text, shown=shown, form=form)
