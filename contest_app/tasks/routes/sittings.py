"""A teacher's sittings: opening one, watching it, closing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import SchoolClass
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.tasks.form_bank import ReadyForm, ready_forms
from contest_app.tasks.forms.sittings import ChosenForm, ReadySittingForm, SittingForm, WindowForm
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Item
from contest_app.tasks.queries import items as item_queries
from contest_app.tasks.queries import questions as question_queries
from contest_app.tasks.queries import sittings as queries
from contest_app.tasks.routes import bp
from contest_app.tasks.routes.live import sitting_page
from contest_app.tasks.rules.sittings import Plan, WindowEmpty, minutes_of, parts_for
from contest_app.tasks.services import sittings as services
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings, transaction
from contest_app.web.errors import told


@bp.get("/sittings")
@only(Role.TEACHER)
def sittings() -> ResponseReturnValue:
    """List the teacher's sittings."""
    with reading() as session:
        found = queries.sittings_of(session, current_actor().id)
        asked = question_queries.count_waiting(session, current_actor().id)
    return render_template("tasks/sittings.html", sittings=found, asked=asked, now=utcnow())


@bp.get("/sittings/new")
@only(Role.TEACHER)
def new_sitting() -> ResponseReturnValue:
    """Show the ready forms for the teacher's classes, and the form of a sitting of chosen items.

    A link may name tasks (``task``, their slugs) and a class (``class``): they are ticked, for practice.
    """
    form, offer = _offer()
    if offer.asked:
        chosen = [item.id for item in offer.items if item.slug in offer.asked]
        form.tick(chosen, request.args.get("class", type=UUID))
    return _chosen_page(form, offer)


@bp.post("/sittings/new")
@only(Role.TEACHER)
def open_sitting() -> ResponseReturnValue:
    """Open a sitting of chosen items for each chosen class."""
    form, offer = _offer()
    if not form.validate_on_submit():
        return _chosen_page(form, offer), 422
    plan = form.plan({item.id: item for item in offer.items})
    return _opened(form, [(offer.classes[key], plan) for key in form.classes.data]) or (
        _chosen_page(form, offer),
        422,
    )


@bp.get("/sittings/new/<slug>")
@only(Role.TEACHER)
def new_ready_sitting(slug: str) -> ResponseReturnValue:
    """Show what a ready form holds, and ask for whom and when."""
    return _ready_page(*_ready_offer(slug))


@bp.post("/sittings/new/<slug>")
@only(Role.TEACHER)
def open_ready_sitting(slug: str) -> ResponseReturnValue:
    """Open the sittings of a ready form for each chosen class."""
    form, offer = _ready_offer(slug)
    if not form.validate_on_submit():
        return _ready_page(form, offer), 422
    now = utcnow()
    classes = [offer.classes[key] for key in form.classes.data]
    plans = [(one, plan) for one in classes for plan in form.plans(offer.ready, offer.items, one.grade, now)]
    return _opened(form, plans) or (_ready_page(form, offer), 422)


@bp.post("/sittings/<uuid:sitting_id>/window")
@only(Role.TEACHER)
def move_window(sitting_id: UUID) -> ResponseReturnValue:
    """Let a sitting begin and end at other times."""
    form = WindowForm()
    if not form.validate_on_submit():
        return sitting_page(sitting_id, form), 422
    try:
        with transaction() as session:
            sitting = queries.sitting_of(session, current_actor().id, sitting_id) or abort(404)
            services.move_window(session, sitting, form.window(), actor=current_actor(), now=utcnow())
    except WindowEmpty as refusal:
        form.closes_at.errors = [told(refusal)]
        return sitting_page(sitting_id, form), 422
    return redirect(url_for(".class_sitting", sitting_id=sitting_id), code=303)


@bp.post("/sittings/<uuid:sitting_id>/close")
@only(Role.TEACHER)
def close_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """Close a sitting, then show its results."""
    with transaction() as session:
        sitting = queries.sitting_of(session, current_actor().id, sitting_id) or abort(404)
        services.close_sitting(session, sitting, actor=current_actor(), now=utcnow())
    flash(_("The work is closed. The results are being counted."), "success")
    return redirect(url_for(".class_results", sitting_id=sitting_id), code=303)


def _opened(form: SittingForm, plans: Sequence[tuple[SchoolClass, Plan]]) -> ResponseReturnValue | None:
    """Open the sittings and go to watch them; None where they are refused, with the reason in the form."""
    try:
        with transaction() as session:
            opened = services.open_sittings(session, plans, actor=current_actor(), now=utcnow())
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return None
    if len(opened) == 1:
        return redirect(url_for(".class_sitting", sitting_id=opened[0].id), code=303)
    flash(ngettext("%(num)d work is open.", "%(num)d works are open.", len(opened)), "success")
    return redirect(url_for(".sittings"), code=303)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a teacher may choose from: the own classes, items of a grade, and ready forms for the classes.

    ``asked`` are the tasks that the link to the page names; they come first.
    """

    classes: dict[UUID, SchoolClass]
    items: Sequence[Item]
    ready: Sequence[ReadyForm]
    grade: int | None
    asked: Collection[str]


@dataclass(frozen=True, slots=True)
class ReadyOffer:
    """A ready form, its items by slug, and the teacher's classes of its grades."""

    ready: ReadyForm
    items: dict[str, Item]
    classes: dict[UUID, SchoolClass]


def _offer() -> tuple[ChosenForm, Offer]:
    grade = request.args.get("grade", type=int)
    with reading() as session:
        classes = {found.id: found for found, _size in people.classes_of(session, current_actor().id)}
        items = item_queries.newest_items(session)
    grades = {grade} if grade else {one.grade for one in classes.values()}
    asked = set(request.args.getlist("task"))
    fitting = [item for item in items if grades & set(item.grades)] or items
    fitting = sorted(fitting, key=lambda item: item.slug not in asked)
    ready = _sittable({item.slug for item in items}, grades)
    form = ChosenForm.offering(classes.values(), {item.id: item.seconds for item in fitting})
    form.offer(fitting)
    return form, Offer(classes, fitting, ready, grade, asked & {item.slug for item in fitting})


def _sittable(slugs: set[str], grades: set[int]) -> list[ReadyForm]:
    """Return the ready forms for any of the grades whose items are all in the bank."""
    forms = ready_forms(settings().item_bank_dir)
    return [form for form in forms if grades & set(form.grades) and slugs >= {place.item for place in form.places}]


def _ready_offer(slug: str) -> tuple[ReadySittingForm, ReadyOffer]:
    with reading() as session:
        classes = people.classes_of(session, current_actor().id)
        items = {item.slug: item for item in item_queries.newest_items(session)}
    grades = {one.grade for one, _size in classes}
    ready = next((form for form in _sittable(set(items), grades) if form.slug == slug), None) or abort(404)
    fitting = {one.id: one for one, _size in classes if one.grade in ready.grades}
    times = {items[place.item].id: place.seconds for place in ready.places}
    form = ReadySittingForm.offering(fitting.values(), times, mode=ready.mode.value)
    return form, ReadyOffer(ready, items, fitting)


def _chosen_page(form: ChosenForm, offer: Offer) -> str:
    grades = sorted({one.grade for one in offer.classes.values()})
    return render_template(
        "tasks/new_sitting.html", form=form, offer=offer, grades=grades, kind_of=kind_named, minutes_of=minutes_of
    )


def _ready_page(form: ReadySittingForm, offer: ReadyOffer) -> str:
    grades = {one.grade for one in offer.classes.values()}
    is_split = any(len(parts_for(grade, offer.ready.sittings)) > 1 for grade in grades)
    return render_template(
        "tasks/new_sitting_ready.html",
        form=form,
        offer=offer,
        is_split=is_split,
        kind_of=kind_named,
        minutes_of=minutes_of,
    )
