"""The paper way: sheets to print for a sitting, finding one by its code, and entering what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

import segno
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.accounts.models import Student
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.tasks.forms.paper import CodeForm, EntryForm, PrintForm, Shown
from contest_app.tasks.kinds import Form, Kind, Sheet, kind_named
from contest_app.tasks.models import PaperSheet, Response, Sitting, SittingItem
from contest_app.tasks.queries import accommodations, strokes
from contest_app.tasks.queries import paper as queries
from contest_app.tasks.queries import sittings as sitting_queries
from contest_app.tasks.routes import bp
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.rules.answering import shown_receipt
from contest_app.tasks.rules.paper import Name, PaperPage, Taking, pages_of_frames, pages_of_rows, ruled
from contest_app.tasks.services import paper as services
from contest_app.tasks.services.answering import fields_of, standing_ideas
from contest_app.tasks.services.paper import Place
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told

bp.add_app_template_filter(shown_receipt, "sheet_code")


class PrintedSheet(NamedTuple):
    """One pupil's sheet as it is printed: what is asked, on which pages, and the words around it."""

    paper: PaperSheet
    place: SittingItem
    kind: Kind
    sheet: Sheet
    pages: tuple[PaperPage, ...]
    support: Support
    qr: Markup
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page of an entry shows: for whom, for what, and the answer that is there."""

    place: Place
    language: str
    found: Response | None
    paper: PaperSheet | None

    @property
    def kind(self) -> Kind:
        """The kind of the item."""
        return kind_named(self.place.item.item.kind)

    @property
    def sheet(self) -> Sheet:
        """What is asked."""
        return self.kind.sheet(self.place.item.item.content, self.language)

    @property
    def must_choose(self) -> bool:
        """Whether an answer is there that is not the open one from paper."""
        return self.found is not None and not services.is_open_paper(self.found)

    def shown(self, taking: Taking | None) -> list[Shown]:
        """Return the texts that the page offers to change."""
        if self.found is not None and taking is not Taking.REPLACE:
            return _shown_of(self.found)
        labels = self.kind.slots(self.place.item.item.content, self.language) or ("",)
        places = () if self.kind.form is Form.IDEAS else labels
        return [Shown(None, position, 0, "") for position, _label in enumerate(places, start=1)]


@bp.get("/paper")
@only(Role.TEACHER)
def find_sheet() -> ResponseReturnValue:
    """Ask for the code of a sheet."""
    return render_template("tasks/paper_find.html", form=CodeForm(formdata=None))


@bp.post("/paper")
@only(Role.TEACHER)
def go_to_sheet() -> ResponseReturnValue:
    """Go to the entry of the sheet with the code that was typed."""
    form = CodeForm()
    if form.validate_on_submit():
        with reading() as session:
            found = queries.sheet_by_code(session, current_actor().id, form.typed())
        if found is not None:
            return redirect(_entry_of(found), code=303)
        form.code.errors = [_("No sheet of your classes has this code. Look at it once more.")]
    return render_template("tasks/paper_find.html", form=form), 422


@bp.get("/paper/<code>")
@only(Role.TEACHER)
def sheet(code: str) -> ResponseReturnValue:
    """Lead from the code on a sheet to its entry."""
    with reading() as session:
        found = queries.sheet_by_code(session, current_actor().id, code) or abort(404)
    return redirect(_entry_of(found))


@bp.get("/sittings/<uuid:sitting_id>/paper")
@only(Role.TEACHER)
def class_paper(sitting_id: UUID) -> ResponseReturnValue:
    """Show what can be printed for a sitting, and who has answered on what."""
    return _class_page(sitting_id)


@bp.post("/sittings/<uuid:sitting_id>/paper/sheets")
@only(Role.TEACHER)
def prepare_sheets(sitting_id: UUID) -> ResponseReturnValue:
    """Give the chosen pupils their sheets, then show them for printing."""
    form = PrintForm()
    with transaction() as session:
        sitting = _own_sitting(session, sitting_id)
        roster = people.roster(session, sitting.class_id)
        form.offer(roster)
        if not form.validate_on_submit():
            return _class_page(sitting_id, form), 422
        chosen = [student for student in roster if not form.pupils.data or student.user_id in form.pupils.data]
        services.prepare_sheets(
            session, sitting, chosen, language=form.language.data, actor=current_actor(), now=utcnow()
        )
    pupils = [str(key) for key in form.pupils.data or ()]
    address = url_for(".paper_sheets", sitting_id=sitting_id, name=form.name.data, pupil=pupils)
    return redirect(address, code=303)


@bp.get("/sittings/<uuid:sitting_id>/paper/sheets")
@only(Role.TEACHER)
def paper_sheets(sitting_id: UUID) -> ResponseReturnValue:
    """Show the sheets as they are printed, pupil by pupil."""
    wanted = set(request.args.getlist("pupil"))
    name = request.args.get("name", Name.PRINTED.value)
    with reading() as session:
        sitting = _own_sitting(session, sitting_id)
        roster = people.roster(session, sitting.class_id)
        sheets = queries.sheets_of(session, sitting_id)
        supports = accommodations.supports_in(session, sitting.class_id)
    chosen = [student for student in roster if not wanted or str(student.user_id) in wanted]
    booklets = [
        (student, [_printed(paper, place, supports.get(student.user_id, Support())) for place, paper in own])
        for student in chosen
        if (own := _own_sheets(sitting, student, sheets))
    ]
    return render_template("tasks/paper_sheets.html", sitting=sitting, booklets=booklets, name=name)


@bp.get("/sittings/<uuid:sitting_id>/paper/<uuid:student_id>/<uuid:item_id>")
@only(Role.TEACHER)
def paper_entry(sitting_id: UUID, student_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Show the form for what stands on a sheet, or ask first what becomes of an answer that is there."""
    taking = request.args.get("taking", type=Taking)
    with reading() as session:
        desk = _desk(session, sitting_id, student_id, item_id)
    if desk.must_choose and taking is None:
        return render_template("tasks/paper_choice.html", desk=desk)
    over = desk.found.id if desk.found else None
    return _entry_page(desk, EntryForm.showing(desk.shown(taking), over, taking), taking)


@bp.post("/sittings/<uuid:sitting_id>/paper/<uuid:student_id>/<uuid:item_id>")
@only(Role.TEACHER)
def enter_paper(sitting_id: UUID, student_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Keep what was typed off a sheet, whole or in part."""
    form = EntryForm()
    with reading() as session:
        desk = _desk(session, sitting_id, student_id, item_id)
    taking = Taking(form.taking.data) if form.taking.data in set(Taking) else None
    if not form.validate_on_submit():
        return _entry_page(desk, form, taking), 422
    entry = form.entry()
    try:
        with transaction() as session:
            place = _desk(session, sitting_id, student_id, item_id).place
            services.enter(session, place, entry, language=desk.language, actor=current_actor(), now=utcnow())
    except Refusal as refusal:
        desk = _desk_now(desk)
        form.meet(desk.shown(taking), desk.found.id if desk.found else None)
        form.form_errors.append(told(refusal))
        return _entry_page(desk, form, taking), HTTPStatus(refusal.status)
    flash(_("Handed in for the pupil.") if entry.is_whole else _("Saved. You can go on later."), "success")
    if entry.is_whole:
        return redirect(url_for(".class_paper", sitting_id=sitting_id), code=303)
    return redirect(request.path, code=303)


def _class_page(sitting_id: UUID, form: PrintForm | None = None) -> str:
    with reading() as session:
        sitting = _own_sitting(session, sitting_id)
        roster = people.roster(session, sitting.class_id)
        answers = queries.answers_in(session, sitting_id)
        sheets = queries.sheets_of(session, sitting_id)
    if form is None:
        form = PrintForm(formdata=None, language=sitting.school_class.language)
        form.offer(roster)
    return render_template(
        "tasks/class_paper.html", sitting=sitting, roster=roster, answers=answers, sheets=sheets, form=form
    )


def _entry_page(desk: Desk, form: EntryForm, taking: Taking | None) -> str:
    """Show the form; where the answer has changed since, what is saved now stands beside each text."""
    saved = {each.position: each.text for each in desk.shown(taking)} if form.errors or form.form_errors else {}
    with reading() as session:
        photo = strokes.photo_of(session, desk.found.id) if desk.found and taking is not Taking.REPLACE else None
    return render_template("tasks/paper_entry.html", desk=desk, form=form, saved=saved, photo=photo)


def _desk(session: Session, sitting_id: UUID, student_id: UUID, item_id: UUID) -> Desk:
    sitting = _own_sitting(session, sitting_id)
    student = people.student_in(session, sitting.class_id, student_id) or abort(404)
    item = next((place for place in sitting.items if place.item_id == item_id), None) or abort(404)
    paper = queries.sheets_of(session, sitting_id).get((student_id, item_id))
    languages = queries.languages_in(session, sitting_id)
    language = languages.get(student_id) or (paper.language if paper else sitting.school_class.language)
    found = queries.current(session, sitting_id, student_id, item_id)
    return Desk(Place(sitting, student, item), language, found, paper)


def _desk_now(desk: Desk) -> Desk:
    place = desk.place
    with reading() as session:
        return _desk(session, place.sitting.id, place.student.user_id, place.item.item_id)


def _own_sitting(session: Session, sitting_id: UUID) -> Sitting:
    return sitting_queries.sitting_of(session, current_actor().id, sitting_id) or abort(404)


def _entry_of(found: PaperSheet) -> str:
    return url_for(".paper_entry", sitting_id=found.sitting_id, student_id=found.student_id, item_id=found.item_id)


def _own_sheets(
    sitting: Sitting, student: Student, sheets: dict[tuple[UUID, UUID], PaperSheet]
) -> Sequence[tuple[SittingItem, PaperSheet]]:
    found = ((place, sheets.get((student.user_id, place.item_id))) for place in sitting.items)
    return [(place, paper) for place, paper in found if paper is not None]


def _printed(paper: PaperSheet, place: SittingItem, support: Support) -> PrintedSheet:
    kind, content = kind_named(place.item.kind), place.item.content
    asked = kind.sheet(content, paper.language)
    address = f"{settings().base_url}{url_for('.sheet', code=paper.code)}"
    qr = segno.make(address, error="m").svg_inline(omitsize=True, border=1, svgclass="qr", lineclass=None)
    return PrintedSheet(
        paper=paper,
        place=place,
        kind=kind,
        sheet=asked,
        pages=_pages(kind, asked, kind.limits(content).ideas, is_large=support.has_large_type),
        support=support,
        qr=Markup(qr),  # noqa: S704 -- segno's own drawing, made of numbers
        words=_words(paper.language, kind, support.seconds(place.seconds)),
    )


def _pages(kind: Kind, asked: Sheet, ideas: int, *, is_large: bool) -> tuple[PaperPage, ...]:
    if kind.form is Form.DRAWING:
        return pages_of_frames(len(asked.frames), is_large=is_large)
    if kind.form is Form.SLOTS:
        return pages_of_rows(())
    is_listed, has_picture = kind.form is Form.IDEAS, asked.picture is not None
    return pages_of_rows(ruled(ideas, is_listed=is_listed, has_picture=has_picture, is_large=is_large))


def _words(language: str, kind: Kind, seconds: int) -> dict[str, str]:
    """Return the words around a task in the language of its sheet, whatever the reader's is."""
    how = {
        Form.IDEAS: _on_paper_ideas,
        Form.TEXT: _on_paper_text,
        Form.SLOTS: _on_paper_slots,
        Form.DRAWING: _on_paper_drawing,
    }
    with force_locale(language):
        return {
            "name": _("Name"),
            "class": _("Class"),
            "task": _("Task"),
            "time": _("Time: %(minutes)s min", minutes=-(-seconds // 60)),
            "how": how[kind.form](),
            "examples": _("Answers to another task"),
            "what": _("What is it?"),
            "parts": _("Shapes that you may draw"),
            "end": _("No marks are given for this. When you have finished, give the sheet to your teacher."),
            "page": _("Page"),
        }


def _on_paper_ideas() -> str:
    return str(_("Write one idea on each line. If there is no room left, go on overleaf and number on."))


def _on_paper_text() -> str:
    return str(_("Write as it comes. If there is no room left, go on overleaf."))


def _on_paper_slots() -> str:
    return str(_("One word on each line. You may leave a line empty and come back to it."))


def _on_paper_drawing() -> str:
    return str(_("Draw with a pen or a pencil. Below each frame write what it is: words count as much as lines."))


def _shown_of(response: Response) -> list[Shown]:
    if kind_named(response.item.kind).form is Form.IDEAS:
        return [Shown(idea.id, idea.position, idea.revision, idea.text) for idea in standing_ideas(response)]
    return [Shown(None, each.position, each.revision, each.text) for each in fields_of(response)]
