"""The item bank as files: read, checked against the schema, each fault named by file, line and reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator, ValidationError

Schemas = Mapping[str, Mapping[str, Any]]

SCHEMA: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("item.schema.json").read_text(encoding="utf-8"))
#: Fields that are columns of their own; the rest of an item is its content.
COLUMNS: Final = frozenset({"slug", "version", "kind", "domain", "facet", "grades", "seconds", "title"})
LARGEST_FILE_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class BankRefused(Exception):
    """The bank cannot be imported as it stands; ``faults`` says all that is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


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


def read_bank(folder: Path, schemas: Schemas) -> list[BankItem]:
    """Return the items of ``folder``/items/<kind>/<slug>.yaml, by slug; ``schemas`` are the kinds' own.

    Raises BankRefused with the faults of all files, so that nothing is taken from a bank that is partly wrong.
    """
    faults: list[Fault] = []
    items: list[BankItem] = []
    for path in sorted(folder.glob("items/*/*.yaml")):
        try:
            items.append(_read_item(path, str(path.relative_to(folder)), schemas))
        except BankRefused as refusal:
            faults.extend(refusal.faults)
    faults.extend(_repeated_slugs(items))
    if faults:
        raise BankRefused(faults)
    return sorted(items, key=lambda item: item.slug)


def content_hash(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an item's canonical JSON without its version number."""
    said = {name: value for name, value in fields.items() if name != "version"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _read_item(path: Path, file: str, schemas: Schemas) -> BankItem:
    node, fields = _parsed(path, file)
    faults = [
        *_repeated_keys(node, file),
        *_schema_faults(node, fields, file, schemas),
        *_misplaced(node, fields, path, file),
    ]
    if faults:
        raise BankRefused(sorted(faults, key=lambda fault: fault.line))
    return BankItem(file, fields, content_hash(fields))


def _parsed(path: Path, file: str) -> tuple[yaml.Node, Any]:
    """Return the nodes of a file, which know their lines, and what they say."""
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise BankRefused([Fault(file, 1, f"larger than {LARGEST_FILE_BYTES} bytes")])
    try:
        text = path.read_text(encoding="utf-8")
        alias = _alias_line(text)
        node = None if alias else yaml.compose(text, Loader=yaml.SafeLoader)
        fields = yaml.SafeLoader("").construct_document(node) if node else None
    except UnicodeDecodeError:
        raise BankRefused([Fault(file, 1, "not written in UTF-8")]) from None
    except (yaml.YAMLError, ValueError) as error:
        raise BankRefused([Fault(file, _error_line(error), f"not YAML: {_first_line(error)}")]) from None
    if node is None:
        raise BankRefused([Fault(file, alias or 1, "empty, or uses a YAML alias (*name)")])
    return node, fields


def _alias_line(text: str) -> int | None:
    """Return the line of the first alias: a few nested ones would unfold to gigabytes."""
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    return next((_line(event) for event in events if isinstance(event, yaml.AliasEvent)), None)


def _error_line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _first_line(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _repeated_keys(node: yaml.Node, file: str) -> Iterator[Fault]:
    """Find keys given twice in one mapping, of which YAML would keep the last without a word."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield Fault(file, _line(key), f"{key.value}: given twice")
            seen.add(key.value)
            yield from _repeated_keys(value, file)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated_keys(child, file)


def _schema_faults(node: yaml.Node, fields: Any, file: str, schemas: Schemas) -> Iterator[Fault]:
    kind = fields.get("kind") if isinstance(fields, dict) else None
    own = schemas.get(kind) if isinstance(kind, str) else None
    if isinstance(kind, str) and own is None:
        yield Fault(file, _line(_at(node, ["kind"])), f"kind: there is no kind {kind!r}")
        return
    errors = list(Draft202012Validator(SCHEMA | {"allOf": [own or {}]}).iter_errors(fields))
    # Where a known field is wrong, the schema calls its neighbours unknown too: that is said only when it is true.
    wrong = [error for error in errors if error.validator != "unevaluatedProperties"]
    for error in wrong or errors:
        yield Fault(file, _line(_at(node, error.absolute_path)), _reason(error))


def _reason(error: ValidationError) -> str:
    place = ".".join(str(step) for step in error.absolute_path)
    return f"{place}: {error.message}" if place else str(error.message)


def _at(node: yaml.Node, path: Iterable[str | int]) -> yaml.Node:
    """Return the node at the end of a path of keys and indices, or the last one that is there."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), node)
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[int(step)]
    return node


def _line(part: yaml.Node | yaml.Event) -> int:
    return part.start_mark.line + 1 if part.start_mark else 1


def _misplaced(node: yaml.Node, fields: Any, path: Path, file: str) -> Iterator[Fault]:
    """Find a name that the file or its folder contradicts."""
    if not isinstance(fields, dict):
        return
    for name, expected in (("slug", path.stem), ("kind", path.parent.name)):
        if isinstance(fields.get(name), str) and fields[name] != expected:
            yield Fault(file, _line(_at(node, [name])), f"{name}: {fields[name]!r} lies where {expected!r} belongs")


def _repeated_slugs(items: list[BankItem]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for item in items:
        if item.slug in first:
            yield Fault(item.file, 1, f"slug: {item.slug!r} is the name of {first[item.slug]} too")
        first.setdefault(item.slug, item.file)
