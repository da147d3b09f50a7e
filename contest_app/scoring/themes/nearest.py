"""The conventional theme that lies nearest to an idea.

A text belongs to the theme of its nearest sample by cosine, if that is near enough; otherwise it is outside all
conventional themes. How near is near enough belongs to the encoder and the language (`distances`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.themes.distances import theme_distance
from contest_app.scoring.themes.lists import NearestTheme, Theme, ThemeList


@dataclass(frozen=True, slots=True, eq=False)
class EncodedThemes:
    """A theme list with its samples as unit rows: vectors (n, d), and the theme and text of each, aligned."""

    version: str
    vectors: Float32Array
    themes: tuple[Theme, ...]
    samples: tuple[str, ...]


def encode_themes(themes: ThemeList, encoder: Encoder) -> EncodedThemes:
    """Return the list with its samples encoded."""
    rows = [(theme, sample) for theme in themes.themes for sample in theme.samples]
    samples = tuple(sample for _, sample in rows)
    return EncodedThemes(
        version=f"{themes.version}; {encoder.name} {encoder.version}",
        vectors=encoder.encode(samples, themes.language),
        themes=tuple(theme for theme, _ in rows),
        samples=samples,
    )


_DECIMALS = 5  # of distances: an encoder's batches differ in the seventh


def nearest_themes(
    vectors: npt.NDArray[np.floating], themes: EncodedThemes, within: float
) -> list[NearestTheme | None]:
    """Return the nearest theme of each text, given as (n, d) unit rows; None for a list without samples.

    ``within`` is the cosine distance up to which a text belongs to a theme. Of equally near samples the first counts.
    """
    if not themes.samples:
        return [None] * len(vectors)
    distances = np.round(1.0 - np.asarray(vectors, dtype=np.float64) @ themes.vectors.T.astype(np.float64), _DECIMALS)
    nearest = distances.argmin(axis=1)
    return [
        _nearest(themes, int(column), float(row[column]), within)
        for row, column in zip(distances, nearest, strict=True)
    ]


def _nearest(themes: EncodedThemes, column: int, distance: float, within: float) -> NearestTheme:
    distance = max(0.0, distance)
    return NearestTheme(themes.themes[column], themes.samples[column], distance, distance <= within)


def themes_of_texts(texts: Sequence[str], themes: ThemeList, encoder: Encoder) -> list[NearestTheme | None]:
    """Return the nearest theme of each text, encoded here, within the distance fitted for encoder and language."""
    vectors = encoder.encode(list(texts), themes.language)
    return nearest_themes(vectors, encode_themes(themes, encoder), theme_distance(encoder.name, themes.language))
