"""Items as files: read and checked, each fault named by file, line and reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contest_app.tasks import pictures
from contest_app.tasks.bank.catalogues import Catalogues, read_catalogues
from contest_app.tasks.bank.checks import Schemas, breaches
from contest_app.tasks.bank.faults import BankRefused, Fault
from contest_app.tasks.bank.items import BankItem, content_hash
from contest_app.tasks.marked_yaml import Marked, NotYaml, read_marked


def read_bank(folder: Path, schemas: Schemas, *, beside: Path | None = None) -> list[BankItem]:
    """Return the items of ``folder``/items/<kind>/<slug>.yaml, by slug; ``schemas`` are the kinds' own.

    The catalogues and rubrics of ``beside`` count where ``folder``, perhaps a part of a bank, has none of its own.
    Raises BankRefused with the faults of all files, so that nothing is taken from a bank that is partly wrong.
    """
    catalogues = read_catalogues(*filter(None, (folder, beside)))
    faults: list[Fault] = []
    items: list[BankItem] = []
    for path in sorted(folder.glob("items/*/*.yaml")):
        try:
            items.append(_read_item(path, str(path.relative_to(folder)), schemas, catalogues))
        except BankRefused as refusal:
            faults.extend(refusal.faults)
    faults.extend(_repeated_slugs(items))
    if faults:
        raise BankRefused(faults)
    return sorted(items, key=lambda item: item.slug)


def _read_item(path: Path, file: str, schemas: Schemas, catalogues: Catalogues) -> BankItem:
    try:
        marked = read_marked(path)
    except NotYaml as error:
        raise BankRefused([Fault(file, error.line, error.reason)]) from None
    faults = [
        *(Fault(file, line, f"{key}: given twice") for line, key in marked.repeated_keys()),
        *_content_faults(marked, file, schemas, catalogues),
        *_misplaced(marked, path, file),
    ]
    if faults:
        raise BankRefused(sorted(faults, key=lambda fault: fault.line))
    fields = _with_picture(marked, path.parents[2] / "pictures", file)
    return BankItem(file, fields, content_hash(fields))


def _content_faults(marked: Marked, file: str, schemas: Schemas, catalogues: Catalogues) -> list[Fault]:
    """Find what the item may not say; references are followed only where they have the shape of one."""
    found = breaches(marked.said, schemas)
    if not any(breach.path[:1] in {(), ("industries",), ("programmes",), ("rubric",)} for breach in found):
        found += catalogues.breaches(marked.said)
    return [Fault(file, marked.line(breach.path), str(breach)) for breach in found]


def _with_picture(marked: Marked, folder: Path, file: str) -> dict[str, Any]:
    """Return the fields with the drawing itself beside its file's name."""
    fields: dict[str, Any] = marked.said
    picture = fields.get("picture")
    if picture is None:
        return fields
    path = folder / picture["file"]
    svg = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None
    reasons = ["there is no such picture"] if svg is None else list(pictures.faults_of(svg))
    if reasons:
        line = marked.line(["picture", "file"])
        raise BankRefused(Fault(file, line, f"picture.file: {picture['file']}: {reason}") for reason in reasons)
    return fields | {"picture": picture | {"svg": svg}}


def _misplaced(marked: Marked, path: Path, file: str) -> Iterator[Fault]:
    """Find a name that the file or its folder contradicts."""
    fields = marked.said
    if not isinstance(fields, dict):
        return
    for name, expected in (("slug", path.stem), ("kind", path.parent.name)):
        if isinstance(fields.get(name), str) and fields[name] != expected:
            yield Fault(file, marked.line([name]), f"{name}: {fields[name]!r} lies where {expected!r} belongs")


def _repeated_slugs(items: list[BankItem]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for item in items:
        if item.slug in first:
            yield Fault(item.file, 1, f"slug: {item.slug!r} is the name of {first[item.slug]} too")
        first.setdefault(item.slug, item.file)
