"""The organizer says who may enter a contest."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from contest_app.accounts import queries as people
from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.contests import services
from contest_app.contests.forms.terms import TermsForm, terms_form
from contest_app.contests.models import Contest
from contest_app.contests.routes import bp
from contest_app.contests.routes.organizing import changed, edit_page, known
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading

TEMPLATE = "contests/edit_terms.html"


@bp.get("/organize/contests/<uuid:contest_id>/terms")
@only(Role.ORGANIZER)
def edit_terms(contest_id: UUID) -> ResponseReturnValue:
    """Show the form of who may enter."""
    contest = known(contest_id)
    return edit_page(TEMPLATE, contest, _form(contest))


@bp.post("/organize/contests/<uuid:contest_id>/terms")
@only(Role.ORGANIZER)
def change_terms(contest_id: UUID) -> ResponseReturnValue:
    """Change who may enter."""
    contest = known(contest_id)
    form = _form(contest)

    def change(session: Session, fresh: Contest) -> None:
        services.change_terms(
            session, fresh, form.terms(), reason=form.reason.data or "", actor=current_actor(), now=utcnow()
        )

    return changed(TEMPLATE, contest, form, change)


def _form(contest: Contest) -> TermsForm:
    with reading() as session:
        return terms_form(contest, people.districts(session))
