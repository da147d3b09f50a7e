"""Where the bytes of files lie: in a folder, each under its SHA-256.

A feature has a folder of its own within the uploads, so that what one no longer names another cannot need.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path


def stored_path(folder: Path, sha256: str) -> Path:
    """Return where the bytes with this hash lie."""
    return folder / sha256[:2] / sha256


def keep(folder: Path, data: bytes) -> str:
    """Put bytes on the disk for good and return their SHA-256; called before the row that names them is committed.

    They are written aside, synced and renamed, so a file under its hash is always whole. Bytes that are there
    already only become young again: see `forget`.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = stored_path(folder, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        os.utime(path)
        return sha256
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    _sync_folder(path.parent)
    return sha256


def forget(folder: Path, sha256: str, *, untouched_since: datetime) -> None:
    """Remove bytes from the disk, if they are there and were last kept before ``untouched_since``."""
    path = stored_path(folder, sha256)
    if path.exists() and path.stat().st_mtime < untouched_since.timestamp():
        path.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
