"""A new item's file to be filled in: every field that its kind demands, with a comment telling what belongs there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from contest_app.languages import LANGUAGES
from contest_app.tasks.bank.checks import SCHEMA, Schemas, required_fields

#: What belongs into a field, in the order in which the fields stand.
HINTS: Final[Mapping[str, str]] = {
    "slug": "the name of this file; it never changes",
    "version": "raise it when the wording, the time or the stimulus changes",
    "kind": "",
    "domain": "written, visual, social or scientific",
    "facet": "diverse (many different ideas), creative (one original idea) or improve",
    "grades": "those it was written for, in rising order: [5, 6, 7]",
    "seconds": "working time, from 30 to 1800",
    "title": "its name, as a pupil reads it; write each language as its own speakers would say it",
    "instruction": "what to do; сен and ты to pupils",
    "object": "the words that the scorer compares answers with",
    "stimulus": "the thing or the situation itself, in a sentence or two",
    "picture": "a drawing of our own in pictures/, and in words what it shows",
    "idea": "somebody else's idea that is to be made better",
    "examples": "one or two answers to another task, so that nobody is led to one",
    "required": "how many ideas are asked for at least",
    "most": "how many ideas there may be at most",
    "words": "five words, each of which must have a part in the story",
    "triads": "three words and the one that belongs to all of them; each language has its own",
    "beginning": "how the sentence begins",
    "canvas": "the size of the sheet, in units from 100 to 1000",
    "frames": "the places to draw in: a name, and the lines (SVG path data) that are there already, or []",
    "parts": "shapes to be stamped: a name, and a path around the point 0, 0 that ends with Z if it is filled",
    "themes": "what most pupils write: a theme by its name and a few usual answers; one outside counts as original",
    "rubric": "the name of a file in rubrics/",
    "industries": "codes of industries.yaml, or none",
    "programmes": "keys of programmes.yaml, or none",
    "accessibility": "what a teacher may do for a pupil with special needs without changing what is measured",
    "licence": "licence of the texts",
}
#: What every item should say though it need not.
_WISHED: Final = ("industries", "programmes", "accessibility")
_GIVEN: Final[Mapping[str, str]] = {"version": "1", "industries": "[]", "programmes": "[]", "licence": "CC-BY-4.0"}


def skeleton(kind: str, slug: str, schemas: Schemas) -> str:
    """Return the text of a new file; each place that is still empty is a fault of its own to the check."""
    own = schemas[kind]
    properties = {**SCHEMA["properties"], **own.get("properties", {})}
    wanted = required_fields(kind, schemas) | frozenset(_WISHED)
    names = [name for name in HINTS if name in wanted]
    # A field without a hint is of a newer kind: it stands with those of the kind, before the themes.
    place = next((place for place, name in enumerate(names) if name in {"themes", "rubric", *_WISHED}), len(names))
    names[place:place] = sorted(wanted - set(HINTS))
    given = {**_GIVEN, "slug": slug, "kind": kind}
    return "".join(f"{line}\n" for name in names for line in _field(name, properties.get(name, {}), given))


def _field(name: str, schema: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[str]:
    hint = HINTS.get(name) or str(schema.get("description", ""))
    if name in given:
        yield f"{name}: {given[name]}" + (f"  # {hint}" if hint else "")
        return
    if hint:
        yield f"# {hint}"
    yield from _entry(name, schema, 0)


def _entry(name: str, schema: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Yield a key with an empty value of the shape that the schema asks for."""
    schema = _resolved(schema)
    lines = list(_empty(schema, depth + 1))
    start = f"{'  ' * depth}{name}:"
    if len(lines) == 1 and not lines[0].startswith(" "):
        yield f"{start} {lines[0]}"
    else:
        yield start
        yield from lines


def _empty(schema: Mapping[str, Any], depth: int) -> Iterator[str]:
    kind = schema.get("type", "string")
    if kind == "object":
        for name in schema.get("required", LANGUAGES):
            yield from _entry(name, schema["properties"][name], depth)
    elif kind == "array" and _resolved(schema["items"]).get("type") in {"object", "string"}:
        for _ in range(schema.get("minItems", 1)):
            yield from _empty_in_list(_resolved(schema["items"]), depth)
    else:
        yield {"integer": "0", "array": "[]"}.get(kind, '""')


def _empty_in_list(schema: Mapping[str, Any], depth: int) -> Iterator[str]:
    first, *rest = _empty(schema, depth + 1)
    yield f"{'  ' * depth}- {first.lstrip()}"
    yield from rest


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a reference into the item's schema means."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return _resolved(SCHEMA["$defs"][name]) if name else schema
