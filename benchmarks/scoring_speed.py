"""Scoring a pool: ours against the usual way, first and again with the encoder's memory warm.

The usual way encodes every idea as it comes, one by one, and clusters all of them: no distances to
others, no intervals, no people. Ours does all of these too, and encodes each wording once, alone and
behind the prompt. Models are loaded before the clock starts. All times are processor time of one
thread; ours are the mean of several rounds.

``python -m benchmarks.scoring_speed`` prints what `contest_app.scoring.bench` measures on large pools instead.
"""

import csv
import time
from collections.abc import Iterator, Sequence
from random import Random
from statistics import fmean
from typing import Final

from sklearn.cluster import AgglomerativeClustering
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.measure import Measurement, seconds
from contest_app.config import ROOT
from contest_app.scoring.bench import measure_all
from contest_app.scoring.encoders import Encoder, load_encoder
from contest_app.scoring.pool import PoolIdea, score_pool

IDEAS: Final = ROOT / "item_bank" / "demo" / "ideas.tsv"
PROMPTS: Final = {"kk": "киіз қиындысы", "ru": "кусок войлока", "en": "a piece of felt"}
IDEAS_OF_ONE: Final = 5
ROUNDS: Final = 3
MISTYPED: Final = 0.5  # of the ideas; without it a large pool would hold few wordings
THRESHOLD: Final = 0.5  # cosine distance; it changes the groups of the usual way, not its time


def pool_of(language: str, size: int) -> list[PoolIdea]:
    """Return ``size`` ideas drawn from the demo's, of all its objects, half of them mistyped."""
    with IDEAS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file, delimiter="\t") if row["language"] == language]
    random = Random(size)  # noqa: S311 -- the same pool in every run
    drawn = [_typed(random.choice(texts), random) for _ in range(size)]
    return [PoolIdea(f"p{n // IDEAS_OF_ONE}", text, n % IDEAS_OF_ONE + 1) for n, text in enumerate(drawn)]


def measure(
    size: int, other: Encoder, other_name: str, languages: Sequence[str] = tuple(PROMPTS), rounds: int = ROUNDS
) -> Iterator[Measurement]:
    """Yield for each language the first scoring against the usual way, and the second against the first."""
    with threadpool_limits(1):  # a worker owns one core, and so does the usual way
        for language in languages:
            yield from _measure(language, pool_of(language, size), other, other_name, rounds)


def _measure(
    language: str, ideas: list[PoolIdea], other: Encoder, other_name: str, rounds: int
) -> Iterator[Measurement]:
    texts = [idea.text for idea in ideas]
    other.encode(["…"], language)
    usual, batched = (
        seconds(lambda: _usual_way(texts, language, other, batch), time.process_time)  # noqa: B023 -- called at once
        for batch in (1, len(texts))
    )
    first, second = (
        fmean(times) for times in zip(*(_scored_twice(language, ideas) for _ in range(rounds)), strict=True)
    )
    size = f"{len(texts):,} ideas, {len(set(texts)):,} wordings"
    subject = f"score a pool, {language}"
    yield Measurement(subject, f"{other_name} one by one, scikit-learn", first, usual, size)
    yield Measurement(subject, f"{other_name} in batches, scikit-learn", first, batched, size)
    yield Measurement(f"score it again, {language}", "the first scoring", second, first, size)


def _scored_twice(language: str, ideas: list[PoolIdea]) -> tuple[float, float]:
    """Return the time of a scoring by an encoder that has met none of the ideas, and of the one after it."""
    encoder = load_encoder.__wrapped__("fast")  # not this process's own, which may remember ideas
    encoder.encode(["…"], language)

    def score() -> object:
        return score_pool(PROMPTS[language], language, ideas, encoder=encoder)

    return seconds(score, time.process_time), seconds(score, time.process_time)


def _usual_way(texts: list[str], language: str, encoder: Encoder, batch: int) -> None:
    vectors = [
        vector
        for start in range(0, len(texts), batch)
        for vector in encoder.encode(texts[start : start + batch], language)
    ]
    AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=THRESHOLD).fit(
        vectors
    )


def _typed(text: str, random: Random) -> str:
    """Return the text, or the text with two neighbouring letters swapped."""
    if len(text) < 2 or random.random() >= MISTYPED:
        return text
    place = random.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def main() -> None:
    """Print every figure of large pools with its bar."""
    for each in measure_all(before=lambda trial: print(f"… {trial}", flush=True)):
        bars = f"bar {each.bar:g}, reach {each.reach:g}, {'met' if each.meets_bar else 'MISSED'}"
        print(f"{each.subject}: {each.value:.2f} {each.unit} ({bars}). {each.told}")


if __name__ == "__main__":
    main()
