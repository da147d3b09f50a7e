"""``gate IN.csv -o OUT.csv``: is each answer an answer at all, and why not."""

import argparse
from collections import Counter
from typing import Any

from contest_app.scoring.cli import options as shared
from contest_app.scoring.gate import blocks
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.gate.table import ADDED, cells, flags_of_answers
from contest_app.scoring.rating import OPTIONAL, REQUIRED, answers_of, named_apart
from contest_app.scoring.tables import read_table, write_table


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("gate", help="tell what is no answer, with the reasons")
    shared.add_input(command, "prompt, response; optional person, language, pasted")
    shared.add_output(command, "the table with valid and flags added")
    shared.add_json(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Flag the answers."""
    table = read_table(options.input, REQUIRED, OPTIONAL)
    flags = flags_of_answers(answers_of(table), load_meaning())
    lines = ((*row, *cells(own)) for row, own in zip(table.rows, flags, strict=True))
    write_table(options.output, [*table.columns, *named_apart(table.columns, ADDED)], lines)
    if options.json:
        counts = Counter(flag.value for own in flags for flag in own)
        valid = sum(not blocks(own) for own in flags)
        shared.print_figures({"rows": len(flags), "valid": valid, "flags": dict(sorted(counts.items()))})
    return 0
