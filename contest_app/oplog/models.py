"""What browsers did, kept once each and for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from contest_app.db import Base


class Operation(Base):
    """One operation of a browser on one stream (a response, a score sheet), named by the browser.

    A retry finds the row and gets its first ``answer`` again.
    """

    __tablename__ = "operations"

    stream_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    answer: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
