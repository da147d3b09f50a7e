"""The look keeps its promises: contrast, letters, icons, weight, and where other people's files come from."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).parents[2] / "contest_app"
STATIC = PACKAGE / "web" / "static"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"

#: Least contrast of words, and of what only has to be seen (edges, focus, dots): WCAG 2.2, 1.4.3 and 1.4.11.
WORDS, SHAPES = 4.5, 3.0

GROUNDS = ("sky-top", "page", "surface", "sunken")
WORD_PAIRS = [
    *((words, ground) for words in ("ink", "ink-soft", "link") for ground in GROUNDS),
    *((f"on-{name}", name) for name in ("sky", "sun", "grass", "poppy")),
    *((f"on-{name}-soft", f"{name}-soft") for name in ("sky", "sun", "grass", "poppy")),
    ("on-sky", "sky-hover"),
    ("on-poppy", "poppy-hover"),
    *((words, f"{name}-soft") for words in ("ink-soft", "link") for name in ("sky", "sun", "grass", "poppy")),
    *(("poppy", ground) for ground in ("page", "surface", "sunken", "sky-soft", "sun-soft", "grass-soft")),
]
SHAPE_PAIRS = [
    *((shape, ground) for shape in ("line-strong", "focus", "sky") for ground in GROUNDS),
    ("focus", "sky-soft"),
]


def _declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def _themes() -> dict[str, dict[str, str]]:
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    light = _declarations(re.findall(r"^:root \{(.*?)^\}", css, re.DOTALL | re.MULTILINE)[0])
    by_wish = _declarations(re.findall(r':not\(\[data-theme="light"\]\) \{(.*?)\}', css, re.DOTALL)[0])
    by_choice = _declarations(re.findall(r':root\[data-theme="dark"\] \{(.*?)\}', css, re.DOTALL)[0])
    return {"light": light, "dark by wish": light | by_wish, "dark by choice": light | by_choice}


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert _contrast("#ffffff", "#000000") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark by wish", "dark by choice"])
def test_every_pair_of_colours_can_be_told_apart(theme: str) -> None:
    tokens = _themes()[theme]

    pairs = [(*pair, WORDS) for pair in WORD_PAIRS] + [(*pair, SHAPES) for pair in SHAPE_PAIRS]
    faint = {
        f"{front} on {ground}": round(_contrast(tokens[front], tokens[ground]), 2)
        for front, ground, least in pairs
        if _contrast(tokens[front], tokens[ground]) < least
    }

    assert faint == {}


def test_the_dark_theme_is_the_same_by_the_devices_wish_and_by_the_readers_choice() -> None:
    themes = _themes()

    assert themes["dark by wish"] == themes["dark by choice"]


def test_style_sheets_use_only_tokens_that_exist() -> None:
    sheets = [sheet.read_text(encoding="utf-8") for sheet in PACKAGE.glob("*/static/css/*.css")]
    declared = {name for sheet in sheets for name in _declarations(sheet)}

    used = {name for sheet in sheets for name in re.findall(r"var\(--([\w-]+)", sheet)}

    assert used - declared == set()


@pytest.mark.parametrize("face", ["Regular", "Bold"])
def test_fonts_of_documents_have_every_kazakh_letter(face: str) -> None:
    letters = TTFont(PACKAGE / "records" / "fonts" / f"Geologica-{face}.ttf").getBestCmap()

    assert [letter for letter in KAZAKH_LETTERS + "ЁёЪъ№«»—" if ord(letter) not in letters] == []


def _ranges(css_ranges: str) -> set[int]:
    letters: set[int] = set()
    for start, end in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", css_ranges):
        letters.update(range(int(start, 16), int(end or start, 16) + 1))
    return letters


def test_fonts_of_pages_have_every_kazakh_letter_where_the_browser_looks_for_it() -> None:
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    faces = re.findall(r'url\("\.\./fonts/([\w-]+\.woff2)"\).*?unicode-range: ([^;]+);', css, re.DOTALL)

    missing = set(KAZAKH_LETTERS)
    for name, ranges in faces:
        has = set(TTFont(STATIC / "fonts" / name).getBestCmap()) & _ranges(ranges)
        missing -= {letter for letter in missing if ord(letter) in has}

    assert missing == set()


def _sprite() -> list[str]:
    tree = ET.parse(STATIC / "icons.svg")  # noqa: S314 -- our own file
    return [symbol.attrib["id"] for symbol in tree.getroot().iter("{http://www.w3.org/2000/svg}symbol")]


def test_every_icon_named_in_a_page_is_in_the_sprite() -> None:
    drawn = set(_sprite())
    named = {
        name
        for page in TEMPLATES
        for name in re.findall(r'\b(?:icon=|icon\(|draw_icon\()"([\w-]+)"', page.read_text(encoding="utf-8"))
    }

    assert named - drawn == set()
    assert len(drawn) == len(_sprite())


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: str(page.relative_to(PACKAGE)))
def test_pages_carry_no_inline_style_script_or_handler(page: Path) -> None:
    markup = re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", markup) == []


def test_what_others_made_is_listed_with_its_licence_and_is_unchanged() -> None:
    listed = json.loads((STATIC / "vendor.json").read_text(encoding="utf-8"))["components"]
    files = {file["path"]: file["sha256"] for component in listed for file in component["files"]}

    assert {path: hashlib.sha256((PACKAGE / path).read_bytes()).hexdigest() for path in files} == files
    assert [part["name"] for part in listed if not (PACKAGE / part["licence_file"]).read_text(encoding="utf-8")] == []


def test_nothing_foreign_lies_about_unlisted() -> None:
    listed = (STATIC / "vendor.json").read_text(encoding="utf-8")
    foreign = [
        *PACKAGE.glob("*/static/vendor/*.js"),
        *PACKAGE.glob("*/static/fonts/*.woff2"),
        *PACKAGE.glob("*/fonts/*.ttf"),
    ]

    assert [str(file) for file in foreign if f'"{file.relative_to(PACKAGE)}"' not in listed] == []


def test_what_every_page_loads_leaves_room_for_the_page_itself() -> None:
    skeleton = [
        "tokens.css",
        "base.css",
        "components.css",
        "print.css",
        "theme.js",
        "language.js",
        "menu.js",
        "confirm.js",
    ]
    shared = [STATIC / name.rpartition(".")[2] / name for name in skeleton]
    shared += [*STATIC.glob("fonts/*.woff2"), STATIC / "icons.svg", *STATIC.glob("img/*.svg")]

    assert sum(file.stat().st_size for file in shared) < 115_000
