"""The administrator's list of the staff."""

from __future__ import annotations

import secrets
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from contest_app.accounts import queries, second_factor_services, services
from contest_app.accounts.forms import STAFF_ROLES, PersonForm
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import User
from contest_app.accounts.routes import bp
from contest_app.accounts.rules import LoginTaken, LoginUnfit
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import localised


@bp.get("/people")
@only(Role.ADMINISTRATOR)
def people() -> ResponseReturnValue:
    """Show the staff, found by name or log-in name."""
    words = request.args.get("q", "")
    with reading() as session:
        found = queries.people(session, words)
        protected = queries.with_second_factor(session, [person.id for person in found])
    return render_template(
        "accounts/people.html",
        people=found,
        protected=protected,
        words=words,
        role_names={role.value: role.label for role in STAFF_ROLES},
    )


@bp.get("/people/new")
@only(Role.ADMINISTRATOR)
def new_person() -> ResponseReturnValue:
    """Show the form for a new member of staff."""
    return render_template("accounts/new_person.html", form=_person_form())


@bp.post("/people/new")
@only(Role.ADMINISTRATOR)
def add_person() -> ResponseReturnValue:
    """Add a member of staff and show the first password, once."""
    form = _person_form()
    if not form.validate_on_submit():
        return render_template("accounts/new_person.html", form=form), 422
    password = secrets.token_urlsafe(9)
    try:
        user = _added(form, password)
    except (LoginTaken, LoginUnfit) as error:
        form.login.errors = [told(error)]
        return render_template("accounts/new_person.html", form=form), 422
    return render_template("accounts/first_password.html", person=user, password=password)


@bp.post("/people/<uuid:user_id>/password")
@only(Role.ADMINISTRATOR)
def renew_password(user_id: UUID) -> ResponseReturnValue:
    """Give a member of staff a new password, shown once; every device is signed out."""
    password = secrets.token_urlsafe(9)
    with transaction() as session:
        user = queries.staff(session, user_id) or abort(404)
        services.change_password(session, user, password, actor=current_actor(), now=utcnow())
    return render_template("accounts/first_password.html", person=user, password=password)


@bp.post("/people/<uuid:user_id>/second-factor/reset")
@only(Role.ADMINISTRATOR)
def reset_second_factor(user_id: UUID) -> ResponseReturnValue:
    """Take away the second factor of somebody who lost the phone and the paper."""
    with transaction() as session:
        user = queries.staff(session, user_id) or abort(404)
        second_factor_services.reset(session, user, actor=current_actor(), now=utcnow())
    flash(gettext("%(name)s signs in with the password alone until a new app is set up.", name=user.display_name))
    return redirect(url_for(".people"), code=303)


@bp.post("/people/<uuid:user_id>/disable")
@only(Role.ADMINISTRATOR)
def disable_person(user_id: UUID) -> ResponseReturnValue:
    """Close an account."""
    if user_id == current_actor().id:
        flash(gettext("You cannot close your own account."))
        return redirect(url_for(".people"), code=303)
    return _set_disabled(user_id, disabled=True)


@bp.post("/people/<uuid:user_id>/enable")
@only(Role.ADMINISTRATOR)
def enable_person(user_id: UUID) -> ResponseReturnValue:
    """Open an account again."""
    return _set_disabled(user_id, disabled=False)


def _set_disabled(user_id: UUID, *, disabled: bool) -> ResponseReturnValue:
    with transaction() as session:
        user = queries.staff(session, user_id) or abort(404)
        services.set_disabled(session, user, disabled=disabled, actor=current_actor(), now=utcnow())
    return redirect(url_for(".people"), code=303)


def _person_form() -> PersonForm:
    form = PersonForm()
    with reading() as session:
        schools = queries.schools(session)
    named = [SelectChoice(str(school.id), localised(school.name)) for school in schools]
    form.school.choices = [SelectChoice("", gettext("no school")), *named]
    return form


def _added(form: PersonForm, password: str) -> User:
    with transaction() as session:
        school = queries.school(session, UUID(form.school.data)) if form.school.data else None
        return services.add_staff(
            session,
            display_name=form.display_name.data,
            login=form.login.data,
            password=password,
            roles={Role(role) for role in form.roles.data},
            language=form.language.data,
            school=school,
            actor=current_actor(),
            now=utcnow(),
        )
