"""Judges and entries that do not go with the scale."""

from dataclasses import replace

import numpy as np
import pytest

from contest_app.scoring.pairwise.comparisons import Comparison, Preferred
from contest_app.scoring.pairwise.misfit import fit_of_entries, fit_of_judges
from contest_app.scoring.pairwise.model import pairwise_scale
from contest_app.scoring.pairwise.plan import Planned, pairing_plan

ENTRIES = [f"{number:02}" for number in range(12)]
JUDGES = ["Ainur", "Bolat", "Dana", "Erlan"]
PLAN = pairing_plan(ENTRIES, JUDGES, of_each=22, seed=4)


def said(plan: list[Planned], seed: int, ties: float = 0.3) -> list[Comparison]:
    random = np.random.default_rng(seed)
    truth = dict(zip(ENTRIES, random.normal(0, 1.5, len(ENTRIES)), strict=True))
    gaps = [truth[each.first] - truth[each.second] + random.logistic() for each in plan]
    return [
        Comparison(
            each.first,
            each.second,
            Preferred.TIE if abs(gap) < ties else Preferred.FIRST if gap > 0 else Preferred.SECOND,
            each.judge,
        )
        for each, gap in zip(plan, gaps, strict=True)
    ]


def test_judges_who_see_alike_have_a_mean_square_of_one_and_a_standard_normal_z() -> None:
    finals = [(pairwise_scale(rows), rows) for rows in (said(PLAN, trial) for trial in range(120))]

    fits = [fit for scale, rows in finals if not scale.is_drawn_in for fit in fit_of_judges(scale, rows)]
    drawn_in = [fit for scale, rows in finals if scale.is_drawn_in for fit in fit_of_judges(scale, rows)]

    assert np.mean([fit.infit for fit in fits]) == pytest.approx(1.0, abs=0.03)
    assert np.mean([fit.z for fit in fits]) == pytest.approx(0.0, abs=0.15)
    assert np.std([fit.z for fit in fits]) == pytest.approx(1.0, abs=0.15)
    assert np.mean([fit.is_strange for fit in fits]) < 0.04
    assert np.mean([fit.is_strange for fit in drawn_in]) < 0.04


def test_a_judge_who_says_the_opposite_is_found() -> None:
    turned = {Preferred.FIRST: Preferred.SECOND, Preferred.SECOND: Preferred.FIRST, Preferred.TIE: Preferred.TIE}
    rows = [replace(row, preferred=turned[row.preferred]) if row.judge == "Dana" else row for row in said(PLAN, 3)]

    strange = [fit.name for fit in fit_of_judges(pairwise_scale(rows), rows) if fit.is_strange]

    assert strange == ["Dana"]


def test_an_entry_that_judges_quarrel_about_is_found() -> None:
    # Half of the jury finds 00 the best of all, half the worst.
    rows = [
        replace(
            row, preferred=Preferred.FIRST if (row.first == "00") == (row.judge in JUDGES[:2]) else Preferred.SECOND
        )
        if "00" in {row.first, row.second}
        else row
        for row in said(PLAN, 6)
    ]

    fits = fit_of_entries(pairwise_scale(rows), rows)

    assert max(fits, key=lambda fit: fit.z).name == "00"


def test_comparisons_of_other_entries_are_refused() -> None:
    scale = pairwise_scale(said(PLAN, 1))

    with pytest.raises(ValueError, match="other entries"):
        fit_of_judges(scale, [Comparison("x", "y", Preferred.FIRST)])


def test_comparisons_that_cannot_surprise_tell_nothing() -> None:
    rows = [Comparison("a", "b", Preferred.FIRST, "Ainur")]

    assert all(np.isfinite([fit.infit, fit.z]).all() for fit in fit_of_judges(pairwise_scale(rows), rows))
