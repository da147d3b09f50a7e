"""Files of entries: what is accepted, judged by content and never by name.

Pictures are written anew, PDF is kept as it is. All are only ever handed out as attachments.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Literal

import filetype

from contest_app.errors import Refusal
from contest_app.languages import N_
from contest_app.picture_files import MOST_PIXELS, PictureUnreadable, TooManyPixels, Way, written_anew

MEGABYTE: Final = 1024 * 1024
_FORMATS: Final[dict[str, Literal["JPEG", "PNG"]]] = {"png": "PNG", "jpg": "JPEG"}
#: Larger pictures are scaled down: jurors read on phones.
KEPT: Final = {extension: Way(name, longest_side=3000, quality=88) for extension, name in _FORMATS.items()}
LONGEST_NAME: Final = 120

MEDIA_TYPES: Final = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
#: How the office documents of old begin.
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PROGRAMS: Final = frozenset({"exe", "elf", "com", "wasm", "swf", "deb", "rpm", "crx"})
_OFFICE: Final = frozenset({"doc", "docx", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "rtf", "zip", "epub"})


class FileEmpty(Refusal):
    """There is nothing in the file."""

    message = N_("The file is empty.")


class FileTooLarge(Refusal):
    """The file is larger than the field takes."""

    message = N_("The file is too large: at most %(most)d MB.")


class TypeNotAccepted(Refusal):
    """The file is of a type that the field does not take."""

    message = N_("Files of this type are not accepted here; send %(accepted)s.")


class ActiveDocument(Refusal):
    """SVG or HTML: a document that can run scripts in the reader's browser."""

    message = N_("Drawings in SVG and web pages can run scripts, so they are not accepted; save as %(accepted)s.")


class OfficeDocument(Refusal):
    """An office document or an archive: it may carry macros."""

    message = N_("Office documents and archives can carry programs, so they are not accepted; save as PDF.")


class ProgramFile(Refusal):
    """A program, whatever its name says."""

    message = N_("This is a program, not a document.")


class FileDamaged(Refusal):
    """The file begins like a picture or a PDF, but cannot be read."""

    message = N_("The file is damaged and cannot be opened. Save it anew and try again.")


class PictureTooLarge(Refusal):
    """The picture has more pixels than can safely be decoded."""

    message = N_("The picture has too many pixels: at most %(most)d million.")


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """Bytes that may be kept; ``extension`` is what they are, not what they were called."""

    data: bytes
    extension: str

    @property
    def media_type(self) -> str:
        """The media type of the bytes."""
        return MEDIA_TYPES[self.extension]


def examine(data: bytes, types: Collection[str], max_mb: int) -> AcceptedFile:
    """Return what may be kept of a file sent in: pictures written anew, PDF as it is.

    Raises FileEmpty, FileTooLarge, ActiveDocument, ProgramFile, OfficeDocument, TypeNotAccepted, FileDamaged,
    PictureTooLarge.
    """
    if not data.strip():
        raise FileEmpty
    if len(data) > max_mb * MEGABYTE:
        raise FileTooLarge(most=max_mb)
    extension = _recognised(data, types)
    kept = _whole_pdf(data) if extension == "pdf" else _picture_anew(data, extension)
    return AcceptedFile(kept, extension)


def shown_name(filename: str) -> str:
    r"""Return a file's name as it may be kept and shown to its authors: no folders, no control characters.

    >>> shown_name("C:\\Users\\pupil\\жоба.pdf")
    'жоба.pdf'
    """
    name = PurePosixPath(filename.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[-LONGEST_NAME:]


def extension_of(media_type: str) -> str:
    """Return the extension of a media type that is kept here.

    >>> extension_of("image/jpeg")
    'jpg'
    """
    return next(extension for extension, kept in MEDIA_TYPES.items() if kept == media_type)


def _recognised(data: bytes, types: Collection[str]) -> str:
    kind = filetype.guess_extension(data)
    accepted = ", ".join(name.upper() for name in types)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise ActiveDocument(accepted=accepted)
    if kind in _PROGRAMS or data.startswith((b"MZ", b"#!")):
        raise ProgramFile
    if kind in _OFFICE or data.startswith(OLE):
        raise OfficeDocument
    if kind not in types:
        raise TypeNotAccepted(accepted=accepted)
    return str(kind)


def _whole_pdf(data: bytes) -> bytes:
    if b"%%EOF" not in data[-2048:]:
        raise FileDamaged
    return data


def _picture_anew(data: bytes, extension: str) -> bytes:
    way = KEPT[extension]
    try:
        return written_anew(data, [way.format], way)
    except TooManyPixels as error:
        raise PictureTooLarge(most=MOST_PIXELS // 1_000_000) from error
    except PictureUnreadable as error:
        raise FileDamaged from error
