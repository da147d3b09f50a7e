"""How near to a theme's sample a text must be to belong to the theme, for each encoder and language.

``benchmarks/scoring_themes.py`` fits them to texts written for this project and writes ``distances.json`` beside this
file: the distance with the best balance of texts found that belong and of texts kept out that do not. They are
tighter than the thresholds of `calibration`, which cut a tree of means and not a nearest neighbour.
"""

import json
from functools import cache
from importlib.resources import files

UNFITTED = 0.5
"""For encoders that nobody fitted: what suits sentence encoders."""


def theme_distance(encoder: str, language: str) -> float:
    """Return the cosine distance, from 0 to 2, for an encoder, by name, and a language; `UNFITTED` if none."""
    return _distances().get(f"{encoder}.{language}", UNFITTED)


@cache
def _distances() -> dict[str, float]:
    content = (files(__package__) / "distances.json").read_text(encoding="utf-8")
    rows: dict[str, float] = json.loads(content)
    return rows
