"""Certificates as PDF, read back with poppler."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from records.records_factories import make_content

from contest_app.languages import KAZAKH_ALPHABET
from contest_app.records.documents import LettersMissing, certificate_pdf
from contest_app.records.rules import Content

ADDRESS = "https://qiyal.example/verify/abcdefghijklmnopqrstuvwxyz"
ALMATY = ZoneInfo("Asia/Almaty")

HOSTILE = [
    "<script>alert(1)</script>",
    '#panic("run") #read("/etc/passwd")',
    "*strong* _emph_ = heading $x^2$ @label <label> // comment",
    'quote " and \\ backslash \\u{41} #sys.inputs',
    "</svg><image href='file:///etc/passwd'/>",
]

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils are not installed: the PDF cannot be read back"
)


def pdf_of(content: Content) -> bytes:
    return certificate_pdf(content, ADDRESS, zone=ALMATY)


def read_back(pdf: bytes, command: str = "pdftotext", *options: str) -> str:
    """The text that a reader would copy from the PDF, on one line, without breaking points."""
    words = ["pdftotext", "-", "-"] if command == "pdftotext" else [command, *options, "-"]
    text = subprocess.run(words, input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(text.replace("\u200b", "").split())


def test_a_certificate_is_set_at_any_moment_however_fine() -> None:
    pdf = pdf_of(make_content(issued_at="2026-11-20T06:50:49.426311+00:00"))

    assert pdf.startswith(b"%PDF")


@needs_poppler
def test_a_certificate_of_a_kazakh_or_russian_work_says_everything_in_kazakh_and_in_russian() -> None:
    text = read_back(pdf_of(make_content()))

    for said in (
        "Жаңа мамандықтар атласы Атлас новых профессий",
        "І дәрежелі диплом Диплом I степени",
        "марапатталады / награждается Әлия Қайратқызы",
        "«Қолмен оқитын карта»",
        *("Аталым / Номинация", "Табиғат және ауыл", "Природа и село"),
        *("Жас тобы / Возрастная группа", "5–7-сыныптар", "5–7 классы"),
        *("Жетекші / Руководитель", "Сәуле Ахметова"),
        "№ 2026-W4TK-0001 2026 ж. 20 қараша / 20 ноября 2026 г.",
        "qiyal.example /verify/abcdefghijklmnopqrstuvwxyz",
    ):
        assert said in text


@needs_poppler
def test_a_certificate_of_an_english_work_is_in_english_alone() -> None:
    text = read_back(pdf_of(make_content(language="en", work="A map", recipient="Aliya", supervisor="Saule")))

    assert "First-degree diploma presented to Aliya “A map”" in text
    assert not set(text) & set(KAZAKH_ALPHABET + KAZAKH_ALPHABET.upper())


@needs_poppler
def test_who_took_part_is_not_said_to_have_won() -> None:
    text = read_back(pdf_of(make_content(award_key="certificate")))

    assert "байқауға қатысқаны үшін марапатталады / за участие в конкурсе награждается" in text


@needs_poppler
def test_every_kazakh_letter_can_be_printed_and_read_back() -> None:
    letters = KAZAKH_ALPHABET + KAZAKH_ALPHABET.upper()

    text = read_back(pdf_of(make_content(work=letters)))

    assert letters in text.replace(" ", "")


@needs_poppler
def test_a_decomposed_letter_is_printed_as_one() -> None:
    assert "Сергей Йо" in read_back(pdf_of(make_content(recipient="Сергей Йо")))


@needs_poppler
@pytest.mark.parametrize("text", HOSTILE)
def test_code_in_a_name_stays_text(text: str) -> None:
    back = read_back(pdf_of(make_content(recipient=text, work=text, supervisor=text, organizer=text)))

    assert back.replace(" ", "").count(text.replace(" ", "")) == 3


@needs_poppler
@pytest.mark.parametrize(
    "values",
    [
        {"work": "Ұзақ атау " * 30},
        {"work": "Ұ" * 300, "recipient": "Ә" * 120, "supervisor": "Ғ" * 120},
        {"contest": {"kk": "Байқау " * 40, "ru": "Конкурс " * 40}, "nomination": {"kk": "Аталым " * 20}},
        {"award": {"kk": "Ерекше жүлде " * 8, "ru": "Специальный приз " * 8}},
        {"work": "", "supervisor": ""},
    ],
)
def test_long_texts_stay_whole_and_on_one_page(values: dict[str, str]) -> None:
    content = make_content(**values)

    pdf = pdf_of(content)

    assert "Pages: 1 " in read_back(pdf, "pdfinfo")
    assert content.work.replace(" ", "") in read_back(pdf).replace(" ", "")


def test_a_letter_that_the_fonts_lack_is_named_with_the_number_of_the_certificate() -> None:
    with pytest.raises(LettersMissing, match="certificate 2026-W4TK-0001: the fonts have no 漢 字") as refused:
        pdf_of(make_content(work="漢字 🚀 карта"))

    assert refused.value.letters == ["漢", "字"]


@needs_poppler
def test_a_pictograph_that_the_fonts_lack_is_left_out() -> None:
    text = read_back(pdf_of(make_content(work="🚀 Карта № 5 \u202e👩🏽‍🚀")))

    assert "«Карта № 5»" in text.replace("« ", "«").replace(" »", "»")


def test_the_same_certificate_is_the_same_file() -> None:
    assert pdf_of(make_content()) == pdf_of(make_content())


@needs_poppler
def test_the_date_is_the_day_in_karaganda() -> None:
    text = read_back(pdf_of(make_content(issued_at="2026-12-31T20:00:00+00:00")))

    assert "1 января 2027 г." in text


@needs_poppler
def test_the_file_is_tagged_and_names_its_title_and_its_language() -> None:
    pdf = pdf_of(make_content())

    told = read_back(pdf, "pdfinfo")

    assert "Title: І дәрежелі диплом № 2026-W4TK-0001 " in told
    assert "Tagged: yes" in told
    assert b"/Lang(kk)" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


@needs_poppler
def test_only_the_fonts_that_are_shipped_are_used(tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf_of(make_content()))

    listed = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout

    fonts = [line.split()[0].partition("+")[2] for line in listed.splitlines()[2:]]
    assert set(fonts) == {"Geologica-Bold", "Geologica-Regular"}
