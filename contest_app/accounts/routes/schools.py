"""The administrator's list of schools."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from contest_app.accounts import queries, services
from contest_app.accounts.forms import SCHOOL_KINDS, CarerForm, SchoolForm
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import School, User
from contest_app.accounts.routes import bp
from contest_app.accounts.rules import SchoolNameTaken
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import localised


@bp.get("/schools")
@only(Role.ADMINISTRATOR)
def schools() -> ResponseReturnValue:
    """Show the schools."""
    with reading() as session:
        found = queries.schools(session)
        carers = queries.carers(session)
    kinds = {kind.value: kind.label for kind in SCHOOL_KINDS}
    return render_template("accounts/schools.html", schools=found, kinds=kinds, carers=carers)


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
    try:
        with transaction() as session:
            services.new_school(session, form.facts(), actor=current_actor(), now=utcnow())
    except SchoolNameTaken as refusal:
        form.name_kk.errors = [told(refusal)]
        return render_template("accounts/new_school.html", form=form), 422
    flash(gettext("The school is on the list."))
    return redirect(url_for(".schools"), code=303)


@bp.get("/schools/<uuid:school_id>")
@only(Role.ADMINISTRATOR)
def school_page(school_id: UUID) -> ResponseReturnValue:
    """Show a school and who answers for its pupils' well-being."""
    with reading() as session:
        school = queries.school(session, school_id) or abort(404)
        staff = queries.colleagues(session, school_id)
        carer = queries.carers(session).get(school_id)
    return _school_page(school, staff, carer, _carer_form(staff, carer))


@bp.get("/schools/<uuid:school_id>/edit")
@only(Role.ADMINISTRATOR)
def edit_school(school_id: UUID) -> ResponseReturnValue:
    """Show the form by which a school's facts are corrected."""
    with reading() as session:
        school = queries.school(session, school_id) or abort(404)
    return render_template("accounts/edit_school.html", school=school, form=_school_form(school))


@bp.post("/schools/<uuid:school_id>/edit")
@only(Role.ADMINISTRATOR)
def change_school(school_id: UUID) -> ResponseReturnValue:
    """Correct a school's facts."""
    with reading() as session:
        school = queries.school(session, school_id) or abort(404)
    form = _school_form()
    if not form.validate_on_submit():
        return render_template("accounts/edit_school.html", school=school, form=form), 422
    try:
        with transaction() as session:
            found = queries.school(session, school_id) or abort(404)
            services.change_school(session, found, form.facts(), actor=current_actor(), now=utcnow())
    except SchoolNameTaken as refusal:
        form.name_kk.errors = [told(refusal)]
        return render_template("accounts/edit_school.html", school=school, form=form), 422
    flash(gettext("Saved."), "success")
    return redirect(url_for(".school_page", school_id=school_id), code=303)


@bp.post("/schools/<uuid:school_id>/carer")
@only(Role.ADMINISTRATOR)
def name_carer(school_id: UUID) -> ResponseReturnValue:
    """Name the adult to whom signs of distress go."""
    with transaction() as session:
        school = queries.school(session, school_id) or abort(404)
        staff = queries.colleagues(session, school_id)
        carer = queries.carers(session).get(school_id)
        form = _carer_form(staff, carer)
        if not form.validate_on_submit():
            return _school_page(school, staff, carer, form), 422
        person = next((person for person in staff if str(person.id) == form.person.data), None)
        services.name_carer(session, school, person, actor=current_actor(), now=utcnow())
    flash(gettext("Saved."), "success")
    return redirect(url_for(".school_page", school_id=school_id), code=303)


def _school_page(school: School, staff: list[User], carer: User | None, form: CarerForm) -> str:
    kinds = {kind.value: kind.label for kind in SCHOOL_KINDS}
    return render_template("accounts/school.html", school=school, staff=staff, carer=carer, kinds=kinds, form=form)


def _carer_form(staff: list[User], carer: User | None) -> CarerForm:
    form = CarerForm(person=str(carer.id) if carer else "")
    named = [SelectChoice(str(person.id), person.display_name) for person in staff]
    form.person.choices = [SelectChoice("", gettext("nobody yet: the administrator is told")), *named]
    return form


def _school_form(school: School | None = None) -> SchoolForm:
    """Return the form, with what is known of a school for its answers."""
    form = SchoolForm(data=_known(school) if school else None)
    with reading() as session:
        districts = queries.districts(session)
    form.district.choices = [SelectChoice(district.key, localised(district.name)) for district in districts]
    return form


def _known(school: School) -> dict[str, object]:
    names = {f"name_{language}": name for language, name in school.name.items()}
    return {**names, "district": school.district_key, "kind": school.kind, "is_rural": school.is_rural}
