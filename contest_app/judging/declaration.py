"""What every member of a jury signs: the text in three languages, its version, and the hash of what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from contest_app.judging.canonical import content_hash
from contest_app.languages import in_language


@dataclass(frozen=True, slots=True)
class Declaration:
    """The declaration of independence and confidentiality; any change of words is a new ``version``."""

    version: int
    title: Mapping[str, str]
    promises: tuple[Mapping[str, str], ...]

    @classmethod
    def read(cls, bank: Path) -> Declaration:
        """Read ``jury_declaration.yaml`` of the item bank."""
        content = yaml.safe_load((bank / "jury_declaration.yaml").read_text(encoding="utf-8"))
        return cls(content["version"], content["title"], tuple(content["promises"]))

    def words(self, language: str) -> tuple[str, ...]:
        """Return the promises in one language."""
        return tuple(in_language(promise, language) for promise in self.promises)

    def sha256(self, language: str) -> str:
        """Return the hash of exactly what somebody reads who signs in this language."""
        title = in_language(self.title, language)
        content = {"version": self.version, "language": language, "title": title, "promises": self.words(language)}
        return content_hash(content)
