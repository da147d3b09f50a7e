"""``python -m contest_app.judging.allocation``: share entries out among judges, from files to a file.

Exit status: 0 with a plan; 2 where there is none, or the files or options are no good. The reason is told in
words on the error stream, and with ``--json`` as JSON on the output; the plan's file is then left as it was.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from contest_app.judging.allocation import files
from contest_app.judging.allocation.facts import Infeasible
from contest_app.judging.allocation.planning import allocate, plan_again
from contest_app.judging.allocation.problem import Connection, Pair, Plan, Problem, Wish, change
from contest_app.judging.allocation.words import sentences

NO_PLAN = 2


@dataclass(frozen=True, slots=True)
class _Task:
    """What the files ask for; ``present`` is None where nothing is assigned yet."""

    problem: Problem
    present: frozenset[Pair] | None
    warnings: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a plan, write it, print its figures, and return the exit status."""
    options = _parser().parse_args(arguments)
    start = time.perf_counter()
    try:
        task = _task(options)
        found = allocate(task.problem) if task.present is None else plan_again(task.problem, task.present)
        if isinstance(found, Plan):
            files.write_plan(options.output, found.pairs)
    except files.BadFiles as bad:
        return _refuse(bad.told, {"error": bad.told}, as_json=options.json)
    except OSError as error:
        return _refuse([str(error)], {"error": [str(error)]}, as_json=options.json)
    seconds = round(time.perf_counter() - start, 3)
    if isinstance(found, Infeasible):
        words = [each.english for each in sentences(found, {})]
        content = {"feasible": False, "words": words, **found.as_content(), "seconds": seconds}
        return _refuse(["there is no such plan.", *words], content, as_json=options.json)
    _print_plan(_figures(task, found, seconds), as_json=options.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contest_app.judging.allocation", description=__doc__)
    add = parser.add_argument
    add("--entries", type=Path, required=True, help="CSV: entry, nomination, language, school")
    add("--judges", type=Path, required=True, help="CSV: judge, languages, expertise (split by |), school, max_load")
    add("--conflicts", type=Path, help="CSV: judge, entry – never together")
    add("--reviews", type=_positive, required=True, help="judges for each entry")
    add("--band", type=_share, default=Fraction(1, 10), help="loads differ from the mean by this share, or by one")
    add("--widen", action="store_true", help="where the band cannot be kept, take the narrowest that can")
    add("--seed", type=int, default=0, help="breaks ties; the same seed gives the same plan")
    add("--specialist", choices=[each.value for each in Wish], default="no", help="a specialist on each entry")
    add("--schools-apart", choices=[each.value for each in Wish], default="wished", help="one judge of a school each")
    add("--connect", choices=[each.value for each in Connection], default="nomination", help="what hangs together")
    add("--present", type=Path, help="CSV: entry, judge – an earlier plan, of which as little as possible is moved")
    add("--fixed", type=Path, help="CSV: entry, judge – finished pairs, which stay")
    add("-o", "--output", type=Path, required=True, help="CSV to write: entry, judge")
    add("--json", action="store_true", help="print figures, or the reason, as JSON")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _share(text: str) -> Fraction:
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError("a share like 0.10") from None
    if share < 0:
        raise argparse.ArgumentTypeError("not below 0")
    return share


def _task(options: argparse.Namespace) -> _Task:
    """Read the files. Raises BadFiles, OSError."""
    if options.output.is_dir() or not options.output.absolute().parent.is_dir():
        raise files.BadFiles([f"{options.output} cannot be written: no such folder, or a folder itself"])
    entries, judges = files.read_entries(options.entries), files.read_judges(options.judges)
    conflicts, fixed, present = (
        files.read_pairs(path) if path else {} for path in (options.conflicts, options.fixed, options.present)
    )
    problem = Problem(
        entries=entries,
        judges=judges,
        reviews=options.reviews,
        seed=options.seed,
        conflicts=frozenset(conflicts),
        fixed=frozenset(fixed),
        band=options.band,
        widens=options.widen,
        schools_apart=Wish(options.schools_apart),
        specialist=Wish(options.specialist),
        connection=Connection(options.connect),
    )
    told = files.strangers(conflicts, (each.judge for each in judges), (each.entry for each in entries))
    return _Task(problem, frozenset(present) if options.present else None, told)


def _figures(task: _Task, plan: Plan, seconds: float) -> dict[str, Any]:
    figures = {
        "feasible": True,
        "objective": plan.cost,
        "flow_optimum": plan.optimum,
        "gap": plan.gap,
        "proved": plan.is_proved,
        "pairs": len(plan.pairs),
        "band": {"least": plan.band.least, "most": plan.band.most},
        "loads": dict(plan.loads),
        "outside_band": list(plan.outside),
        "components": plan.components_in_all,
        "components_by_nomination": dict(plan.components),
        "two_of_one_school": list(plan.one_school),
        "without_specialist": list(plan.without_specialist),
        "seed": task.problem.seed,
        "seconds": seconds,
        "warnings": task.warnings,
    }
    if task.present is not None:
        moved = change(task.present, plan.pairs)
        figures["moved"] = {"kept": len(moved.kept), "dropped": len(moved.dropped), "added": len(moved.added)}
    return figures


def _print_plan(figures: Mapping[str, Any], *, as_json: bool) -> None:
    for warning in figures["warnings"]:
        print(f"warning: {warning}", file=sys.stderr)
    if as_json:
        print(json.dumps(figures, indent=2, ensure_ascii=False))
        return
    loads, split = Counter(figures["loads"].values()), figures["components_by_nomination"]
    proof = "proved: no plan is cheaper" if figures["proved"] else "not proved: the gap is the most it can be off"
    print(f"objective   {figures['objective']} outside expertise, of {figures['pairs']} pairs")
    print(f"gap         {figures['gap']} above the flow's optimum {figures['flow_optimum']} ({proof})")
    print(f"loads       {_told_loads(loads)}; band {figures['band']['least']} to {figures['band']['most']}")
    print(f"components  {figures['components']}; by nomination: {_told_counts(split)}")
    for name in ("outside_band", "two_of_one_school", "without_specialist"):
        if figures[name]:
            print(f"{name}: {', '.join(figures[name])}")
    if "moved" in figures:
        print(f"moved       {_told_counts(figures['moved'])}")
    print(f"seconds     {figures['seconds']}")


def _told_loads(loads: Mapping[int, int]) -> str:
    return ", ".join(f"{load} for {count}" for load, count in sorted(loads.items())) + " judges"


def _told_counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _refuse(words: Sequence[str], content: Mapping[str, Any], *, as_json: bool) -> int:
    for place, line in enumerate(words):
        print(f"error: {line}" if place == 0 else line, file=sys.stderr)
    if as_json:
        print(json.dumps(content, indent=2, ensure_ascii=False))
    return NO_PLAN


if __name__ == "__main__":
    sys.exit(main())
