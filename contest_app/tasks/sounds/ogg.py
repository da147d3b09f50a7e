"""Ogg with Opus or Vorbis (RFC 3533): pages one after another, all of one stream."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from contest_app.tasks.sounds.faults import NotSound, NotSoundAlone

_MARK: Final = b"OggS"
#: Mark, version, kind of page, position, stream, number, checksum, segments.
_HEADER: Final = struct.Struct("<4sBBqIIIB")
_VOICES: Final = (b"OpusHead", b"\x01vorbis")
#: Two pages of headers, and one that sounds.
_FEWEST_PAGES: Final = 3


def begins(data: bytes) -> bool:
    """Say whether the bytes begin like this format."""
    return data.startswith(_MARK)


def sound(data: bytes) -> bytes:
    """Return the bytes as they are. Raises NotSound, NotSoundAlone."""
    pages = list(_pages(data))
    if len(pages) < _FEWEST_PAGES or not pages[0][1].startswith(_VOICES):
        raise NotSound
    if len({stream for stream, _ in pages}) > 1:
        raise NotSoundAlone
    return data


def _pages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the stream and the body of each page."""
    place = 0
    while place < len(data):
        if len(data) - place < _HEADER.size:
            raise NotSound
        mark, version, _, _, stream, _, _, segments = _HEADER.unpack_from(data, place)
        body = place + _HEADER.size + segments
        end = body + sum(data[place + _HEADER.size : body])
        if mark != _MARK or version != 0 or end > len(data):
            raise NotSound
        yield stream, data[body:end]
        place = end
