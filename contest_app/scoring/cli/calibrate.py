"""``calibrate RATINGS.csv --facets judge,examinee,trait --rating rating``: how severe each judge is."""

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from contest_app.scoring.cli import options as shared
from contest_app.scoring.severity.additive.fitting import fit_additive
from contest_app.scoring.severity.rasch.bias import bias_of
from contest_app.scoring.severity.rasch.fitting import fit_rasch
from contest_app.scoring.severity.rasch.model import RaschModel, floating_facet
from contest_app.scoring.severity.ratings import Ratings, ratings_of
from contest_app.scoring.severity.reports import Report, additive_report, rasch_report
from contest_app.scoring.tables import BadInput, Table, read_table

ANCHORS = ("facet", "element", "measure")
_PAIR = 2


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("calibrate", help="estimate the severity of judges and fair averages")
    shared.add_input(command, "a column for each facet and one of ratings, a rating a row; an empty rating is a gap")
    command.add_argument("--facets", type=_names, required=True, help="columns of the facets: judge,examinee,trait")
    command.add_argument("--rating", required=True, help="column of the ratings")
    command.add_argument("--model", choices=("rasch", "additive"), default="rasch", help="default: rasch")
    command.add_argument(
        "--negative",
        type=_names,
        default=(),
        help="facets whose measures lower ratings: judge,trait (default: none)",
    )
    command.add_argument("--judges", help="the judges' facet, which is not centred (default: judge, else the first)")
    command.add_argument("--bias", type=_pair, help="two facets whose terms of bias are wanted: judge:examinee")
    command.add_argument("--partial-credit", help="facet each of whose elements has thresholds of its own")
    command.add_argument("--anchors", type=Path, help=f"CSV with {', '.join(ANCHORS)}: measures that are fixed")
    shared.add_json(command)
    command.set_defaults(run=run)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _pair(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(":"))
    if len(set(names)) != len(names) or len(names) < _PAIR or not all(names):
        raise argparse.ArgumentTypeError(f"'{text}' is no pair of facets as judge:examinee")
    return names


def run(options: argparse.Namespace) -> int:
    """Estimate, and print JSON or a table; what cannot be compared, or did not converge, is told as a warning."""
    ratings = ratings_in(options.input, options.facets, options.rating)
    with threadpool_limits(1):  # matrices are small: more threads would wait for each other
        report = _additive(ratings, options) if options.model == "additive" else _rasch(ratings, options)
    for warning in _warnings(report):
        print(f"warning: {warning}", file=sys.stderr)
    if report["fully_crossed"]:
        print("note: the whole jury rated the same: severity cancels, places stay the raw ones", file=sys.stderr)
    if options.json:
        shared.print_figures(report)
    else:
        print("\n".join(_lines(report)))
    return 0


def ratings_in(path: Path, facets: Sequence[str], rating: str) -> Ratings:
    """Return the ratings of a file; rows with an empty rating are left out. Raises BadInput and CannotEstimate."""
    if len(set(facets)) != len(facets) or rating in facets:
        raise BadInput("each facet and the rating need a column of their own")
    keys = [name.lower() for name in (*facets, rating)]
    table = read_table(path, keys)
    values = [_number(cell, line) for cell, line in zip(table.required(keys[-1]), table.lines, strict=True)]
    rated = [row for row, value in enumerate(values) if not math.isnan(value)]
    columns = {name: _elements(table, name, rated) for name in facets}
    return ratings_of(columns, [values[row] for row in rated])


def _number(cell: str, line: int, what: str = "rating") -> float:
    """Return a number with a decimal point or comma; NaN for an empty cell. Raises BadInput."""
    if not cell:
        return math.nan
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(f"line {line}: the {what} '{cell}' is no number")
    return value


def _elements(table: Table, facet: str, rows: Sequence[int]) -> list[str]:
    cells = table.required(facet.lower())
    for row in rows:
        if not cells[row]:
            raise BadInput(f"line {table.lines[row]}: the {facet} is missing")
    return [cells[row] for row in rows]


def _rasch(ratings: Ratings, options: argparse.Namespace) -> Report:
    model = RaschModel(
        negative=frozenset(options.negative),
        floating=options.judges,
        partial_credit=options.partial_credit,
        anchors=_anchors(options.anchors) if options.anchors else {},
    )
    fit = fit_rasch(ratings, model)
    return rasch_report(fit, bias_of(fit, options.bias) if options.bias else None)


def _additive(ratings: Ratings, options: argparse.Namespace) -> Report:
    for name in ("bias", "partial_credit", "anchors"):
        if getattr(options, name):
            raise BadInput(f"--{name.replace('_', '-')} belongs to --model rasch")
    for name in options.negative:
        ratings.facet(name)
    judge = ratings.facets[floating_facet(ratings, options.judges)]
    return additive_report(fit_additive(ratings, judge), options.negative)


def _anchors(path: Path) -> Mapping[str, Mapping[str, float]]:
    """Return the fixed measures of a file, by facet and element. Raises BadInput."""
    table = read_table(path, ANCHORS)
    anchors: dict[str, dict[str, float]] = {}
    for facet, element, cell, line in zip(*map(table.required, ANCHORS), table.lines, strict=True):
        if not cell:
            raise BadInput(f"{path}, line {line}: the measure is missing")
        anchors.setdefault(facet, {})[element] = _number(cell, line, "measure")
    return anchors


def _warnings(report: Report) -> list[str]:
    """Return what keeps the figures from being believed or compared."""
    found = []
    if not report["converged"]:
        found.append("the estimates did not settle; they are no maximum")
    if report["components"] > 1:
        found.append(f"{report['components']} parts that no rating joins: their measures cannot be compared")
    for facet, count in report.get("subsets", {}).items():
        if count > report["components"]:
            found.append(f"{facet}: {count} sets that cannot be compared, for want of common ratings")
    return found


_COLUMNS = ("element", "measure", "se", "infit", "outfit", "fair_average", "average", "n")


def _lines(report: Report) -> list[str]:
    """Return the report as aligned text."""
    lines = []
    for facet, rows in report["facets"].items():
        sign = "lowers" if facet in report["negative"] else "raises"
        lines += [f"{facet} (a higher measure {sign} a rating)", *_aligned(rows, (*_COLUMNS, "extreme")), ""]
    for title in ("thresholds", "bias"):
        if report[title]:
            lines += [title, *_aligned(report[title], tuple(report[title][0])), ""]
    if report.get("bias_summary"):
        lines += [_chi_square(report["bias_summary"]), ""]
    for row in report.get("variances", ()):
        lines.append(f"variance of {' x '.join(row['facets']) or 'accident'}: {row['variance']:.4f}")
    settled = "converged" if report["converged"] else "NOT converged"
    return [*lines, f"{report['ratings']} ratings, {report['components']} component(s), {settled}"]


def _chi_square(summary: Report) -> str:
    return f"no bias at all: chi-square {summary['chi2_fixed']:.1f}, df {summary['df']}, p {summary['p']:.4f}"


def _aligned(rows: Sequence[Report], columns: Sequence[str]) -> list[str]:
    cells = [list(columns), *([_cell(name, row.get(name)) for name in columns] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(_justified, line, widths, range(len(widths)))).rstrip() for line in cells]


def _justified(cell: str, width: int, place: int) -> str:
    return cell.rjust(width) if place else cell.ljust(width)


def _cell(column: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    return f"{value:g}" if column in {"category", "obs"} else f"{value:.2f}"
