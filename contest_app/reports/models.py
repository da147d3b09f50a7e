"""Reports that were counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_app.db import Base, Identified
from contest_app.reports.rules.content import Content
from contest_app.reports.rules.period import Month, Period


class RegionReport(Identified, Base):
    """A report about whole months, counted once and kept with its hash; rows are only added.

    It holds no pupil and nothing that pupils wrote. ``asked_by_id`` names a person by key alone, as the audit does.
    """

    __tablename__ = "region_reports"

    first_month: Mapped[str]
    last_month: Mapped[str]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]
    asked_by_id: Mapped[UUID]
    counted_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def period(self) -> Period:
        """The months that it is about."""
        return Period(Month.parse(self.first_month), Month.parse(self.last_month))

    @property
    def told(self) -> Content:
        """The content as pages read it."""
        return Content(self.content)


class ReportTrace(Base):
    """Whose scores stand behind the rows that a report shows, as hashes: later reports are hidden beside it.

    ``place`` numbers the reports that were kept, so that of two counted at once only one is; the other is
    counted again.
    """

    __tablename__ = "report_traces"
    __table_args__ = (UniqueConstraint("place"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("region_reports.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int]
    content: Mapped[dict[str, Any]]
