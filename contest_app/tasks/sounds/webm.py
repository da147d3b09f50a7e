"""WebM with Opus or Vorbis (RFC 8794, RFC 9559), as browsers record it: elements within elements.

Segment and cluster are stepped into, for a browser does not know their length when it writes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final, TypeAlias

from contest_app.tasks.sounds.faults import NotSound, NotSoundAlone

_HEAD: Final = 0x1A45DFA3
_DOCUMENT_TYPE: Final = 0x4282
_SEGMENT: Final = 0x18538067
_TRACKS: Final = 0x1654AE6B
_CLUSTER: Final = 0x1F43B675
_TRACK: Final = 0xAE
_TRACK_TYPE: Final = 0x83
_CODEC: Final = 0x86
#: Seek head, info, cues, tags, void, checksum; within a cluster its time, places, blocks and groups of blocks.
_HARMLESS: Final = frozenset(
    {0x114D9B74, 0x1549A966, 0x1C53BB6B, 0x1254C367, 0xEC, 0xBF, 0xE7, 0xA7, 0xAB, 0xA3, 0xA0}
)
_ALLOWED: Final = _HARMLESS | {_HEAD, _SEGMENT, _TRACKS, _CLUSTER}
_SOUND: Final = 2
#: Two minutes of sound are some two thousand blocks.
_MOST_ELEMENTS: Final = 20_000
_CODECS: Final = (b"A_OPUS", b"A_VORBIS")

Element: TypeAlias = tuple[int, bytes]


def begins(data: bytes) -> bool:
    """Say whether the bytes begin like this format."""
    return data.startswith(_HEAD.to_bytes(4, "big"))


def sound(data: bytes) -> bytes:
    """Return the bytes as they are. Raises NotSound, NotSoundAlone."""
    elements = list(islice(_elements(data, frozenset({_SEGMENT, _CLUSTER})), _MOST_ELEMENTS))
    if len(elements) == _MOST_ELEMENTS:
        raise NotSound
    names = [name for name, _ in elements]
    if not set(names) <= _ALLOWED:
        raise NotSoundAlone
    if names.count(_HEAD) != 1 or names.count(_TRACKS) != 1 or _CLUSTER not in names:
        raise NotSound
    _check_head(elements[0][1])
    _check_tracks(elements[names.index(_TRACKS)][1])
    return data


def _check_head(head: bytes) -> None:
    if dict(_elements(head)).get(_DOCUMENT_TYPE, b"").rstrip(b"\0") != b"webm":
        raise NotSound


def _check_tracks(tracks: bytes) -> None:
    entries = [dict(_elements(entry)) for name, entry in _elements(tracks) if name == _TRACK]
    if not entries:
        raise NotSound
    for entry in entries:
        if int.from_bytes(entry.get(_TRACK_TYPE, b""), "big") != _SOUND:
            raise NotSoundAlone
        if entry.get(_CODEC, b"").rstrip(b"\0") not in _CODECS:
            raise NotSound


def _elements(data: bytes, opened: frozenset[int] = frozenset()) -> Iterator[Element]:
    """Yield each element with its body; those that are ``opened`` without one, and then what is in them."""
    place = 0
    while place < len(data):
        name, place = _number(data, place, keeps_mark=True)
        size, place = _number(data, place, keeps_mark=False)
        if name in opened:
            yield name, b""
        elif place + size > len(data):
            raise NotSound
        else:
            yield name, data[place : place + size]
            place += size


def _number(data: bytes, place: int, *, keeps_mark: bool) -> tuple[int, int]:
    """Return a number of variable length, and the place after it."""
    length = 9 - data[place].bit_length() if place < len(data) else 9
    if length > 8 or place + length > len(data):  # noqa: PLR2004 -- eight bytes are the longest
        raise NotSound
    number = int.from_bytes(data[place : place + length], "big")
    return number if keeps_mark else number & ((1 << 7 * length) - 1), place + length
