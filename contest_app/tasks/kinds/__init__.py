"""Kinds of item: one file a kind, found through the registry.

A new kind is a file here with one ``Kind``, its line in ``KINDS``, and a template for its sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from contest_app.tasks.kinds.alternative_uses import AlternativeUses
from contest_app.tasks.kinds.kind import Content, Kind, Limits, Sheet

__all__ = ["KINDS", "Content", "Kind", "Limits", "Sheet", "UnknownKind", "kind_named", "schemas"]

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in (AlternativeUses(),)}


class UnknownKind(LookupError):
    """The bank holds an item of a kind that this version does not know."""


def kind_named(name: str) -> Kind:
    """Return the kind of that name. Raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None


def schemas() -> dict[str, Mapping[str, Any]]:
    """Return for each kind the JSON schema of the fields that it adds to an item."""
    return {name: kind.schema for name, kind in KINDS.items()}
