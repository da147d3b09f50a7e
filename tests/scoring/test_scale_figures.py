"""The measurements of the scale themselves, at tiny sizes: that they run to their end."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks import scoring_scale
from benchmarks.scoring_counts import dispersion, place_by_poisson, simulate_counts
from benchmarks.scoring_themes import fit
from contest_app.scoring.encoders import Encoder

SECTIONS = (
    scoring_scale.recoveries,
    scoring_scale.growth,
    scoring_scale.links,
    scoring_scale.fits,
    scoring_scale.fairness,
    scoring_scale.norm_intervals,
    scoring_scale.count_models,
)


@pytest.mark.parametrize("measure", SECTIONS, ids=lambda each: each.__name__)
def test_a_table_is_measured_at_a_tiny_size_too(measure: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring_scale, "RUNS", 1)

    lines = measure().splitlines()

    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) > 3
    assert len({row.count("|") for row in rows}) == 1
    assert not any("nan" in row for row in rows)


def test_real_counts_are_measured_where_the_data_are(data: Path) -> None:
    assert "English, box and rope | 171 |" in scoring_scale.real_counts(data / "scoring")


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("Poisson", 0.9, 1.1),
        ("item by person", 1.1, 2.0),
        ("overdispersed", 1.5, 9.0),
        ("underdispersed", 0.3, 0.7),
    ],
)
def test_counts_are_as_dispersed_as_their_kind(kind: str, least: float, most: float) -> None:
    drawn = simulate_counts(0, kind, mean=6.0, people=2_000, items=4, each=4)

    assert least < dispersion(drawn.counts) < most


def test_the_poisson_model_finds_the_traits_behind_poisson_counts() -> None:
    drawn = simulate_counts(0, "Poisson", mean=8.0)

    found = place_by_poisson(drawn.counts)

    inside = (found.low < drawn.traits) & (drawn.traits < found.high)
    assert np.corrcoef(found.value, drawn.traits)[0, 1] > 0.85
    assert 0.75 <= inside.mean() <= 0.85


def test_the_distance_of_themes_finds_more_of_what_belongs_than_of_what_does_not(fast: Encoder) -> None:
    ideas = {
        "door": ("a doorstop", "to hold the door open", "stop the door from closing"),
        "paper": ("a paperweight", "keep papers from flying away", "weight for a pile of paper"),
        "hammer": ("use it as a hammer", "hammer nails with it", "hit a nail"),
        "wall": ("build a wall", "a small wall for the garden", "part of a wall"),
    }
    texts = [("brick", idea, text) for idea, own in ideas.items() for text in own]

    found = fit(fast, "en", texts)

    assert found.found > 0.6
    assert found.false < 0.4
