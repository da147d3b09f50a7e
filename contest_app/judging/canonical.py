"""The one form in which what is published is hashed: results here, certificates in records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the bytes of a JSON object that are hashed: UTF-8, keys sorted, no spaces.

    >>> canonical({"b": 1, "a": "ә"}).decode()
    '{"a":"ә","b":1}'
    """
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical bytes: changing any character of the content changes it."""
    return hashlib.sha256(canonical(content)).hexdigest()
