from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

from factories import NOW

from contest_app import storage

BYTES = b"what somebody sent in"


def test_bytes_are_kept_whole_under_their_hash_and_leave_nothing_aside(tmp_path: Path) -> None:
    sha256 = storage.keep(tmp_path, BYTES)

    assert sha256 == hashlib.sha256(BYTES).hexdigest()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [storage.stored_path(tmp_path, sha256)]
    assert storage.stored_path(tmp_path, sha256).read_bytes() == BYTES


def test_keeping_the_same_bytes_again_makes_them_young(tmp_path: Path) -> None:
    path = storage.stored_path(tmp_path, storage.keep(tmp_path, BYTES))
    os.utime(path, (0, 0))

    storage.keep(tmp_path, BYTES)

    assert path.stat().st_mtime > 0


def test_bytes_are_forgotten_once_they_are_old_and_forgetting_twice_is_harmless(tmp_path: Path) -> None:
    sha256 = storage.keep(tmp_path, BYTES)
    path = storage.stored_path(tmp_path, sha256)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))

    storage.forget(tmp_path, sha256, untouched_since=NOW - timedelta(minutes=1))
    assert path.exists()

    for _ in range(2):
        storage.forget(tmp_path, sha256, untouched_since=NOW + timedelta(minutes=1))
    assert not path.exists()
