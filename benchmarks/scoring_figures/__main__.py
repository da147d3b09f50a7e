"""Measure everything, or some, and write the tables."""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks.scoring_figures import categories, context, gate, pools, rater, same_idea, speed
from benchmarks.scoring_figures.report import Section, renewed

TABLES: dict[str, Callable[[Path], Section]] = {
    rater.ANSWERS_TITLE: rater.held_out,
    rater.PROMPTS_TITLE: rater.prompts_left_out,
    pools.TITLE: pools.raw_pools,
    same_idea.TITLE: same_idea.same_idea,
    same_idea.SPELLINGS_TITLE: same_idea.spellings,
    same_idea.UNKNOWN_TITLE: same_idea.unknown_words,
    categories.TITLE: categories.categories,
    context.TITLE: context.context,
    gate.ATTACKS_TITLE: gate.attacks,
    gate.HONEST_TITLE: gate.honest,
    gate.DISTRESS_TITLE: gate.distress,
    speed.TITLE: speed.cold_start,
}
"""What measures each table, in the order of the document."""


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    names = [measure.__name__ for measure in TABLES.values()]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    options = parser.parse_args()
    for title, measure in TABLES.items():
        if measure.__name__ in options.only:
            document = options.output.read_text(encoding="utf-8") if options.output.exists() else ""
            measured = {other: measure(options.data) if other == title else None for other in TABLES}
            options.output.write_text(renewed(document, measured), encoding="utf-8")


if __name__ == "__main__":
    main()
