"""MP3 (MPEG 1, 2 and 2.5, layer III): frames one after another; the tags around them, with names and covers, go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from contest_app.tasks.sounds.faults import NotSound

_TAG_BEFORE: Final = b"ID3"
_TAGS_AFTER: Final = (b"TAG", b"APETAGEX", b"ID3", b"LYRICSBEGIN")
_TAG_HEADER: Final = 10
_FRAME_HEADER: Final = 4
#: A quarter of a second: bytes that only look like a frame or two are no sound.
_FEWEST_FRAMES: Final = 8

#: Thousands of bits a second, by the number in the header: of MPEG 1, and of its two successors.
_RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES_A_SECOND: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MPEG_1: Final = 3
_LAYER_III: Final = 1


def begins(data: bytes) -> bool:
    """Say whether the bytes begin like this format."""
    return data.startswith(_TAG_BEFORE) or _frame_length(data[:_FRAME_HEADER]) is not None


def sound(data: bytes) -> bytes:
    """Return the frames alone. Raises NotSound."""
    frames = list(_frames(data, _after_tags(data)))
    if len(frames) < _FEWEST_FRAMES:
        raise NotSound
    return b"".join(frames)


def _after_tags(data: bytes) -> int:
    """Return where the first frame begins."""
    place = 0
    while data.startswith(_TAG_BEFORE, place):
        size = data[place + 6 : place + _TAG_HEADER]
        place += _TAG_HEADER + sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=False))
    return place


def _frames(data: bytes, place: int) -> Iterator[bytes]:
    """Yield each whole frame up to the end, or up to the tags after the last; half a frame at the end is left out."""
    while place + _FRAME_HEADER <= len(data) and not data.startswith(_TAGS_AFTER, place):
        length = _frame_length(data[place : place + _FRAME_HEADER])
        if length is None:
            raise NotSound
        if place + length <= len(data):
            yield data[place : place + length]
        place += length


def _frame_length(header: bytes) -> int | None:
    """Return how long the frame with this header is; None where it is none."""
    if len(header) < _FRAME_HEADER or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:  # noqa: PLR2004 -- eleven ones
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, samples, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version not in _SAMPLES_A_SECOND or layer != _LAYER_III or rate in {0, 15} or samples == 3:  # noqa: PLR2004 -- reserved
        return None
    bits = (_RATES_1 if version == _MPEG_1 else _RATES_2)[rate] * 1000
    return (144 if version == _MPEG_1 else 72) * bits // _SAMPLES_A_SECOND[version][samples] + padding
