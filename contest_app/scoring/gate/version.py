"""What the gate's flags rest on: its weights, and the encoder that they were fitted to."""

import hashlib
from functools import cache
from importlib.resources import files

from contest_app.scoring.gate.meaning import Meaning


def gate_version(meaning: Meaning | None = None) -> str:
    """Return a short digest of the weights and of the encoder behind them; without ``meaning`` of words alone."""
    parts = [_weights("words.npz")]
    if meaning is not None:
        parts += [_weights("meaning.npz"), meaning.senses.version]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:8]


@cache
def _weights(name: str) -> str:
    return hashlib.sha256((files(__package__) / "weights" / name).read_bytes()).hexdigest()
