"""An item's frozen list of conventional themes.

People who wrote or tried out an item list the themes that most answers fall into ("a vehicle", "decoration"), each
with sample answers in the language. The list is frozen before anyone is scored: what is conventional must not move
with the class, and a code is kept with the list's version.
"""

import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """A conventional theme: its key, its name in the reader's language, and sample answers, one at least."""

    key: str
    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearestTheme:
    """The theme nearest to a text, its nearest sample and that one's cosine distance, from 0 to 2.

    ``conventional``: it is near enough for the text to belong to the theme.
    """

    theme: Theme
    sample: str
    distance: float
    conventional: bool


@dataclass(frozen=True, slots=True)
class ThemeList:
    """The conventional themes of one item in one language."""

    item: str
    language: str
    themes: tuple[Theme, ...]

    @property
    def version(self) -> str:
        """Eight signs that change with any theme or sample; a code is kept with it."""
        rows = sorted((theme.key, sorted(theme.samples)) for theme in self.themes)
        canonical = json.dumps([self.item, self.language, rows], ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:8]
