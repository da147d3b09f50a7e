"""Tables to take away: the register of certificates and the audit of a contest, each leaving an audit row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.accounts.models import User
from contest_app.clock import utcnow
from contest_app.contests import queries as contest_queries
from contest_app.contests.models import Contest
from contest_app.records import queries, services
from contest_app.records.models import Certificate
from contest_app.records.queries import AuditLine
from contest_app.records.routes import bp
from contest_app.roles import Role
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.i18n import localised
from contest_app.web.tables import Cell, Column, Kind, Table, csv_file, xlsx_file


@bp.get("/audit")
@only(Role.ADMINISTRATOR)
def audits() -> ResponseReturnValue:
    """List all contests, to take their audits away."""
    with reading() as session:
        contests = queries.contests(session)
    return render_template("records/audits.html", contests=contests)


@bp.get("/organize/contests/<uuid:contest_id>/certificates.<any(csv, xlsx):form>")
@only(Role.ORGANIZER)
def export_certificates(contest_id: UUID, form: str) -> ResponseReturnValue:
    """Hand out the register of the certificates of an own contest."""
    actor = current_actor()
    with transaction() as session:
        contest = contest_queries.organizer_contest(session, actor.id, contest_id) or abort(404)
        table = _register(queries.register(session, contest.id))
        _note(session, contest, "certificates", form, table)
    return _file(table, f"certificates-{contest.preset}", form)


@bp.get("/organize/contests/<uuid:contest_id>/audit.<any(csv, xlsx):form>")
@only(Role.ORGANIZER, Role.ADMINISTRATOR)
def export_audit(contest_id: UUID, form: str) -> ResponseReturnValue:
    """Hand out the audit of a contest: to its organizer, and to administrators."""
    with transaction() as session:
        contest = _auditable(session, current_actor(), contest_id) or abort(404)
        codes = queries.blind_codes(session, contest.id)
        table = _audit(queries.audit_of_contest(session, contest.id), codes)
        _note(session, contest, "audit", form, table)
    return _file(table, f"audit-{contest.preset}", form)


def _auditable(session: Session, actor: User, contest_id: UUID) -> Contest | None:
    if Role.ADMINISTRATOR in actor.roles:
        return queries.contest(session, contest_id)
    return contest_queries.organizer_contest(session, actor.id, contest_id)


def _note(session: Session, contest: Contest, what: str, form: str, table: Table) -> None:
    services.note_export(session, contest, what, form, actor=current_actor(), now=utcnow(), rows=len(table.rows))


def _file(table: Table, name: str, form: str) -> Response:
    zone = ZoneInfo(settings().time_zone)
    return csv_file(table, name, zone=zone) if form == "csv" else xlsx_file([table], name, zone=zone)


def _register(certificates: list[Certificate]) -> Table:
    columns = [
        Column(_("Number")),
        Column(_("Award")),
        Column(_("Recipient")),
        Column(_("Work")),
        Column(_("Nomination")),
        Column(_("Age group")),
        Column(_("Supervisor")),
        Column(_("Issued"), Kind.MOMENT),
        Column(_("Revoked"), Kind.MOMENT),
        Column(_("Reason")),
        Column(_("SHA-256 of the content")),
        Column(_("Number for the check")),
    ]
    return Table(_("Certificates"), columns, [_register_row(certificate) for certificate in certificates])


def _register_row(certificate: Certificate) -> list[Cell]:
    said = certificate.said
    return [
        certificate.number,
        localised(said.award),
        said.recipient,
        said.work,
        localised(said.nomination),
        localised(said.age_group),
        said.supervisor,
        certificate.issued_at,
        certificate.revoked_at,
        certificate.revocation_reason,
        certificate.sha256,
        certificate.public_id,
    ]


def _audit(lines: list[AuditLine], codes: Mapping[UUID, str]) -> Table:
    columns = [
        Column(_("When"), Kind.MOMENT),
        Column(_("Who")),
        Column(_("What was done")),
        Column(_("On what")),
        Column(_("Entry")),
        Column(_("Details")),
    ]
    return Table(_("Audit"), columns, [_audit_row(line, codes) for line in lines])


def _audit_row(line: AuditLine, codes: Mapping[UUID, str]) -> list[Cell]:
    row = line.row
    details = json.dumps(row.details, ensure_ascii=False, sort_keys=True) if row.details else None
    return [row.at, line.actor, row.act, row.subject_table, codes.get(row.subject_id), details]
