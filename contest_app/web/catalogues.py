"""The message catalogues: each feature keeps its own; English is the source and needs none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from babel.messages.frontend import CommandLineInterface

from contest_app.web.assets import PACKAGE

LANGUAGES: Final = ("kk", "ru")
MAPPING: Final = PACKAGE.parent / "babel.cfg"


def feature_folders() -> list[Path]:
    """Return the folders that keep catalogues."""
    return sorted(path.parent for path in PACKAGE.glob("*/translations"))


def sources(folder: Path) -> list[Path]:
    """Return where the texts of a feature stand; ``web`` speaks for the modules below all features too."""
    return [folder, PACKAGE / "errors.py"] if folder.name == "web" else [folder]


def compile_catalogues(folders: list[Path]) -> None:
    """Make the ``.mo`` files of every catalogue."""
    for folder in folders:
        if any((folder / "translations").glob("*/LC_MESSAGES/*.po")):
            _babel("compile", "-d", folder / "translations")


def update_catalogues(folders: list[Path]) -> None:
    """Bring every catalogue up to date with the texts in code and templates; new ones stay empty, old ones go."""
    for folder in folders:
        template = folder / "translations" / "messages.pot"
        _babel(
            "extract", "-F", MAPPING, "-k", "N_", "-k", "_l", "--no-location", "--sort-output", "--omit-header",
            "-o", template, *sources(folder),
        )  # fmt: skip
        for language in LANGUAGES:
            _update(template, folder / "translations", language)


def _update(template: Path, folder: Path, language: str) -> None:
    if not (folder / language / "LC_MESSAGES" / "messages.po").exists():
        _babel("init", "-i", template, "-d", folder, "-l", language, "-w", "110")
    else:
        _babel("update", "-i", template, "-d", folder, "-l", language, "-N", "--ignore-obsolete", "-w", "110")


def _babel(*words: str | Path) -> None:
    run: Callable[[list[str]], object] = CommandLineInterface().run
    run(["pybabel", "-q", *(str(word) for word in words)])


if __name__ == "__main__":
    act = {"compile": compile_catalogues, "update": update_catalogues}[sys.argv[1]]
    act([PACKAGE / name for name in sys.argv[2:]] or feature_folders())
