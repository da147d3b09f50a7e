"""What is measured, each in a process of its own: ``python -m contest_app.scoring.bench.trials NAME ARGUMENT …``.

A trial prints JSON: seconds of one core's processor time, whatever the neighbours do, and the peak of its memory in
MB. Models are loaded before the clock starts, but for a cold start.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from contest_app.scoring.bench.pools import IDEAS_OF_ONE, PROMPT, answers
from contest_app.scoring.calibration import calibration_for
from contest_app.scoring.encoders import load_encoder
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.placement import places_of
from contest_app.scoring.pool import PoolIdea, score_pool
from contest_app.scoring.rater.saving import shipped_rater
from contest_app.scoring.rating import Answer, cells, rate

CLUSTERS = 8_000
PLACED = 300
_USUAL_CUT = 0.5  # cosine distance; it changes the groups of the usual way, not its time


def rating(profile: str, size: str) -> dict[str, float]:
    """Rate a pool as the command line does, cells of the table included."""
    texts = answers(int(size))
    table = [Answer(PROMPT, f"p{row // IDEAS_OF_ONE}", text, "en") for row, text in enumerate(texts)]
    encoder, rater, meaning = load_encoder(profile), shipped_rater(profile), load_meaning()
    rate(table[:1], encoder, rater, meaning)
    started = time.process_time()
    for idea in rate(table, encoder, rater, meaning):
        cells(idea)
    return {"seconds": time.process_time() - started, "distinct": len(set(texts))}


def usual_way(size: str) -> dict[str, float]:
    """Encode every answer as it comes, by MiniLM, and group them all by scikit-learn's average linkage."""
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 -- this trial alone needs it

    from contest_app.scoring.encoders.sentence_transformer import (  # noqa: PLC0415 -- and torch
        SentenceTransformerEncoder,
        bundled_model,
    )

    texts, encoder = answers(int(size)), SentenceTransformerEncoder(bundled_model())
    encoder.encode(texts[:1], "en")
    started = time.process_time()
    rows = np.vstack([encoder.encode([text], "en") for text in texts])
    encoded = time.process_time()
    AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=_USUAL_CUT).fit(rows)
    return {"seconds": time.process_time() - started, "encoding": encoded - started}


def placing(profile: str) -> dict[str, float]:
    """Encode and place new ideas one by one among many groups; the 95th percentile counts."""
    texts = list(dict.fromkeys(answers(3 * CLUSTERS)))[: CLUSTERS + PLACED]
    encoder, numbers = load_encoder(profile), np.arange(CLUSTERS)
    rows = encoder.encode(texts[:CLUSTERS], "en")
    cut = calibration_for(encoder.name, "en")
    centring = cut.centring(rows)
    places = places_of(centring.centred(rows), numbers, numbers // 4, cut)
    taken = []
    for text in texts[CLUSTERS:]:
        started = time.process_time()
        places.place(centring.centred(encoder.encode([text], "en")))
        taken.append(time.process_time() - started)
    return {"seconds": float(np.percentile(taken, 95)), "median": float(np.median(taken))}


def cold_start(profile: str) -> dict[str, float]:
    """Score a first idea from nothing: interpreter, libraries, encoder, gate and rater."""
    parts = {"rater": shipped_rater(profile), "meaning": load_meaning()}
    score_pool(PROMPT, "en", [PoolIdea("p", "a hat", 0)], encoder=load_encoder(profile), **parts)  # type: ignore[arg-type]
    return {"seconds": time.process_time()}


TRIALS: dict[str, Callable[..., dict[str, float]]] = {
    "rating": rating,
    "usual_way": usual_way,
    "placing": placing,
    "cold_start": cold_start,
}


def _peak_megabytes() -> float:
    # From /proc: getrusage would tell the parent's, from which the process was forked.
    kilobytes = Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]
    return int(kilobytes) / 1024


if __name__ == "__main__":
    found = TRIALS[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps({**found, "megabytes": _peak_megabytes()}) + "\n")
