"""The administrator's list of schools."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from contest_app.accounts import queries, services
from contest_app.accounts.forms import SCHOOL_KINDS, SchoolForm
from contest_app.accounts.login import current_actor
from contest_app.accounts.routes import bp
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction
from contest_app.web.i18n import localised


@bp.get("/schools")
@only(Role.ADMINISTRATOR)
def schools() -> ResponseReturnValue:
    """Show the schools."""
    with reading() as session:
        found = queries.schools(session)
    kinds = {kind.value: kind.label for kind in SCHOOL_KINDS}
    return render_template("accounts/schools.html", schools=found, kinds=kinds)


@bp.get("/schools/new")
@only(Role.ADMINISTRATOR)
def new_school() -> ResponseReturnValue:
    """Show the form for a new school."""
    return render_template("accounts/new_school.html", form=_school_form())


@bp.post("/schools/new")
@only(Role.ADMINISTRATOR)
def add_school() -> ResponseReturnValue:
    """Add a school."""
    form = _school_form()
    if not form.validate_on_submit():
        return render_template("accounts/new_school.html", form=form), 422
    names = {"kk": form.name_kk.data, "ru": form.name_ru.data, "en": form.name_en.data or form.name_ru.data}
    with transaction() as session:
        services.new_school(
            session,
            district_key=form.district.data,
            name={language: name.strip() for language, name in names.items()},
            kind=form.kind.data,
            is_rural=form.is_rural.data,
            actor=current_actor(),
            now=utcnow(),
        )
    flash(gettext("The school is on the list."))
    return redirect(url_for(".schools"), code=303)


def _school_form() -> SchoolForm:
    form = SchoolForm()
    with reading() as session:
        districts = queries.districts(session)
    form.district.choices = [SelectChoice(district.key, localised(district.name)) for district in districts]
    return form
