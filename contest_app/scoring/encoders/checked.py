"""Model files of other people's packages, compared with those that thresholds and raters were fitted to."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from contest_app.scoring.encoders import EncoderUnavailable


def check_files(folder: Path, expected: Mapping[str, str]) -> None:
    """Compare files with their SHA-256. Raises EncoderUnavailable where one is missing or another."""
    for name, digest in expected.items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise EncoderUnavailable(f"a model file is missing: {error}") from error
        if found != digest:
            raise EncoderUnavailable(f"{folder / name} is not the file that was checked: SHA-256 {found}")
