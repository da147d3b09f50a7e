"""What an item may say: its schema, and what no schema can tell. The same for a file and for a form on a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError

from contest_app.languages import search_key

Schemas = Mapping[str, Mapping[str, Any]]

SCHEMA: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("item.schema.json").read_text(encoding="utf-8"))
_WORD: Final = re.compile(r"\w+")
_SHORTEST_WORD: Final = 3


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that an item may not say.

    Attributes
    ----------
    path : the way to it by keys and indices.
    rule : the keyword of the schema, or one of ``repeated``, ``own_object``, ``order`` and ``unknown``.
    limit : what the rule allows, where that is a number.
    reason : what is wrong, in English.

    """

    path: tuple[str | int, ...]
    rule: str
    limit: float | None
    reason: str

    def __str__(self) -> str:
        place = ".".join(str(step) for step in self.path)
        return f"{place}: {self.reason}" if place else self.reason


def breaches(fields: Any, schemas: Schemas) -> list[Breach]:
    """Return all that is wrong with an item; ``schemas`` are the kinds' own.

    Sense is looked for only in an item of the right shape.
    """
    kind = fields.get("kind") if isinstance(fields, Mapping) else None
    if isinstance(kind, str) and kind not in schemas:
        return [Breach(("kind",), "unknown", None, f"there is no kind {kind!r}")]
    return list(_against_schema(fields, kind, schemas)) or list(_against_sense(fields))


def required_fields(kind: str, schemas: Schemas) -> frozenset[str]:
    """Return the fields that an item of a kind must have."""
    return frozenset(SCHEMA["required"]) | frozenset(schemas[kind].get("required", ()))


def names_object(text: str, named: str, language: str) -> bool:
    """Say whether a text holds every word of an object's name, in any of its forms.

    >>> names_object("Киізді пішіп, ұлтарақ жасау", "киіз", "kk"), names_object("A feltboard", "felt", "en")
    (True, False)
    """
    said = _WORD.findall(search_key(text))
    words = [word for word in _WORD.findall(search_key(named)) if len(word) >= _SHORTEST_WORD]
    return bool(words) and all(any(_is_form(word, of=whole, language=language) for word in said) for whole in words)


def _is_form(word: str, *, of: str, language: str) -> bool:
    if language == "en":
        return word in {of, of + "s", of + "es"}
    # Endings grow, and the last letter or two may change: кітап – кітабы, катушка – катушек.
    stem = of[: max(_SHORTEST_WORD, len(of) - (2 if len(of) > 6 else 1))]  # noqa: PLR2004 -- a long word's ending
    return word.startswith(stem) and len(word) <= len(of) + 4


@cache
def _validator(kind_schema: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMA | {"allOf": [json.loads(kind_schema)]})


def _against_schema(fields: Any, kind: object, schemas: Schemas) -> Iterator[Breach]:
    own = schemas.get(kind, {}) if isinstance(kind, str) else {}
    errors = list(_validator(json.dumps(own)).iter_errors(fields))
    # Where a known field is wrong, the schema calls its neighbours unknown too: that is said only when it is true.
    wrong = [error for error in errors if error.validator != "unevaluatedProperties"]
    return (_breach(error) for error in wrong or errors)


def _breach(error: ValidationError) -> Breach:
    limit = error.validator_value if isinstance(error.validator_value, int | float) else None
    return Breach(tuple(error.absolute_path), str(error.validator), limit, str(error.message))


def _against_sense(fields: Mapping[str, Any]) -> Iterator[Breach]:
    if list(fields["grades"]) != sorted(fields["grades"]):
        yield Breach(("grades",), "order", None, "not in rising order")
    yield from _repeated_themes(fields.get("themes", ()))
    for language, named in fields.get("object", {}).items():
        for place, example in enumerate(fields.get("examples", {}).get(language, ())):
            if names_object(example, named, language):
                reason = f"names the item's own object, {named!r}, and leads to an answer"
                yield Breach(("examples", language, place), "own_object", None, reason)


def _repeated_themes(themes: Any) -> Iterator[Breach]:
    seen: set[str] = set()
    for place, theme in enumerate(themes):
        if theme["key"] in seen:
            yield Breach(("themes", place, "key"), "repeated", None, f"{theme['key']!r} is the key of another theme")
        seen.add(theme["key"])
