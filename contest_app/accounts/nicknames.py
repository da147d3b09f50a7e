"""Generated nicknames: an adjective and a noun in the pupil's language, so that nobody types a name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml


@dataclass(frozen=True, slots=True)
class Nicknames:
    """The words that nicknames are made of, by language."""

    adjectives: dict[str, tuple[str, ...]]
    nouns: dict[str, tuple[str, ...]]

    @classmethod
    def read(cls, path: Path) -> Nicknames:
        """Read ``nicknames.yaml`` of the item bank."""
        words = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(
            adjectives={language: tuple(parts["adjectives"]) for language, parts in words.items()},
            nouns={language: tuple(parts["nouns"]) for language, parts in words.items()},
        )

    def suggest(self, language: str, count: int, taken: set[str], seed: str) -> list[str]:
        """Return ``count`` different nicknames that nobody in ``taken`` has; the same for the same ``seed``."""
        chance = Random(seed)  # noqa: S311 -- a nickname guards nothing
        found: list[str] = []
        while len(found) < count:
            name = f"{chance.choice(self.adjectives[language])} {chance.choice(self.nouns[language])}"
            if name not in taken and name not in found:
                found.append(name)
        return found
