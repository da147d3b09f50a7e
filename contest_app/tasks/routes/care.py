"""The page of the adult who answers for the pupils' well-being: signs of distress, and what was done."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.roles import Role
from contest_app.tasks.forms.care import NoteForm
from contest_app.tasks.queries import care as queries
from contest_app.tasks.routes import bp
from contest_app.tasks.services import care as services
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction


@bp.get("/care")
@only(Role.CARER, Role.ADMINISTRATOR)
def care() -> ResponseReturnValue:
    """Show the reader's cases."""
    return _care_page(NoteForm(formdata=None), None)


@bp.post("/care/<uuid:case_id>/seen")
@only(Role.CARER, Role.ADMINISTRATOR)
def see_case(case_id: UUID) -> ResponseReturnValue:
    """Note that a case has been read."""
    with transaction() as session:
        case = queries.case_to_change(session, current_actor(), case_id) or abort(404)
        services.see_case(session, case, actor=current_actor(), now=utcnow())
    return redirect(url_for(".care"), code=303)


@bp.post("/care/<uuid:case_id>/close")
@only(Role.CARER, Role.ADMINISTRATOR)
def close_case(case_id: UUID) -> ResponseReturnValue:
    """Close a case with a note."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _care_page(form, case_id), 422
    with transaction() as session:
        case = queries.case_to_change(session, current_actor(), case_id) or abort(404)
        services.close_case(session, case, form.note.data.strip(), actor=current_actor(), now=utcnow())
    flash(_("The case is closed. The note is kept with it."), "success")
    return redirect(url_for(".care"), code=303)


def _care_page(form: NoteForm, failed: UUID | None) -> str:
    """Show the cases; ``form`` came back for the case ``failed``, the others have an empty one."""
    with reading() as session:
        cases = queries.cases_for(session, current_actor())
        closed = queries.cases_for(session, current_actor(), is_closed=True)
    forms = {line.case.id: form if line.case.id == failed else NoteForm(formdata=None) for line in cases}
    for case_id, own in forms.items():
        own.note.id = f"note-{case_id}"  # one page, many forms: labels and errors must find their own field
    return render_template("tasks/care.html", cases=cases, closed=closed, forms=forms)
