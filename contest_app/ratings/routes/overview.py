"""The methodologist's pages: how far raters agree, who has done how much, what waits; and the training table."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from contest_app.ratings.agreement import ENOUGH
from contest_app.ratings.exports import FILE, training_table
from contest_app.ratings.queries import queue, turns
from contest_app.ratings.routes import bp
from contest_app.ratings.rubrics import rubric_named
from contest_app.ratings.services.agreeing import agreement_by_rubric
from contest_app.roles import Role
from contest_app.tasks.kinds import KINDS
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings
from contest_app.web.tables import csv_file


@bp.get("/ratings/overview")
@only(Role.METHODOLOGIST)
def overview() -> ResponseReturnValue:
    """Show agreement, raters and what waits."""
    with reading() as session:
        agreements = agreement_by_rubric(session)
        raters = turns.work_of_raters(session)
        waiting = queue.overview(session)
    bank = settings().item_bank_dir
    names = {
        (measure.rubric, each.key): each.name
        for measure in agreements
        for each in rubric_named(bank, measure.rubric).questions
    }
    return render_template(
        "ratings/overview.html",
        agreements=agreements,
        names=names,
        raters=raters,
        waiting=waiting,
        kinds=KINDS,
        enough=ENOUGH,
    )


@bp.get("/ratings/training.csv")
@only(Role.METHODOLOGIST)
def training_csv() -> ResponseReturnValue:
    """Give the ideas that people have rated, nameless, for the training of the rater."""
    with reading() as session:
        return csv_file(training_table(session), FILE)
