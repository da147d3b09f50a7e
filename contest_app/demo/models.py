"""What the demo brought in, so that it can be taken out again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from contest_app.db import Base


class DemoRow(Base):
    """A row of the demo from which others hang: removing it removes them."""

    __tablename__ = "demo_rows"

    table: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)
