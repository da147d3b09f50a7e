"""Entries that look alike: how pairs of three languages part, and what a large contest takes.

``python -m benchmarks.likeness`` prints the figures of `docs/judging/likeness.md`. The pairs are in `likeness_data`;
the large contest is of invented words, its copies are known, and its texts are of 150 words each.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Final
from uuid import uuid4

import numpy as np
import yaml

from contest_app.likeness.rules.meanings import nearness
from contest_app.likeness.rules.pictures import Seen, alike_pictures
from contest_app.likeness.rules.texts import TextLikeness, compare_texts, compared_words
from contest_app.likeness.services.comparing import Work, Works, compare, rows_of
from contest_app.scoring.encoders import Encoder, load_encoder

DATA: Final = Path(__file__).with_name("likeness_data") / "pairs.yaml"
ENTRIES: Final = 2000
WORDS: Final = 150
PICTURES: Final = 4000

Text = list[str]


def main() -> None:
    """Print all figures."""
    encoder = load_encoder("fast")
    works = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    for language in ("kk", "ru", "en"):
        rows = [row for row in works if row["language"] == language]
        ours = [{kind: compared_words([row[kind]]) for kind in ("own", "other", "retold")} for row in rows]
        for name, pairs in _groups(ours).items():
            print(language, name, *_row([_compared(one, other, language, encoder) for one, other in pairs]))
    _measure_size(encoder)


def _groups(works: list[dict[str, Text]]) -> dict[str, list[tuple[Text, Text]]]:
    """Return the pairs by how they came about; honest ones are all pairs of different works."""
    honest = [work[kind] for work in works for kind in ("own", "other")]
    return {
        "honest": list(combinations(honest, 2)),
        "12 words borrowed": [
            (work["other"][:30] + work["own"][10:22] + work["other"][30:], work["own"]) for work in works
        ],
        "every 6th word changed": [(_changed(work["own"], 6), work["own"]) for work in works],
        "every 3rd word changed": [(_changed(work["own"], 3), work["own"]) for work in works],
        "retold": [(work["own"], work["retold"]) for work in works],
    }


def _changed(words: Text, every: int) -> Text:
    return [f"{word}{place}" if place % every == 0 else word for place, word in enumerate(words, 1)]


def _compared(one: Text, other: Text, language: str, encoder: Encoder) -> TextLikeness:
    first, second = rows_of([one, other], language, encoder)
    return compare_texts(one, other, nearness(first, second), language)


def _row(found: list[TextLikeness]) -> Iterator[str]:
    """Go through what was found: from least to most of each sign, and how many pairs are shown."""
    for sign in ("copied", "wording", "meaning"):
        values = [getattr(each, sign) for each in found]
        yield f"{sign} {min(values):.2f}-{max(values):.2f}"
    yield f"shown {sum(bool(each.signs) for each in found)} of {len(found)}"


def _measure_size(encoder: Encoder) -> None:
    chance = random.Random(5)  # noqa: S311 -- invented texts
    for language in ("ru", "kk"):
        works = _large_contest(language, chance)
        whole, again = (_seconds(partial(compare, works, encoder, Path())) for _ in range(2))
        print("found", len(compare(works, encoder, Path()).found))
        print(
            f"{language}: {ENTRIES} with {ENTRIES} earlier: {whole:.1f} s, texts known to the encoder {again:.1f} s"
        )
    bits = np.random.default_rng(5).integers(0, 2**63, (PICTURES, 2), dtype=np.int64)
    seen = [Seen(int(plain), int(mirrored)) for plain, mirrored in bits]
    print(f"hashes of {PICTURES} pictures: {_seconds(lambda: alike_pictures(seen, PICTURES // 2)):.1f} s")


def _large_contest(language: str, chance: random.Random) -> Works:
    """Return a contest in which every fortieth work borrows thirty words of another."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    known = sorted({word for row in rows if row["language"] == language for word in compared_words([row["own"]])})
    texts = [[chance.choice(known) for _ in range(WORDS)] for _ in range(2 * ENTRIES)]
    for place in range(0, ENTRIES, 40):
        texts[place][20:50] = texts[chance.randrange(ENTRIES, 2 * ENTRIES)][60:90]
    return Works(tuple(Work(uuid4(), language, tuple(text), ()) for text in texts), ENTRIES)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
