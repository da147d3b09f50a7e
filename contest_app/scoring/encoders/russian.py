"""Russian for an encoder that reads English alone, by its word-by-word gloss."""

from collections.abc import Sequence

from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.russian.glossary import Glossary


class RussianEncoder:
    """Encode Russian by an English encoder's vectors of its glosses.

    Weak by itself, strong beside one that knows Russian: they err on different texts (docs/scoring).
    """

    name = "russian"

    def __init__(self, encoder: Encoder, glossary: Glossary) -> None:
        self._encoder = encoder
        self._glossary = glossary

    @property
    def version(self) -> str:
        """The encoder's version with the glossary's digest."""
        return f"{self._encoder.version} words {self._glossary.digest}"

    def encode(self, texts: Sequence[str], language: str) -> Float32Array:  # noqa: ARG002 -- it is for Russian alone
        """Return the (n, d) unit rows, as wide as the encoder's."""
        return self._encoder.encode([self._glossary.gloss(text) for text in texts], "en")
