"""What a browser would send for an answer that stands in the demo's files: operations, in the order of the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

from contest_app.demo.strokes import read_stroke
from contest_app.oplog.rules import Incoming
from contest_app.tasks.kinds import Form, kind_named
from contest_app.tasks.models import Response
from contest_app.tasks.services.answering import fields_of

#: The kind of an operation, and what it brings.
Sent = tuple[str, dict[str, Any]]


def operations(response: Response, answer: Any) -> list[Incoming]:
    """Return what is sent for an answer: texts where the form asks for ideas or words, one text, or drawn frames."""
    sent = _FORMS[kind_named(response.item.kind).form](response, answer)
    return [Incoming(uuid4(), kind, None, payload) for kind, payload in sent]


def _ideas(_: Response, texts: Sequence[str]) -> Iterator[Sent]:
    for position, text in enumerate(texts, start=1):
        yield _put(str(uuid4()), text, position)


def _text(response: Response, text: str) -> Iterator[Sent]:
    return _fields(response, [text])


def _fields(response: Response, texts: Sequence[str]) -> Iterator[Sent]:
    """Write into fixed places; an empty text leaves its place empty."""
    for field, text in zip(fields_of(response), texts, strict=False):
        if text:
            yield _put(str(field.key), text, field.position)


def _drawing(response: Response, frames: Sequence[Mapping[str, Any]]) -> Iterator[Sent]:
    for number, frame in enumerate(frames, start=1):
        strokes = [line for stroke in frame["strokes"] for line in stroke.items()]
        for position, (tool, numbers) in enumerate(strokes, start=1):
            drawn = read_stroke(tool, numbers)
            yield "put_stroke", {"stroke": str(uuid4()), "frame": number, "position": position, **drawn}
    yield from _fields(response, [frame["words"] for frame in frames])


def _put(key: str, text: str, position: int) -> Sent:
    return "put_idea", {"idea": key, "text": text, "position": position, "revision": 0}


_FORMS: Final[Mapping[Form, Callable[[Response, Any], Iterator[Sent]]]] = {
    Form.IDEAS: _ideas,
    Form.TEXT: _text,
    Form.SLOTS: _fields,
    Form.DRAWING: _drawing,
}
