"""WAV (RIFF) with plain samples: kept as its format and its samples, without anything else."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from contest_app.tasks.sounds.faults import NotSound

_CHUNK: Final = struct.Struct("<4sI")
_FORMAT: Final = struct.Struct("<HHIIHH")
#: Plain samples, and the form that says the same at greater length.
_PLAIN: Final = (1, 0xFFFE)


def begins(data: bytes) -> bool:
    """Say whether the bytes begin like this format."""
    return data.startswith(b"RIFF") and data[8:12] == b"WAVE"


def sound(data: bytes) -> bytes:
    """Return the format and the samples alone. Raises NotSound."""
    chunks = dict(_chunks(data, 12))
    samples, said = chunks.get(b"data", b""), chunks.get(b"fmt ", b"")
    if not samples or len(said) < _FORMAT.size:
        raise NotSound
    coding, channels, _, _, _, bits = _FORMAT.unpack_from(said)
    if coding not in _PLAIN or channels not in {1, 2} or bits not in {8, 16, 24, 32}:
        raise NotSound
    body = b"WAVE" + _chunk(b"fmt ", said) + _chunk(b"data", samples)
    return _CHUNK.pack(b"RIFF", len(body)) + body


def _chunks(data: bytes, place: int) -> Iterator[tuple[bytes, bytes]]:
    while place + _CHUNK.size <= len(data):
        name, size = _CHUNK.unpack_from(data, place)
        place += _CHUNK.size
        if place + size > len(data):
            raise NotSound
        yield name, data[place : place + size]
        place += size + size % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return _CHUNK.pack(name, len(body)) + body + b"\0" * (len(body) % 2)
