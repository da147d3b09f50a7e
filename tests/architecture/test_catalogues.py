"""Every text exists in Kazakh and Russian: nothing untranslated, nothing fuzzy, no letter lost."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from contest_app.web.catalogues import LANGUAGES, feature_folders, sources

KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
CASES = [(folder, language) for folder in feature_folders() for language in LANGUAGES]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _catalogue(folder: Path, language: str) -> Catalog:
    path = folder / "translations" / language / "LC_MESSAGES" / "messages.po"
    return read_po(BytesIO(path.read_bytes()) if path.exists() else BytesIO(), locale=language)


def _texts(folder: Path) -> set[str]:
    found = [text for source in sources(folder) for text in _extracted(source)]
    return {text if isinstance(text, str) else text[0] for text in found}


def _extracted(source: Path) -> list[str | tuple[str, ...]]:
    if source.is_file():
        return [text for _, text, _, _ in extract_from_file("python", source, keywords=KEYWORDS)]
    options = {"**/templates/**.html": {"trimmed": "true"}}
    return [text for _, _, text, _, _ in extract_from_dir(source, METHODS, options, keywords=KEYWORDS)]


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [])


@pytest.mark.parametrize(("folder", "language"), CASES, ids=lambda value: getattr(value, "name", value))
def test_every_text_of_a_feature_is_translated(folder: Path, language: str) -> None:
    messages = {_key(message): message for message in _catalogue(folder, language) if message.id}
    done = {key for key, message in messages.items() if not message.fuzzy and all(_forms(message))}

    assert _texts(folder) - done == set()


@pytest.mark.parametrize(("folder", "language"), CASES, ids=lambda value: getattr(value, "name", value))
def test_translations_keep_the_places_for_names_and_numbers(folder: Path, language: str) -> None:
    for message in _catalogue(folder, language):
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
            for form in _forms(message):
                assert set(PLACEHOLDER.findall(form)) <= wanted, form
                assert form.count("%") - 2 * form.count("%%") == len(PLACEHOLDER.findall(form)), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_features_translate_the_same_text_alike(language: str) -> None:
    """Catalogues are merged when the application runs: of two translations one would silently win."""
    seen: dict[tuple[str, str | None], dict[str, list[str]]] = {}
    for folder in feature_folders():
        for message in _catalogue(folder, language):
            if message.id:
                seen.setdefault((_key(message), message.context), {})[folder.name] = _forms(message)
    clashes = {key: found for key, found in seen.items() if len({str(forms) for forms in found.values()}) > 1}

    assert clashes == {}
