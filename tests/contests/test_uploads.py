from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
from PIL import Image
from PIL.ExifTags import Base as Exif

from contest_app.contests import uploads
from contest_app.errors import Refusal

ALL = ("pdf", "png", "jpg")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#1188cc").save(buffer, kind, **options)
    return buffer.getvalue()


def with_exif(kind: str) -> bytes:
    exif = Image.Exif()
    exif[Exif.Make] = "PhoneOfAPupil"
    exif[Exif.Orientation] = 6
    exif.get_ifd(Exif.GPSInfo)[1] = "N"
    return picture(kind, exif=exif)


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def office() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/vbaProject.bin", "macro")
    return buffer.getvalue()


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_picture_is_kept_turned_upright_and_without_exif(kind: str, extension: str) -> None:
    sent = with_exif(kind)
    assert b"PhoneOfAPupil" in sent

    accepted = uploads.examine(sent, ALL, 10)

    seen = Image.open(io.BytesIO(accepted.data))
    assert (accepted.extension, seen.format, seen.size) == (extension, kind, (30, 40))
    assert not seen.getexif()
    assert b"PhoneOfAPupil" not in accepted.data


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_what_hides_behind_a_picture_is_dropped(kind: str) -> None:
    polyglot = picture(kind) + b"<script>alert(1)</script>" + office()

    accepted = uploads.examine(polyglot, ALL, 10)

    assert b"<script>" not in accepted.data
    assert b"PK\x03\x04" not in accepted.data


def test_words_inside_a_picture_are_dropped() -> None:
    accepted = uploads.examine(picture("JPEG", comment=b"Made by Aliya, school 1"), ALL, 10)

    assert b"Aliya" not in accepted.data


def test_a_transparent_picture_stays_transparent() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (10, 20, 30, 40)).save(buffer, "PNG")

    accepted = uploads.examine(buffer.getvalue(), ALL, 10)

    assert Image.open(io.BytesIO(accepted.data)).getpixel((0, 0)) == (10, 20, 30, 40)


def test_a_large_picture_is_scaled_down() -> None:
    accepted = uploads.examine(picture("JPEG", (6000, 1500)), ALL, 10)

    assert Image.open(io.BytesIO(accepted.data)).size == (3000, 750)


def test_a_pdf_is_kept_as_it_is() -> None:
    assert uploads.examine(PDF, ALL, 10) == uploads.AcceptedFile(PDF, "pdf")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", uploads.FileEmpty),
        (b" \r\n", uploads.FileEmpty),
        (PDF + b" " * uploads.MEGABYTE, uploads.FileTooLarge),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", uploads.ActiveDocument),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", uploads.ActiveDocument),
        (b"<!doctype html><script>alert(1)</script>", uploads.ActiveDocument),
        (b"MZ\x90\x00" + bytes(200), uploads.ProgramFile),
        (b"\x7fELF\x02\x01\x01" + bytes(200), uploads.ProgramFile),
        (b"#!/bin/sh\nrm -rf /\n", uploads.ProgramFile),
        (office(), uploads.OfficeDocument),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), uploads.OfficeDocument),
        (picture("GIF"), uploads.TypeNotAccepted),
        (b"just words", uploads.TypeNotAccepted),
        (PDF[:20], uploads.FileDamaged),
        (picture("PNG")[:60], uploads.FileDamaged),
        (picture("JPEG")[:200], uploads.FileDamaged),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), uploads.FileDamaged),
    ],
)
def test_what_is_not_accepted_is_refused_with_its_reason(data: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        uploads.examine(data, ALL, 1)


def test_a_type_that_the_field_does_not_take_is_refused() -> None:
    with pytest.raises(uploads.TypeNotAccepted, match="send PDF"):
        uploads.examine(picture(), ["pdf"], 10)


@pytest.mark.parametrize("side", [6_500, 12_000, 60_000])
def test_a_picture_with_too_many_pixels_is_refused_fast_and_before_it_is_decoded(side: int) -> None:
    sent = bomb(side, side)
    tracemalloc.start()
    began = time.perf_counter()

    with pytest.raises(uploads.PictureTooLarge):
        uploads.examine(sent, ALL, 10)

    seconds, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 2
    assert peak < 100 * uploads.MEGABYTE


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("../../etc/passwd", "passwd"), ("жоба\x00\x1b[0m.pdf", "жоба[0m.pdf"), ("C:\\a\\b.png", "b.png"), ("", "")],
)
def test_a_files_name_brings_no_folders_and_no_control_characters(sent: str, shown: str) -> None:
    assert uploads.shown_name(sent) == shown
