"""The list of reports, a report's page, and its files."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.jobs.queries import has_live_job
from contest_app.reports import queries
from contest_app.reports.forms import PeriodForm
from contest_app.reports.models import RegionReport
from contest_app.reports.routes import READERS, bp, tables, words
from contest_app.reports.rules.content import MEASURES, Table
from contest_app.reports.rules.period import FIRST_MONTH, LONGEST, Month, OverlapsUntraced, Period, PeriodUnfit
from contest_app.reports.rules.picture import axis_of
from contest_app.reports.services import asking
from contest_app.web.access import only
from contest_app.web.boundary import reading, settings, transaction
from contest_app.web.errors import told
from contest_app.web.tables import csv_file, xlsx_file

bp.add_app_template_filter(words.period_words, "period")
bp.add_app_template_filter(words.points, "points")
bp.add_app_template_filter(words.signed_points, "signed_points")


@bp.get("/region/reports")
@only(*READERS)
def listing() -> ResponseReturnValue:
    """Show the reports that were counted, and the form for another."""
    return _listing(_period_form())


@bp.post("/region/reports")
@only(*READERS)
def ask() -> ResponseReturnValue:
    """Call for a report."""
    form = _period_form()
    if not form.validate_on_submit():
        return _listing(form), 422
    period = form.period()
    try:
        with transaction() as session:
            asking.ask_for_report(session, period, actor=current_actor(), now=utcnow())
    except OverlapsUntraced as refusal:
        form.first.errors = [told(refusal)]
        return _listing(form), 422
    return redirect(url_for(".listing", first=str(period.first), last=str(period.last)), code=303)


@bp.get("/region/reports/<uuid:report_id>")
@only(*READERS)
def report(report_id: UUID) -> ResponseReturnValue:
    """Show a report: one measure by one kind of group, change, and tasks."""
    found = _report(report_id)
    measure, table = _chosen("measure", list(MEASURES)), _chosen("by", [str(table) for table in words.TABLES])
    content = found.told
    everybody = words.named(content, measure, Table.ALL)
    groups = words.named(content, measure, table)
    halves = words.halves(content, measure)
    change = content.change(measure).cell
    return render_template(
        "reports/report.html",
        report=found,
        content=content,
        words=words,
        measure=measure,
        table=table,
        everybody=everybody,
        groups=groups,
        axis=axis_of([row.cell for row in (*everybody, *groups) if row.cell], zero=50),
        halves=halves,
        halves_axis=axis_of([row.cell for row in halves if row.cell], zero=50),
        change=change,
        change_axis=axis_of([change] if change else [], zero=0),
    )


@bp.get("/region/reports/<uuid:report_id>.xlsx")
@only(*READERS)
def report_xlsx(report_id: UUID) -> ResponseReturnValue:
    """Give all of a report as a workbook."""
    found = _taken(report_id, "xlsx")
    return xlsx_file(tables.sheets(found), _file_name(found), zone=_zone())


@bp.get("/region/reports/<uuid:report_id>.csv")
@only(*READERS)
def report_csv(report_id: UUID) -> ResponseReturnValue:
    """Give the groups' results of a report as CSV."""
    found = _taken(report_id, "csv")
    return csv_file(tables.results(found.told), _file_name(found), zone=_zone())


def _listing(form: PeriodForm) -> str:
    awaited = _awaited()
    with reading() as session:
        found = queries.reports(session)
        is_working = awaited is not None and has_live_job(session, asking.job_key(awaited))
    return render_template("reports/listing.html", reports=found, form=form, awaited=awaited, is_working=is_working)


def _awaited() -> Period | None:
    """Return the months that the reader has just asked about."""
    try:
        return Period(Month.parse(request.args.get("first", "")), Month.parse(request.args.get("last", "")))
    except (ValueError, PeriodUnfit):
        return None


def _period_form() -> PeriodForm:
    """Return the form with the school year up to now as its answer."""
    now = Month.of(utcnow(), _zone())
    began = Month(now.year if now.number >= FIRST_MONTH else now.year - 1, FIRST_MONTH)
    form = PeriodForm(first=str(began), last=str(now))
    months = [now.before(count) for count in range(LONGEST)]
    form.offer([SelectChoice(str(month), words.month_words(month)) for month in months])
    return form


def _report(report_id: UUID) -> RegionReport:
    with reading() as session:
        return queries.report(session, report_id) or abort(404)


def _taken(report_id: UUID, form: str) -> RegionReport:
    """Return a report that is taken away, noting it."""
    with transaction() as session:
        found = queries.report(session, report_id) or abort(404)
        asking.take_away(session, found, form, actor=current_actor(), now=utcnow())
        return found


def _chosen(name: str, choices: list[str]) -> str:
    """Return what the address asks for, else the first choice."""
    asked = request.args.get(name, "")
    return asked if asked in choices else choices[0]


def _file_name(found: RegionReport) -> str:
    return f"qiyal-region-{found.first_month}-{found.last_month}"


def _zone() -> ZoneInfo:
    return ZoneInfo(settings().time_zone)
