"""Small sound files of each format, built byte by byte; nothing here needs an encoder."""

from __future__ import annotations

import io
import math
import struct
import wave

SOUND_TRACK, VIDEO_TRACK = 2, 1


def wav(seconds: float = 0.5, *, rate: int = 8000, extra: bytes = b"") -> bytes:
    """A soft tone; ``extra`` are chunks after the samples."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        tone = (round(6000 * math.sin(0.3 * moment)) for moment in range(int(seconds * rate)))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in tone))
    return buffer.getvalue() + extra


def ogg(*, voice: bytes = b"OpusHead", pages: int = 4, streams: tuple[int, ...] = (7,)) -> bytes:
    """Pages of one stream, or of several in turn."""
    bodies = [voice + bytes(11), b"OpusTags" + bytes(20), *(bytes([number]) * 300 for number in range(pages - 2))]
    return b"".join(
        _ogg_page(body, streams[number % len(streams)], number, first=number < len(streams))
        for number, body in enumerate(bodies)
    )


def _ogg_page(body: bytes, stream: int, number: int, *, first: bool) -> bytes:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    header = struct.pack("<4sBBqIIIB", b"OggS", 0, 2 if first else 0, 0, stream, number, 0, len(lacing))
    return header + lacing + body


def webm(
    *, track: int = SOUND_TRACK, codec: bytes = b"A_OPUS", document: bytes = b"webm", extra: bytes = b""
) -> bytes:
    """What a browser writes, segment and clusters without their length; ``extra`` stands after the tracks."""
    entry = element(0xAE, element(0xD7, b"\1") + element(0x83, bytes([track])) + element(0x86, codec))
    cluster = (
        b"\x1f\x43\xb6\x75" + b"\1" + b"\xff" * 7 + element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\x80" + bytes(40))
    )
    head = element(0x1A45DFA3, element(0x4282, document))
    segment = b"\x18\x53\x80\x67" + b"\1" + b"\xff" * 7
    return head + segment + element(0x1654AE6B, entry) + extra + cluster * 2


def element(name: int, body: bytes) -> bytes:
    """An element of WebM."""
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + (len(body) | 1 << 28).to_bytes(4, "big") + body


def mp3(*, frames: int = 20, before: bytes = b"", after: bytes = b"") -> bytes:
    """Silent frames of 24 kHz, 32 kbit/s."""
    return before + (b"\xff\xf3\x44\xc4" + bytes(92)) * frames + after


def id3(words: bytes) -> bytes:
    """The tag before the first frame."""
    size = bytes(len(words) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + words


def mp4(*, handler: bytes = b"soun", personal: bytes = b"", extra: bytes = b"") -> bytes:
    """One track; ``personal`` is what a telephone says of the place, ``extra`` stands at the end."""
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12))))
    movie = box(b"moov", track + (box(b"udta", personal) if personal else b""))
    return box(b"ftyp", b"M4A \0\0\0\0") + movie + box(b"mdat", bytes(200)) + extra


def box(name: bytes, body: bytes) -> bytes:
    """A box of MP4."""
    return struct.pack(">I4s", 8 + len(body), name) + body


EVERY_FORMAT = {"audio/wav": wav(), "audio/ogg": ogg(), "audio/webm": webm(), "audio/mpeg": mp3(), "audio/mp4": mp4()}
