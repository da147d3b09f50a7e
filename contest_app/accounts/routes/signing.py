"""The first page, and signing in and out with a password."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from contest_app.accounts import queries, second_factor_services, services
from contest_app.accounts.forms import ClassCodeForm, SignInForm, SlipForm
from contest_app.accounts.login import (
    begin_browser_session,
    begin_half_session,
    current_actor,
    current_token,
    end_browser_session,
)
from contest_app.accounts.models import User
from contest_app.accounts.routes import bp
from contest_app.accounts.rules import WrongPassword
from contest_app.clock import utcnow
from contest_app.web.access import public, signed_in
from contest_app.web.addresses import local_address
from contest_app.web.boundary import reading, settings, transaction
from contest_app.web.device import device_id
from contest_app.web.errors import told
from contest_app.web.navigation import first_page


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Show the ways in, or send who is signed in to the own first page."""
    if current_user.is_authenticated:
        return redirect(first_page(), code=303)
    return render_template("accounts/start.html", slip_form=SlipForm(), class_form=ClassCodeForm())


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Show the form for the staff."""
    if current_user.is_authenticated:
        return redirect(local_address(request.args.get("next"), first_page()), code=303)
    return render_template("accounts/sign_in.html", form=SignInForm())


@bp.post("/sign-in")
@public
def check_sign_in() -> ResponseReturnValue:
    """Sign a member of staff in."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    user = _person_with(form)
    if user is None:
        form.password.errors = [told(WrongPassword())]
        return render_template("accounts/sign_in.html", form=form), 422
    return admit(user, local_address(request.args.get("next")))


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this device's session, in the database and in the cookie."""
    with transaction() as session:
        services.end_login(session, current_token(), actor=current_actor(), now=utcnow())
    end_browser_session()
    return redirect("/", code=303)


def admit(user: User, address: str) -> ResponseReturnValue:
    """Let in a person whose password was right, or ask for the second factor first; then lead to ``address``.

    ``user.grants`` must be loaded.
    """
    has_factor = _has_second_factor(user)
    if not has_factor and not lacks_second_factor(user):
        sign_in_browser(user, staff_login_lasts())
        return redirect(address, code=303)
    with transaction() as session:
        token = second_factor_services.open_half_login(session, user, device_id=device_id(), now=utcnow())
    begin_half_session(token)
    step = "accounts.second_step" if has_factor else "accounts.first_second_factor"
    return redirect(url_for(step, next=address), code=303)


def lacks_second_factor(user: User) -> bool:
    """Say whether the person's roles ask for a second factor that has not been set up."""
    return bool(user.roles & settings().second_factor_roles) and not _has_second_factor(user)


def staff_login_lasts() -> timedelta:
    """Return how long somebody who signs in with a password stays signed in."""
    return timedelta(hours=settings().login_hours)


def sign_in_browser(user: User, lasts: timedelta) -> None:
    """Open a session of ``user`` on this device and put it in the cookie."""
    with transaction() as session:
        token = services.open_login(session, user, device_id=device_id(), lasts=lasts, now=utcnow())
    begin_browser_session(user, token)


def _has_second_factor(user: User) -> bool:
    with reading() as session:
        return queries.has_second_factor(session, user.id)


def _person_with(form: SignInForm) -> User | None:
    with transaction() as session:
        return services.check_password(
            session, form.login.data, form.password.data, device_id=device_id(), now=utcnow()
        )
