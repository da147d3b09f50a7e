"""YAML files whose faults can be named by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

LARGEST_FILE_BYTES: Final = 256 * 1024
Step = str | int


class NotYaml(ValueError):
    """A file that cannot be read: ``line`` says where, ``reason`` why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Marked:
    """What a file says, and the line on which each part of it stands."""

    said: Any
    root: yaml.Node

    def line(self, path: Iterable[Step] = ()) -> int:
        """Return the line of the part at the end of a path of keys and indices, or of the last one that is there."""
        node = self.root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == str(step)), node)
            elif isinstance(node, yaml.SequenceNode):
                node = node.value[int(step)]
        return _line(node)

    def repeated_keys(self) -> Iterator[tuple[int, str]]:
        """Find keys given twice in one mapping, of which YAML would keep the last without a word."""
        yield from _repeated_keys(self.root)


def read_marked(path: Path) -> Marked:
    """Read a file.

    Raises NotYaml, also for an alias: a few nested ones would unfold to gigabytes.
    """
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise NotYaml(1, f"larger than {LARGEST_FILE_BYTES} bytes")
    try:
        text = path.read_text(encoding="utf-8")
        events = yaml.parse(text, Loader=yaml.SafeLoader)
        alias = next((_line(event) for event in events if isinstance(event, yaml.AliasEvent)), None)
        node = None if alias else yaml.compose(text, Loader=yaml.SafeLoader)
        said = yaml.SafeLoader("").construct_document(node) if node else None
    except UnicodeDecodeError:
        raise NotYaml(1, "not written in UTF-8") from None
    except (yaml.YAMLError, ValueError) as error:
        raise _not_yaml(error) from None
    if node is None:
        raise NotYaml(alias or 1, "empty, or uses a YAML alias (*name)")
    return Marked(said, node)


def _not_yaml(error: Exception) -> NotYaml:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or error).splitlines()[0]
    return NotYaml(mark.line + 1 if mark else 1, f"not YAML: {problem}")


def _repeated_keys(node: yaml.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield _line(key), str(key.value)
            seen.add(key.value)
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated_keys(child)


def _line(part: yaml.Node | yaml.Event) -> int:
    return part.start_mark.line + 1 if part.start_mark else 1
