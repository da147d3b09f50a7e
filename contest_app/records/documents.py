"""Certificates as PDF, set by typst: the one door to it, and never opened by the web process.

The template and the fonts are ours and nothing else is read: no fonts of the system, no packages, no network.
The result is PDF/A-2a (kept for years) and PDF/UA-1 (read aloud), with its language and title set, and equal
content gives equal bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import segno
import typst
from babel.dates import format_date

from contest_app.languages import in_language
from contest_app.records.rules import Content

FOLDER: Final = Path(__file__).resolve().parent
TEMPLATE: Final = FOLDER / "typst" / "certificate.typ"
FONTS: Final = FOLDER / "fonts"
STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]

#: A certificate is Kazakh above Russian, or English alone where the work is in English.
LANGUAGES: Final[Mapping[str, list[str]]] = {"kk": ["kk", "ru"], "ru": ["kk", "ru"], "en": ["en"]}
QUOTES: Final = {"kk": ["«", "»"], "en": ["“", "”"]}
QR_WORDS: Final = {
    "kk": "Құжатты тексеру бетіне апаратын QR-код",
    "en": "QR code that leads to the page which checks this document",
}

_MISSING: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
#: Control characters, invisible signs (among them those that turn the direction of writing) and half characters.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})
#: Pictographs and their modifiers: decoration, which may be left out where letters may not.
_DECORATION: Final = frozenset({"So", "Sk", "Mn", "Me"})


class LettersMissing(ValueError):
    """The fonts of documents lack letters that this certificate needs."""

    def __init__(self, letters: list[str], number: str) -> None:
        super().__init__(f"certificate {number}: the fonts have no {' '.join(letters)}")
        self.letters = letters
        self.number = number


def certificate_pdf(content: Content, address: str, *, zone: tzinfo) -> bytes:
    """Return the certificate as PDF, with a QR code of ``address``; its date is the day in ``zone``.

    Pictographs that the fonts lack are left out; for a letter that they lack raises LettersMissing.
    """
    text = json.dumps(_shown(content, address, zone), ensure_ascii=False)
    moment = datetime.fromisoformat(content.issued_at).replace(microsecond=0)  # finer is no date of a PDF
    while True:
        try:
            return _set({"certificate": text, "qr": _qr(address)}, moment)
        except typst.TypstError as error:
            text = _without(text, _undisplayed(error), content.number)


def _set(inputs: dict[str, str], moment: datetime) -> bytes:
    pdf = _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=moment)
    if not isinstance(pdf, bytes):
        raise TypeError(f"one PDF is expected, typst gave {type(pdf).__name__}")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    """Return this process's typesetter, which reads our template and fonts once."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True)


def _undisplayed(error: typst.TypstError) -> list[str]:
    """Return the signs that the fonts lack. Raises the error itself where it tells of something else."""
    signs = dict.fromkeys("".join(_MISSING.findall(error.diagnostic)))
    if not signs:
        raise error
    return list(signs)


def _without(text: str, signs: list[str], number: str) -> str:
    """Return the text without signs that are mere decoration. Raises LettersMissing for others."""
    letters = [sign for sign in signs if unicodedata.category(sign) not in _DECORATION]
    if letters:
        raise LettersMissing(letters, number)
    return text.translate({ord(sign): None for sign in signs})


def _shown(content: Content, address: str, zone: tzinfo) -> dict[str, object]:
    """Return what the template prints."""
    languages = LANGUAGES[content.language]
    day = datetime.fromisoformat(content.issued_at).astimezone(zone).date()
    several = {
        "award": content.award,
        "contest": content.contest,
        "nomination": content.nomination,
        "age_group": content.age_group,
    }
    return {
        "languages": languages,
        "title": f"{_one_line(in_language(content.award, languages[0]))} № {content.number}",
        "issuer": _one_line(content.organizer),
        "award_key": content.award_key,
        "number": content.number,
        "recipient": _one_line(content.recipient),
        "work": _one_line(content.work),
        "quotes": QUOTES[languages[0]],
        "supervisor": _one_line(content.supervisor),
        "date": {language: format_date(day, "long", locale=language) for language in languages},
        "address": address,
        "address_lines": [urlsplit(address).netloc, urlsplit(address).path],
        "qr_words": QR_WORDS[languages[0]],
        **{key: _in_each(names, languages) for key, names in several.items()},
    }


def _in_each(names: Mapping[str, str], languages: list[str]) -> dict[str, str]:
    return {language: _one_line(in_language(names, language)) for language in languages}


def _one_line(text: str) -> str:
    """Return a text composed, single-spaced and without invisible signs."""
    words = unicodedata.normalize("NFC", text).split()
    return " ".join(filter(None, ("".join(filter(_is_visible, word)) for word in words)))


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign) not in _INVISIBLE


def _qr(address: str) -> str:
    """Return the QR code of an address as SVG."""
    file = BytesIO()
    segno.make_qr(address, error="m").save(file, kind="svg", xmldecl=False, border=2, dark="#14273a")
    return file.getvalue().decode()
