"""M4A (ISO base media): boxes within boxes; every track is sound, and what a telephone says beside it is blanked."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from contest_app.tasks.sounds.faults import NotSound, NotSoundAlone

_HEADER: Final = struct.Struct(">I4s")
_LONG: Final = struct.Struct(">Q")
_OUTSIDE: Final = frozenset(
    {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"mfra", b"free", b"skip", b"wide"}
)
#: Boxes that are stepped into on the way to what kind of track it is.
_OPENED: Final = frozenset({b"moov", b"trak", b"mdia"})
#: The title, the place, the device: never needed to hear the sound.
_PERSONAL: Final = frozenset({b"udta", b"meta"})
_HANDLER_AT: Final = 8


def begins(data: bytes) -> bool:
    """Say whether the bytes begin like this format."""
    return data[4:8] == b"ftyp"


def sound(data: bytes) -> bytes:
    """Return the bytes with what is personal blanked, so that nothing moves. Raises NotSound, NotSoundAlone."""
    outside = [name for name, _, _ in _boxes(data, 0, len(data))]
    if not set(outside) <= _OUTSIDE:
        raise NotSoundAlone
    handlers = [data[start + _HANDLER_AT :][:4] for name, start, _ in _tree(data, 0, len(data)) if name == b"hdlr"]
    if not handlers or b"mdat" not in outside:
        raise NotSound
    if set(handlers) != {b"soun"}:
        raise NotSoundAlone
    return _blanked(data)


def _blanked(data: bytes) -> bytes:
    kept = bytearray(data)
    for name, start, end in _tree(data, 0, len(data)):
        if name in _PERSONAL:
            kept[start - 4 : start] = b"free"
            kept[start:end] = bytes(end - start)
    return bytes(kept)


def _tree(data: bytes, place: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes between two places, and those in the ones that are opened."""
    if depth > len(_OPENED):
        raise NotSound
    for name, start, stop in _boxes(data, place, end):
        yield name, start, stop
        if name in _OPENED:
            yield from _tree(data, start, stop, depth + 1)


def _boxes(data: bytes, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each box, and where its body begins and ends."""
    while place < end:
        start, stop, name = _box(data, place, end)
        if not place < start <= stop <= end:
            raise NotSound
        yield name, start, stop
        place = stop


def _box(data: bytes, place: int, end: int) -> tuple[int, int, bytes]:
    if end - place < _HEADER.size:
        raise NotSound
    size, name = _HEADER.unpack_from(data, place)
    start = place + _HEADER.size
    if size == 1 and name == b"mdat" and end - start >= _LONG.size:
        return start + _LONG.size, place + _LONG.unpack_from(data, start)[0], name
    return start, place + size if size else end, name
