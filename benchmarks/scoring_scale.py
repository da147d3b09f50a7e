"""Measure the scale over items on simulated pupils: ``python -m benchmarks.scoring_scale OUT.md [DATA_FOLDER]``.

With the folder, the dispersion of real counts of ideas is measured too.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.scoring_counts import KINDS, dispersion, place_by_poisson, simulate_counts
from benchmarks.scoring_simulation import Noise, halves, normal_noise, simulate, skewed_noise
from contest_app.scoring.change import Verdict
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.fairness.item_bias import ItemBias, biases
from contest_app.scoring.norms import Norm, Percentile, percentile
from contest_app.scoring.scale.fitting import TYPICAL_PEOPLE, fit_scale
from contest_app.scoring.scale.growth import changes
from contest_app.scoring.scale.item_fit import ItemFit, item_fits
from contest_app.scoring.scale.linking import link
from contest_app.scoring.scale.placing import Placement, place
from contest_app.scoring.scale.table import FloatArray, ScoreTable

QUANTILE = 1.2815516  # of the standard normal distribution, for an 80 % interval
RUNS = 100
RAW_POOLS = {
    "English, box and rope": "raw_en_box_rope.csv",
    "Russian, newspaper and ruler": "raw_ru_newspaper_ruler.csv",
}

Row = tuple[str, ...]


def section(title: str, about: str, header: Row, rows: Iterable[Row]) -> str:
    """Return a heading, what was measured, and a table, as Markdown."""
    lines = "\n".join(f"| {' | '.join(line)} |" for line in (header, tuple("---" for _ in header), *rows))
    return f"## {title}\n\n{about}\n\n{lines}\n"


def shown(value: float) -> str:
    """Return a figure with two decimals, without the nought before the point."""
    return f"{round(value, 2) + 0.0:.2f}".replace("0.", ".", 1)  # adding nought takes the sign off -0


def values_of(places: Sequence[Placement]) -> FloatArray:
    """Return the shrunk estimates with their errors, (n_people, 2)."""
    return np.array([(each.shrunk.value, each.shrunk.standard_error) for each in places])


def own_of(places: Sequence[Placement]) -> FloatArray:
    """Return the unshrunk estimates with their errors, (n_people, 2); NaN without items."""
    return np.array([(each.own.value, each.own.standard_error) if each.own else (np.nan, np.nan) for each in places])


def covered(estimates: FloatArray, truth: FloatArray) -> float:
    """Return the share of people whose truth lies in the 80 % interval."""
    told = np.isfinite(estimates[:, 0])
    return float(np.mean(np.abs(estimates[told, 0] - truth[told]) < QUANTILE * estimates[told, 1]))


@dataclass(frozen=True, slots=True)
class Design:
    """A sample to simulate, and how its scale is fitted."""

    name: str
    people: int
    items: int
    each: int
    means: tuple[float, ...] = (0.0,)
    noise: Noise = normal_noise
    typical_people: float = TYPICAL_PEOPLE

    def recovery(self, seed: int) -> tuple[float, ...]:
        """Return the figures of one sample, in the columns of `recoveries`."""
        drawn = simulate(seed, self.people, self.items, self.each, self.means, self.noise)
        scale = fit_scale(drawn.table, drawn.populations, typical_people=self.typical_people)
        places = place(scale, drawn.table, drawn.populations)
        estimates = values_of(places)
        one, two = (own_of(place(scale, half)) for half in halves(drawn.table, seed))
        apart = np.column_stack([one[:, 0] - two[:, 0], np.hypot(one[:, 1], two[:, 1])])
        return (
            covered(estimates, drawn.traits),
            covered(own_of(places), drawn.traits),
            float(1 - np.mean(estimates[:, 1] ** 2)),
            float(np.corrcoef(estimates[:, 0], drawn.traits)[0, 1] ** 2),
            float(np.sqrt(np.mean((scale.discriminations - drawn.discriminations) ** 2))),
            float(np.nanmean(apart[:, 0])),
            covered(apart, np.zeros(len(apart))),
        )


DESIGNS = (
    Design("100 people, 4 of 6 items", 100, 6, 4),
    Design("150, 4 of 12", 150, 12, 4),
    Design("150, 4 of 12, no typical item", 150, 12, 4, typical_people=0.0),
    Design("300, 4 of 12", 300, 12, 4),
    Design("300, 4 of 12, no typical item", 300, 12, 4, typical_people=0.0),
    Design("1,000, 6 of 24", 1_000, 24, 6),
    Design("400, 4 of 12, three grade bands", 400, 12, 4, means=(-0.7, 0.0, 0.7)),
    Design("400, 4 of 12, skewed residuals", 400, 12, 4, noise=skewed_noise),
)


def mean_of_runs(measure: Callable[[int], tuple[float, ...]]) -> FloatArray:
    """Return the means of a measure over `RUNS` seeds."""
    return np.asarray(np.nanmean([measure(seed) for seed in range(RUNS)], axis=0))


def recoveries() -> str:
    """Tell whether people and items come back, and whether different sets of items agree."""
    rows = []
    for design in DESIGNS:
        figures = mean_of_runs(design.recovery)
        rows.append((design.name, *(shown(figure) for figure in figures)))
    return section(
        "Recovery",
        f"Means over {RUNS} simulated samples. Coverage: share of people whose true trait lies in the 80 % interval. "
        "Halves: each person's items dealt into two sets without a common item, and the two results compared.",
        (
            "sample",
            "coverage, shrunk",
            "coverage, own",
            "reliability claimed",
            "true",
            "error of discriminations",
            "halves: mean difference",
            "coverage of the difference",
        ),
        rows,
    )


TRANSFORMATIONS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "√(count + 3/8)": lambda counts: np.sqrt(counts + 3 / 8),
    "log(count + 1)": np.log1p,
}


def count_models() -> str:
    """Tell which model of counts has honest errors."""
    rows = []
    for kind in KINDS:
        for mean in (2.0, 4.0, 8.0):
            figures = mean_of_runs(partial(_count_figures, kind=kind, mean=mean))
            rows.append((kind, f"{mean:g}", *(shown(figure) for figure in figures)))
    header = ["counts", "mean count", "Poisson model: coverage", "r"]
    header += [cell for name in TRANSFORMATIONS for cell in (f"{name}: coverage", "r")]
    return section(
        "Counts of ideas",
        f"Means over {RUNS} samples of 500 people with 4 of 8 items: coverage of the 80 % interval, and correlation "
        "of the estimate with the true trait.",
        tuple(header),
        rows,
    )


def _count_figures(seed: int, kind: str, mean: float) -> tuple[float, ...]:
    drawn = simulate_counts(seed, kind, mean)
    poisson = place_by_poisson(drawn.counts)
    inside = float(np.mean((poisson.low < drawn.traits) & (drawn.traits < poisson.high)))
    figures = [inside, float(np.corrcoef(poisson.value, drawn.traits)[0, 1])]
    for transform in TRANSFORMATIONS.values():
        names = tuple(str(number) for number in range(drawn.counts.shape[1]))
        people = tuple(str(number) for number in range(len(drawn.counts)))
        table = ScoreTable(people, names, transform(drawn.counts))
        estimates = values_of(place(fit_scale(table), table))
        figures += [covered(estimates, drawn.traits), float(np.corrcoef(estimates[:, 0], drawn.traits)[0, 1])]
    return tuple(figures)


def real_counts(data: Path) -> str:
    """Tell how regular real counts are."""
    rows = []
    for name, file in RAW_POOLS.items():
        with (data / file).open(encoding="utf-8", newline="") as lines:
            given = Counter((row["person"], row["prompt"]) for row in csv.DictReader(lines))
        people, prompts = sorted({person for person, _ in given}), sorted({prompt for _, prompt in given})
        counts = np.array([[given[person, prompt] for prompt in prompts] for person in people], dtype=np.float64)
        counts = counts[(counts > 0).all(axis=1)]
        rows.append((name, str(len(counts)), f"{counts.mean():.1f}", shown(dispersion(counts))))
    return section(
        "Real counts",
        "Variance of people's counts about what their own total and the item foretell, divided by Poisson's (pools "
        "of Merseal et al., MultiSemDis).",
        ("pool", "people", "mean count", "dispersion"),
        rows,
    )


def fits() -> str:
    """Tell how often item fit rejects good items, and bad ones."""
    rows = []
    for name, spoil in (("as the model", _as_it_is), ("one item with a ceiling", _with_ceiling)):
        others, first = np.array([_flagged(seed, spoil) for seed in range(RUNS)]).T
        rows.append((name, shown(float(others.mean())), shown(float(first.mean()))))
    return section(
        "Item fit",
        f"Share of items with p < .05 over {RUNS} samples of 500 people with 5 of 10 items.",
        ("items", "the other items", "the first item"),
        rows,
    )


def _as_it_is(scores: FloatArray) -> FloatArray:
    return scores


def _with_ceiling(scores: FloatArray) -> FloatArray:
    """Return scores that rise no further for the upper half."""
    return np.minimum(scores, np.nanmedian(scores))


def _flagged(seed: int, spoil: Callable[[FloatArray], FloatArray]) -> tuple[float, float]:
    """Return the share of the other items, and of the first, that the test rejects."""
    drawn = simulate(seed, 500, 10, 5)
    scores = drawn.table.scores.copy()
    scores[:, 0] = spoil(scores[:, 0])
    table = ScoreTable(drawn.table.people, drawn.table.items, scores)
    found = item_fits(fit_scale(table), table)
    rejected = [each.p_value < 0.05 for each in found.values() if isinstance(each, ItemFit)]
    return float(np.mean(rejected[1:])), float(rejected[0])


def fairness() -> str:
    """Tell how often the test of item bias rejects fair items, and unfair ones."""
    rows = []
    for people in (250, 500, 1000):
        for gap in (0.0, 0.6):
            for unfair in (0.0, 0.4):
                figures = mean_of_runs(partial(_bias_figures, people=people, gap=gap, unfair=unfair))
                rows.append((str(people), f"{gap:g}", f"{unfair:g}", *(shown(figure) for figure in figures)))
    return section(
        "Item bias",
        f"Means over {RUNS} samples with 5 of 8 items. Gap: true difference of the groups' traits, no bias. Unfair: "
        "how much harder the first item was made for the focal group, in its standard deviations.",
        (
            "people a group and item",
            "gap",
            "unfair",
            "fair items with p < .05",
            "fair items of class C",
            "first item: difference found",
            "first item of class B or C",
        ),
        rows,
    )


def _bias_figures(seed: int, people: int, gap: float, unfair: float) -> tuple[float, ...]:
    drawn = simulate(seed, 2 * people * 8 // 5, 8, 5, (0.0, -gap))  # so many a group answer an item
    focal = np.array(drawn.populations) == 1
    scores = drawn.table.scores.copy()
    scores[focal, 0] -= unfair * np.nanstd(scores[:, 0])
    found = biases(ScoreTable(drawn.table.people, drawn.table.items, scores), focal.tolist())
    told = {name: each for name, each in found.items() if isinstance(each, ItemBias)}
    first = told.pop(drawn.table.items[0], None)
    fair = list(told.values())
    return (
        float(np.mean([each.test.p_value < 0.05 for each in fair])) if fair else np.nan,
        float(np.mean([each.bias == "C" for each in fair])) if fair else np.nan,
        first.standardised if first else np.nan,
        float(first.bias != "A") if first else np.nan,
    )


def growth() -> str:
    """Tell how often a change is found that is there or is not, with other items at each sitting."""
    rows = []
    for moved in (0.0, 0.5, 1.0):
        figures = mean_of_runs(partial(_growth_figures, moved=moved))
        rows.append((f"{moved:g}", *(shown(figure) for figure in figures)))
    return section(
        "Change between two sittings with different items",
        f"Means over {RUNS} samples: items fitted on 500 people with 8 of 16; then 200 people with 6 items at the "
        "first sitting and 6 others at the second, moved by so many standard deviations of the trait.",
        ("moved", "mean change found", "coverage of the 80 % interval", "rose reliably", "fell reliably"),
        rows,
    )


def _growth_figures(seed: int, moved: float) -> tuple[float, ...]:
    drawn = simulate(seed, 700, 16, 16)
    norm, pupils = drawn.table.scores[:500].copy(), drawn.table.scores[500:]
    norm[np.random.default_rng(seed).random(norm.shape).argsort(axis=1) >= 8] = np.nan
    names = drawn.table.people
    scale = fit_scale(ScoreTable(names[:500], drawn.table.items, norm))
    before, after = np.full(pupils.shape, np.nan), np.full(pupils.shape, np.nan)
    before[:, :6] = pupils[:, :6]
    after[:, 6:12] = pupils[:, 6:12] + moved * drawn.discriminations[6:12]
    tables = (ScoreTable(names[500:], drawn.table.items, scores) for scores in (before, after))
    found = list(changes(scale, *tables).values())
    moves = np.array([(each.moved.value, each.moved.standard_error) for each in found])
    verdicts = Counter(each.verdict for each in found)
    return (
        float(moves[:, 0].mean()),
        covered(moves, np.full(len(moves), moved)),
        verdicts[Verdict.ROSE] / len(found),
        verdicts[Verdict.FELL] / len(found),
    )


def links() -> str:
    """Tell how well two separately fitted scales join through common items."""
    rows = []
    for shared in (3, 6, 10):
        found = np.array([_link_figures(seed, shared) for seed in range(RUNS)])
        mean, told = found.mean(axis=0)
        rows.append((str(shared), shown(mean), shown(float(found[:, 0].std())), shown(told)))
    return section(
        "Linking through common items",
        f"{RUNS} pairs of samples of 400 people with all of 10 items; the second sample's mean is half a standard "
        "deviation higher. How far the shift that was found is from the difference of the two samples' true traits.",
        ("shared items", "mean", "standard deviation", "error told"),
        rows,
    )


def _link_figures(seed: int, shared: int) -> tuple[float, float]:
    drawn = simulate(seed, 800, 10, 10, (0.0, 0.5))
    second = np.array(drawn.populations, dtype=bool)
    names = np.array(drawn.table.people)
    one = ScoreTable(tuple(names[~second]), drawn.table.items, drawn.table.scores[~second])
    own_names = tuple(name if number < shared else f"other {name}" for number, name in enumerate(drawn.table.items))
    two = ScoreTable(tuple(names[second]), own_names, drawn.table.scores[second])
    truth = (drawn.traits[second].mean() - drawn.traits[~second].mean()) / drawn.traits[~second].std()
    shift = link(fit_scale(one), fit_scale(two)).shift
    return float(shift.value - truth), shift.standard_error


def norm_intervals() -> str:
    """Tell how often the interval of a percentile holds the percentile in the population."""
    rows = []
    for people in (100, 300, 1000):
        for name, decimals in (("continuous", 9), ("whole numbers", 0)):
            inside = [_percentile_holds(seed, people, decimals) for seed in range(10 * RUNS)]
            rows.append((str(people), name, shown(float(np.mean(inside)))))
    return section(
        "Intervals of percentiles",
        f"Share of {10 * RUNS} norm samples whose 95 % interval holds the percentile in the population.",
        ("people", "scores", "coverage"),
        rows,
    )


def _percentile_holds(seed: int, people: int, decimals: int) -> bool:
    generator = np.random.default_rng(seed)
    population = np.sort(np.round(2 * np.random.default_rng(0).normal(size=200_000) + 5, decimals))
    scores = generator.choice(population, people)
    score = float(generator.choice(population))
    truth = 50 * (np.searchsorted(population, score) + np.searchsorted(population, score, "right")) / len(population)
    found = percentile(Estimate(score, 0.0), Norm(tuple(np.sort(scores).tolist())))
    assert isinstance(found, Percentile)
    return bool(found.low <= truth <= found.high)


def main() -> None:
    """Measure everything and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("data", type=Path, nargs="?")
    options = parser.parse_args()
    sections = [measure() for measure in (recoveries, growth, links, fits, fairness, norm_intervals, count_models)]
    if options.data:
        sections.append(real_counts(options.data))
    command = "python -m benchmarks.scoring_scale docs/scoring/norms_figures.md DATA_FOLDER"
    head = f"# Figures of the scale and the norms\n\nMade by `{command}`, on simulated pupils but where said.\n"
    options.output.write_text("\n".join([head, *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
