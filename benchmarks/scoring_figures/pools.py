"""Pools of real answers: how the measures that need no ratings follow ratings, and the rater in Russian."""

from pathlib import Path

from benchmarks.scoring_figures.data import PROFILES, RAW_POOLS, read
from benchmarks.scoring_figures.report import Section, shown
from contest_app.scoring.encoders import load_encoder
from contest_app.scoring.evaluation import Agreement, evaluate
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.rater.saving import shipped_rater
from contest_app.scoring.rating import Answer, rate
from contest_app.scoring.scored import ScoredIdea

TITLE = "Raw pools without ratings"


def raw_pools(data: Path) -> Section:
    """Measure rarity, distance and length against the mean rating; in Russian the rater too."""
    rows = []
    for language, name in RAW_POOLS.items():
        table = read(data / name)
        answers = [Answer(row["prompt"], row["person"], row["response"], language) for row in table]
        ratings, prompts = [float(row["rating"]) for row in table], [row["prompt"] for row in table]
        for profile in PROFILES:
            scored = rate(answers, load_encoder(profile), shipped_rater(profile), load_meaning())
            for measure, values in _measures(scored, language).items():
                rows.append((language, profile, measure, *_correlations(evaluate(values, ratings, prompts))))
    return Section(
        TITLE,
        "Correlation with the raters' mean; `within` is the mean over prompts of Pearson's r. Box and rope: 171 "
        "people; newspaper and ruler: 111 adults (Merseal et al., MultiSemDis). Nothing was fitted to them. The "
        "rater learnt from English ratings alone, the ones of this English pool among them: for that it is "
        "measured in Russian alone.",
        ("language", "profile", "measure", "r", "rho", "within", "n"),
        rows,
    )


def _measures(scored: list[ScoredIdea], language: str) -> dict[str, list[float | None]]:
    measures: dict[str, list[float | None]] = {
        "rarity": [idea.rarity for idea in scored],
        "distance": [idea.distance for idea in scored],
        "elaboration": [float(idea.elaboration) for idea in scored],
    }
    if language == "ru":
        measures["rater"] = [idea.rating.value if idea.rating else None for idea in scored]
    return measures


def _correlations(figures: Agreement) -> tuple[str, ...]:
    return shown(figures.r), shown(figures.rho), shown(figures.r_within), str(figures.n)
