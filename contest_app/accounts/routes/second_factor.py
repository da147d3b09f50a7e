"""The second step of signing in, and the own account: setting the second factor up, moving it, turning it off."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm

from contest_app.accounts import queries
from contest_app.accounts import second_factor as factor
from contest_app.accounts import second_factor_services as services
from contest_app.accounts import services as account_services
from contest_app.accounts.forms import FirstCodeForm, MoveForm, ProtectForm, SecondStepForm
from contest_app.accounts.login import current_actor, half_token
from contest_app.accounts.models import User
from contest_app.accounts.routes import bp
from contest_app.accounts.routes.signing import sign_in_browser, staff_login_lasts
from contest_app.accounts.rules import WrongPassword, shown_code, token_hash
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.web.access import only, public
from contest_app.web.addresses import local_address
from contest_app.web.boundary import reading, settings, transaction
from contest_app.web.device import device_id
from contest_app.web.errors import told
from contest_app.web.qr import qr_code

STAFF: Final = tuple(role for role in Role if role is not Role.STUDENT)
#: Where the cookie keeps what the secret of an app that is being set up is made of; without the key it tells nothing.
SALT: Final = "second_salt"
#: Recovery codes left at which the person is told to make new ones.
FEW: Final = 3


@bp.get("/sign-in/code")
@public
def second_step() -> ResponseReturnValue:
    """Ask somebody whose password was right for the code."""
    if _half_signed_in() is None:
        return _sign_in_again()
    return _step_page(SecondStepForm())


@bp.post("/sign-in/code")
@public
def check_second_step() -> ResponseReturnValue:
    """Sign in who has the code."""
    user = _half_signed_in()
    if user is None:
        return _sign_in_again()
    form = SecondStepForm()
    if not form.validate_on_submit():
        return _step_page(form), 422
    status = _check(user, form.code, form.code.data)
    if status is not HTTPStatus.OK:
        return _step_page(form), status
    sign_in_browser(user, staff_login_lasts())
    if factor.is_recovery_code(form.code.data):
        _tell_codes_left(user)
    return redirect(local_address(request.args.get("next")), code=303)


@bp.get("/sign-in/second-factor")
@public
def first_second_factor() -> ResponseReturnValue:
    """Show how to set a second factor up to somebody who cannot come in without one."""
    user = _half_signed_in()
    if user is None or _has_factor(user):
        return _sign_in_again()
    return _set_up_page(user, FirstCodeForm())


@bp.post("/sign-in/second-factor")
@public
def set_first_second_factor() -> ResponseReturnValue:
    """Set it up and sign in."""
    user = _half_signed_in()
    if user is None or _has_factor(user):
        return _sign_in_again()
    return _set_up(user, FirstCodeForm(), local_address(request.args.get("next")))


@bp.get("/account")
@only(*STAFF)
def account() -> ResponseReturnValue:
    """Show how the person signs in."""
    return _account_page(SecondStepForm())


@bp.post("/account")
@only(*STAFF)
def change_second_factor() -> ResponseReturnValue:
    """Make new recovery codes, or turn the second factor off, for who has a code."""
    form = SecondStepForm()
    user = current_actor()
    if not form.validate_on_submit():
        return _account_page(form), 422
    status = _check(user, form.code, form.code.data)
    if status is not HTTPStatus.OK:
        return _account_page(form), status
    return _turn_off(form) if request.form.get("act") == "off" else _renew_codes(user)


@bp.get("/account/second-factor")
@only(*STAFF)
def own_second_factor() -> ResponseReturnValue:
    """Show how to set a second factor up, or to move it to another phone."""
    user = current_actor()
    return _set_up_page(user, MoveForm() if _has_factor(user) else ProtectForm())


@bp.post("/account/second-factor")
@only(*STAFF)
def set_own_second_factor() -> ResponseReturnValue:
    """Set it up for who has the password, or move it for who has a code; other devices are signed out."""
    user = current_actor()
    return _move(user) if _has_factor(user) else _protect(user)


def _protect(user: User) -> ResponseReturnValue:
    form = ProtectForm()
    if not _is_of_new_app(user, form):
        return _set_up_page(user, form), 422
    with transaction() as database:
        login, typed = user.login or "", form.password.data
        known = account_services.check_password(database, login, typed, device_id=device_id(), now=utcnow())
    if known is None:
        form.password.errors = [told(WrongPassword())]
        return _set_up_page(user, form), 422
    return _set_up(user, form, url_for(".account"))


def _move(user: User) -> ResponseReturnValue:
    form = MoveForm()
    if not _is_of_new_app(user, form):
        return _set_up_page(user, form), 422
    # Only now, so that a slip of the finger above does not use a code up.
    status = _check(user, form.present, form.present.data)
    if status is not HTTPStatus.OK:
        return _set_up_page(user, form), status
    return _set_up(user, form, url_for(".account"))


def _half_signed_in() -> User | None:
    with reading() as database:
        half = queries.live_half_login(database, token_hash(half_token()), device_id(), utcnow())
    return half.user if half else None


def _has_factor(user: User) -> bool:
    with reading() as database:
        return queries.has_second_factor(database, user.id)


def _sign_in_again() -> ResponseReturnValue:
    return redirect(url_for(".sign_in", next=request.args.get("next")), code=303)


def _check(user: User, field: object, typed: str) -> HTTPStatus:
    """Check a code; what is wrong with it stands beside the field."""
    try:
        with transaction() as database:
            now = utcnow()
            is_right = services.check_code(
                database, user, typed, key=settings().secret, device_id=device_id(), now=now
            )
    except Refusal as refused:
        field.errors = [told(refused)]  # type: ignore[attr-defined]  # every field has errors
        return HTTPStatus(refused.status)
    if is_right:
        return HTTPStatus.OK
    field.errors = [told(factor.WrongSecondCode())]  # type: ignore[attr-defined]  # as above
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _is_of_new_app(user: User, form: FirstCodeForm) -> bool:
    """Say whether the form is filled in and holds a code of the app that is being set up."""
    if not form.validate_on_submit():
        return False
    try:
        factor.first_step(_new_secret(user), form.code.data, now=utcnow())
    except factor.WrongSecondCode as wrong:
        form.code.errors = [told(wrong)]
        return False
    return True


def _set_up(user: User, form: FirstCodeForm, address: str) -> ResponseReturnValue:
    if not _is_of_new_app(user, form):
        return _set_up_page(user, form), 422
    with transaction() as database:
        codes = services.set_up(database, user, form.code.data, salt=_salt(), key=settings().secret, now=utcnow())
    sign_in_browser(user, staff_login_lasts())
    return _codes_page(user, codes, address)


def _new_secret(user: User) -> str:
    return factor.app_secret(settings().secret, user.id, _salt())


def _salt() -> str:
    """Return what the secret that is being set up is made of, the same while this browser session lasts."""
    salt: str = session.setdefault(SALT, factor.new_salt())
    return salt


def _renew_codes(user: User) -> ResponseReturnValue:
    with transaction() as database:
        codes = services.renew_recovery_codes(database, user, key=settings().secret, now=utcnow())
    return _codes_page(user, codes, url_for(".account"))


def _turn_off(form: SecondStepForm) -> ResponseReturnValue:
    try:
        with transaction() as database:
            services.turn_off(database, current_actor(), needed_for=settings().second_factor_roles, now=utcnow())
    except Refusal as refused:
        form.code.errors = [told(refused)]
        return _account_page(form), refused.status
    flash(gettext("The second factor is off. The password alone lets you in now."))
    return redirect(url_for(".account"), code=303)


def _tell_codes_left(user: User) -> None:
    with reading() as database:
        left = queries.recovery_codes_left(database, user.id)
    flash(ngettext("%(num)d recovery code is left.", "%(num)d recovery codes are left.", left))


def _step_page(form: FlaskForm) -> str:
    return render_template("accounts/second_step.html", form=form)


def _set_up_page(user: User, form: FirstCodeForm) -> str:
    secret = _new_secret(user)
    address = factor.app_address(secret, user.login or abort(404))
    return render_template(
        "accounts/set_up_second_factor.html",
        form=form,
        is_first=request.endpoint in {"accounts.first_second_factor", "accounts.set_first_second_factor"},
        secret=factor.shown_secret(secret),
        address=address,
        qr=qr_code(address),
    )


def _codes_page(user: User, codes: list[str], address: str) -> str:
    shown = [shown_code(code) for code in codes]
    return render_template("accounts/recovery_codes.html", person=user, codes=shown, address=address)


def _account_page(form: SecondStepForm) -> str:
    user = current_actor()
    with reading() as database:
        has_factor = queries.has_second_factor(database, user.id)
        left = queries.recovery_codes_left(database, user.id)
    return render_template(
        "accounts/account.html",
        form=form,
        person=user,
        has_factor=has_factor,
        left=left,
        few=FEW,
        is_needed=bool(user.roles & settings().second_factor_roles),
    )
