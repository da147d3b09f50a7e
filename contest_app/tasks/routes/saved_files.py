"""Where a teacher brings in the file that a pupil's page saved: look first, then take."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.tasks.forms.saved_files import ContentForm, FileForm
from contest_app.tasks.models import Sitting
from contest_app.tasks.queries import sittings as queries
from contest_app.tasks.routes import bp
from contest_app.tasks.rules.saved_files import read_saved_file
from contest_app.tasks.services import saved_files as services
from contest_app.tasks.services.saved_files import Taken
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, transaction
from contest_app.web.errors import told


@bp.get("/sittings/<uuid:sitting_id>/saved-file")
@only(Role.TEACHER)
def saved_file(sitting_id: UUID) -> ResponseReturnValue:
    """Ask for the file."""
    return _page(sitting_id, FileForm(formdata=None))


@bp.post("/sittings/<uuid:sitting_id>/saved-file")
@only(Role.TEACHER)
def look_into_file(sitting_id: UUID) -> ResponseReturnValue:
    """Show whose answer is in the file and what is new in it; nothing is taken yet."""
    form = FileForm()
    if not form.validate_on_submit():
        return _page(sitting_id, form), 422
    raw = form.content()
    try:
        with reading() as session:
            sitting = _own_sitting(session, sitting_id)
            found = services.preview(session, sitting, read_saved_file(raw))
    except Refusal as refusal:
        form.file.errors = [told(refusal)]
        return _page(sitting_id, form), refusal.status
    again = ContentForm(formdata=None, content=raw.decode())
    return render_template("tasks/saved_file_found.html", sitting=sitting, found=found, form=again)


@bp.post("/sittings/<uuid:sitting_id>/saved-file/take")
@only(Role.TEACHER)
def take_file(sitting_id: UUID) -> ResponseReturnValue:
    """Take what is in the file."""
    content = ContentForm()
    try:
        file = read_saved_file((content.content.data or "").encode(errors="surrogatepass"))
        with transaction() as session:
            sitting = _own_sitting(session, sitting_id)
            taken = services.take_file(session, sitting, file, actor=current_actor(), now=utcnow())
    except Refusal as refusal:
        form = FileForm(formdata=None)
        form.file.errors = [told(refusal)]
        return _page(sitting_id, form), refusal.status
    flash(_result(taken), "success")
    return redirect(url_for(".saved_file", sitting_id=sitting_id), code=303)


def _result(taken: Taken) -> str:
    said = [ngettext("%(num)d change is kept.", "%(num)d changes are kept.", taken.kept)]
    if taken.late:
        said.append(ngettext("%(num)d of them is late.", "%(num)d of them are late.", taken.late))
    if taken.left:
        said.append(
            ngettext(
                "%(num)d change fits no longer: the answer was handed in or changed before.",
                "%(num)d changes fit no longer: the answer was handed in or changed before.",
                taken.left,
            )
        )
    return " ".join(str(each) for each in said)


def _page(sitting_id: UUID, form: FileForm) -> str:
    with reading() as session:
        sitting = _own_sitting(session, sitting_id)
    return render_template("tasks/saved_file.html", sitting=sitting, form=form)


def _own_sitting(session: Session, sitting_id: UUID) -> Sitting:
    return queries.sitting_of(session, current_actor().id, sitting_id) or abort(404)
