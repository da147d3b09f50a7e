"""One item as its file says it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

#: Fields that are columns of their own; the rest of an item is its content.
COLUMNS: Final = frozenset({"slug", "version", "kind", "domain", "facet", "grades", "seconds", "title"})


@dataclass(frozen=True, slots=True)
class BankItem:
    """One item as its file says it; ``content_hash`` is the SHA-256 of all but the version number."""

    file: str
    fields: Mapping[str, Any]
    content_hash: str

    @property
    def slug(self) -> str:
        """The item's name, which never changes."""
        return str(self.fields["slug"])

    @property
    def version(self) -> int:
        """The number of this wording."""
        return int(self.fields["version"])

    @property
    def content(self) -> dict[str, Any]:
        """What the item says beside its columns."""
        return {name: value for name, value in self.fields.items() if name not in COLUMNS}


def content_hash(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an item's canonical JSON without its version number."""
    said = {name: value for name, value in fields.items() if name != "version"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
