"""Sound files are known by what is in them; what is no sound, or more than sound, is refused with its reason."""

from __future__ import annotations

import struct
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasks.sound_files import EVERY_FORMAT, VIDEO_TRACK, box, element, id3, mp3, mp4, ogg, wav, webm

from contest_app.errors import Refusal
from contest_app.tasks.sounds import (
    MEDIA_TYPES,
    MOST_BYTES,
    MoreThanSound,
    Sound,
    SoundMissing,
    SoundTooLarge,
    SoundUnreadable,
    examine,
)

PAGE = b"<!doctype html><script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def test_every_format_that_is_named_is_taken_as_what_it_is() -> None:
    taken = {name: examine(data) for name, data in EVERY_FORMAT.items()}

    assert taken == {name: Sound(data, name) for name, data in EVERY_FORMAT.items()}
    assert sorted(taken) == sorted(MEDIA_TYPES)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (mp3(before=id3(b"Aigerim, school 7"), after=b"TAG" + bytes(125)), mp3()),
        (mp3(before=id3(b"a") + id3(b"b"), after=b"\xff\xf3\x44"), mp3()),
        (wav(extra=b"LIST" + struct.pack("<I", 4) + b"name"), None),
        (mp4(personal=b"+49.8047+073.1094/"), None),
    ],
)
def test_words_beside_the_sound_are_not_kept(sent: bytes, kept: bytes | None) -> None:
    data = examine(sent).data

    assert kept in {None, data}
    assert not any(words in data for words in (b"Aigerim", b"LIST", b"+49.8047", b"TAG", b"ID3"))
    assert examine(data).data == data


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (b"", SoundMissing),
        (mp3(frames=MOST_BYTES // 96 + 1), SoundTooLarge),
        (PAGE, SoundUnreadable),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", SoundUnreadable),
        (b"MZ" + bytes(400), SoundUnreadable),
        (b"%PDF-1.7\n%%EOF\n", SoundUnreadable),
        (b"PK\3\4" + bytes(400), SoundUnreadable),
        (PNG, SoundUnreadable),
        (b"RIFF\0\0\0\0AVI " + bytes(200), SoundUnreadable),
        (id3(PAGE), SoundUnreadable),
        (mp3(after=PAGE), SoundUnreadable),
        (mp3(frames=3), SoundUnreadable),
        (wav()[:400], SoundUnreadable),
        (wav().replace(b"\1\0\1\0", b"\x55\0\1\0", 1), SoundUnreadable),
        (ogg(voice=b"\x80theora"), SoundUnreadable),
        (ogg(streams=(7, 8)), MoreThanSound),
        (ogg() + PAGE, SoundUnreadable),
        (ogg()[:-5], SoundUnreadable),
        (webm(track=VIDEO_TRACK), MoreThanSound),
        (webm(codec=b"A_AAC"), SoundUnreadable),
        (webm(document=b"matroska"), SoundUnreadable),
        (webm(extra=element(0x1941A469, PAGE)), MoreThanSound),
        (webm()[:-9], SoundUnreadable),
        (mp4(handler=b"vide"), MoreThanSound),
        (mp4(extra=box(b"uuid", PAGE)), MoreThanSound),
        (mp4(extra=struct.pack(">I4s", 2, b"free")), SoundUnreadable),
        (mp4()[:-5], SoundUnreadable),
    ],
)
def test_what_is_no_sound_alone_is_refused_with_its_reason(sent: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        examine(sent)

    assert refused.type is refusal


def nested(name: bytes, size: int) -> bytes:
    """Boxes within boxes, as deep as they go."""
    return b"".join(struct.pack(">I4s", left, name) for left in range(size, 0, -8))


@pytest.mark.parametrize(
    "sent",
    [
        box(b"ftyp", b"") + nested(b"moov", MOST_BYTES // 8 * 8 - 16),
        box(b"ftyp", b"") + box(b"free", b"") * (MOST_BYTES // 8 - 2),
        webm() + b"\xec\x80" * (MOST_BYTES // 2 - 200),
        ogg(pages=2) + ogg()[-327:] + b"OggS" + bytes(MOST_BYTES - 4000),
        id3(b"") * (MOST_BYTES // 10),
    ],
)
def test_a_file_made_to_keep_the_machine_busy_is_told_apart_fast(sent: bytes) -> None:
    began = time.process_time()

    with suppress(Refusal):
        examine(sent)

    assert time.process_time() - began < 1


@given(st.sampled_from(sorted(EVERY_FORMAT)), st.integers(0), st.binary(max_size=12), st.integers(0))
def test_damage_is_refused_or_is_still_that_sound_and_nothing_else_happens(
    name: str, place: int, damage: bytes, cut: int
) -> None:
    whole = EVERY_FORMAT[name]
    at = place % len(whole)
    sent = (whole[:at] + damage + whole[at + len(damage) :])[: cut % (2 * len(whole)) + 1]

    with suppress(Refusal):
        assert examine(sent).media_type in MEDIA_TYPES
