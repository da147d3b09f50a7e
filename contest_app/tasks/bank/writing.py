"""Items written as files, in the bank's own form: YAML with a fixed order of fields, pictures beside it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from contest_app.tasks.bank.faults import BankRefused, Fault

WIDTH: Final = 118
_FIRST: Final = ("slug", "version", "kind", "domain", "facet", "grades", "seconds")
_READ: Final = ("title", "instruction", "object", "stimulus", "picture", "idea", "examples", "required", "most")
_LAST: Final = ("themes", "rubric", "industries", "programmes", "accessibility", "licence")
#: Lists whose entries have a line each, however short they are.
_LINE_EACH: Final = frozenset({"examples"})
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .!;/()’–—'-]*[\w.!;)’])?")
_PLAIN_IN_BLOCK: Final = re.compile(r"[^\W\d_](?:[\w ,.!?;/()«»“”’–—'-]*[\w.!?;)»”’])?")


@dataclass(frozen=True, slots=True)
class Written:
    """What an export did, by the paths below its folder."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]


def item_yaml(fields: Mapping[str, Any]) -> str:
    """Return the text of an item's file.

    Raises ValueError for a text that this form of file cannot hold.
    """
    said = as_written(fields)
    text = "".join(f"{line}\n" for name in _order(said) for line in _entry(name, said[name], 0))
    if yaml.load(text, Loader=yaml.CSafeLoader) != said:
        raise ValueError(f"{fields['slug']} holds a text that YAML cannot keep")
    return text


def as_written(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as they stand in a file, where a picture is a file of its own."""
    picture = fields.get("picture")
    if picture is None:
        return dict(fields)
    return dict(fields) | {"picture": {name: value for name, value in picture.items() if name != "svg"}}


def write_items(folder: Path, items: Iterable[Mapping[str, Any]]) -> Written:
    """Write each item and its picture below ``folder``; a file that says the same already stays as it is.

    Raises BankRefused, and writes nothing, where two items have pictures of one name that differ.
    """
    items = list(items)
    drawings = _drawings(items)
    written: list[str] = []
    unchanged: list[str] = []
    for fields in items:
        path = folder / "items" / fields["kind"] / f"{fields['slug']}.yaml"
        is_there = path.is_file() and _said(path) == as_written(fields)
        (unchanged if is_there else written).append(str(path.relative_to(folder)))
        if not is_there:
            _write(path, item_yaml(fields))
    for name, svg in drawings.items():
        path = folder / "pictures" / name
        if not path.is_file() or path.read_text(encoding="utf-8") != svg:
            _write(path, svg)
            written.append(str(path.relative_to(folder)))
    return Written(tuple(written), tuple(unchanged))


def _drawings(items: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    drawings: dict[str, str] = {}
    for fields in items:
        picture = fields.get("picture")
        if picture and drawings.setdefault(picture["file"], picture["svg"]) != picture["svg"]:
            raise BankRefused([Fault(f"pictures/{picture['file']}", 1, f"{fields['slug']} has another of this name")])
    return drawings


def _said(path: Path) -> object:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _order(fields: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields in the bank's order; those of one kind alone stand before the themes."""
    own = [name for name in fields if name not in {*_FIRST, *_READ, *_LAST}]
    return [name for name in (*_FIRST, *_READ, *own, *_LAST) if name in fields]


def _entry(name: str, value: Any, depth: int) -> Iterator[str]:
    """Yield the lines of one key of a mapping."""
    indent = "  " * depth
    flow = None if name in _LINE_EACH else _flow(value, is_entry=depth == 0)
    if isinstance(value, str):
        yield from _text(f"{indent}{name}: ", value, depth + 1)
    elif flow is not None and len(f"{indent}{name}: {flow}") <= WIDTH:
        yield f"{indent}{name}: {flow}"
    elif isinstance(value, Mapping):
        yield f"{indent}{name}:"
        for key, inner in value.items():
            yield from _entry_of(name, key, inner, depth + 1)
    else:
        yield f"{indent}{name}:"
        for inner in value:
            yield from _listed(inner, depth + 1)


def _entry_of(parent: str, name: str, value: Any, depth: int) -> Iterator[str]:
    if parent in _LINE_EACH and isinstance(value, list):
        yield f"{'  ' * depth}{name}:"
        for inner in value:
            yield from _listed(inner, depth + 1)
    else:
        yield from _entry(name, value, depth)


def _listed(value: Any, depth: int) -> Iterator[str]:
    """Yield the lines of one entry of a list."""
    indent = "  " * depth
    if isinstance(value, str):
        yield from _text(f"{indent}- ", value, depth + 1)
        return
    flow = _flow(value, is_entry=False)
    if flow is not None and len(f"{indent}- {flow}") <= WIDTH:
        yield f"{indent}- {flow}"
        return
    lines = [line for key, inner in value.items() for line in _entry(key, inner, depth + 1)]
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _flow(value: Any, *, is_entry: bool) -> str | None:
    """Return a value in one line, or None for what is always written in several.

    ``is_entry`` says that it is a field of the item itself, whose texts have a line for each language.
    """
    if isinstance(value, list):
        parts = [_flow(part, is_entry=False) for part in value]
        return None if any(isinstance(part, Mapping) for part in value) else f"[{', '.join(map(str, parts))}]"
    if isinstance(value, Mapping):
        is_deep = any(isinstance(part, Mapping) for part in value.values())
        lists = [part for part in value.values() if isinstance(part, list)]
        if is_entry or is_deep or (lists and len(lists) == len(value) and "kk" in value):
            return None
        return "{" + ", ".join(f"{key}: {_flow(part, is_entry=False)}" for key, part in value.items()) + "}"
    return _quoted(value, _PLAIN) if isinstance(value, str) else json.dumps(value)


def _text(start: str, text: str, depth: int) -> Iterator[str]:
    """Yield a text after what stands before it: in its line, or folded where it is longer than that."""
    line = start + _quoted(text, _PLAIN_IN_BLOCK)
    if len(line) <= WIDTH or text != " ".join(text.split()):
        yield line
        return
    indent = "  " * depth
    yield f"{start}>-"
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _quoted(text: str, plain: re.Pattern[str]) -> str:
    """Return a text as YAML: plain where nobody can read it as something else."""
    # YAML takes yes, null, 1e3 and the like for other things than texts.
    if plain.fullmatch(text) and yaml.load(text, Loader=yaml.CSafeLoader) == text:
        return text
    return json.dumps(text, ensure_ascii=False)
