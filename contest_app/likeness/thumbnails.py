"""Small pictures for looking at two works side by side: written anew, so that only what is seen goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from contest_app.picture_files import Way, written_anew
from contest_app.storage import stored_path

MEDIA_TYPE: Final = "image/jpeg"
_WAY: Final = Way("JPEG", longest_side=640, quality=80)


def thumbnail(uploads_dir: Path, sha256: str) -> bytes:
    """Return a stored picture small, as JPEG. Raises OSError, PictureUnreadable."""
    return written_anew(stored_path(uploads_dir, sha256).read_bytes(), ["JPEG", "PNG"], _WAY)
