"""The fingerprint of an entry on its receipt: the same content gives the same, any change gives another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence


def fingerprint(
    *, code: str, title: str, fields: Mapping[str, str], authors: Sequence[str], files: Mapping[str, str]
) -> str:
    """Return the SHA-256 of what was handed in; ``files`` are the hashes of their bytes by field and position.

    >>> fingerprint(code="K7Q2", title="Map", fields={}, authors=[], files={})[:8]
    'bc267cd9'
    """
    content = {"code": code, "title": title, "fields": dict(fields), "authors": list(authors), "files": dict(files)}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_groups(digest: str) -> str:
    """Return a hash in groups of eight, so that it can be read out and breaks on a narrow page.

    >>> in_groups("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))
