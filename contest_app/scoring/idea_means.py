"""Where the ideas of those who were asked lie among each other, for a picture of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from contest_app.scoring.answers import Wording
from contest_app.scoring.calibration import Calibration
from contest_app.scoring.encoders import Float32Array


def idea_means(
    wordings: Iterable[Wording],
    vectors: Float32Array,
    ideas: Mapping[str, int],
    calibration: Calibration,
    asked: frozenset[str],
) -> dict[int, Float32Array]:
    """Return the (d,) mean of each idea that somebody of ``asked`` had, by its number.

    Over the idea's valid wordings that may be shown to others, weighted by their people, as the (n, d) unit rows look
    when they are grouped: seen from the centre of all valid ones.
    """
    listed = list(wordings)
    valid = np.array([wording.valid for wording in listed], dtype=bool)
    centred = calibration.centring(vectors[valid]).centred(vectors)
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, wording in enumerate(listed):
        if wording.valid and wording.shown is not None:
            rows[ideas[wording.text]].append((row, len(wording.people)))
    wanted = {ideas[wording.text] for wording in listed if wording.people & asked}
    return {number: _mean(centred, rows[number]) for number in sorted(wanted & rows.keys())}


def _mean(vectors: Float32Array, weighted: list[tuple[int, int]]) -> Float32Array:
    rows, weights = zip(*weighted, strict=True)
    return np.asarray(np.average(vectors[list(rows)], axis=0, weights=weights), dtype=np.float32)
