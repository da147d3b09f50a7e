"""``fit-thresholds LABELLED.csv --encoder NAME -o FILE``: where an encoder's groups are cut."""

import argparse
from collections import defaultdict
from typing import Any

import numpy as np

from contest_app.scoring.bare import bare_text
from contest_app.scoring.calibration import Calibration, save_calibrations
from contest_app.scoring.calibration.fitting import Labelled, Labels, fit
from contest_app.scoring.cli import options as shared
from contest_app.scoring.encoders import Encoder
from contest_app.scoring.rating import Answer, language_of, pools_of
from contest_app.scoring.tables import Table, read_table
from contest_app.scoring.text import normalise

COLUMNS = ("prompt", "group_id", "text")


def add(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("fit-thresholds", help="learn where an encoder's groups are cut")
    shared.add_input(command, "prompt, group_id (the same for texts that say the same), text; optional language")
    shared.add_output(command, "file for --calibration of the other commands")
    shared.add_encoder(command)
    shared.add_json(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Learn a calibration for each language of the table."""
    table = read_table(options.input, COLUMNS, ("language",))
    encoder = shared.encoder_of(options)
    learnt = {
        f"{encoder.name}.{language}": _learnt(table, rows, encoder, language)
        for language, rows in _rows_by_language(table).items()
    }
    save_calibrations(options.output, learnt)
    if options.json:
        shared.print_figures({name: {"idea": each.idea, "category": each.category} for name, each in learnt.items()})
    return 0


def _rows_by_language(table: Table) -> dict[str, list[int]]:
    """Return the rows of each language; the rows of a prompt share the guessed one. Raises BadInput."""
    languages = table.column("language") or [""] * len(table.rows)
    cells = zip(table.required("prompt"), table.required("text"), languages, strict=True)
    answers = [
        Answer(prompt, "", text, language_of(code, row)) for row, (prompt, text, code) in enumerate(cells, start=2)
    ]
    rows: dict[str, list[int]] = defaultdict(list)
    for (_, language), own in pools_of(answers).items():
        rows[language] += own
    return rows


def _learnt(table: Table, rows: list[int], encoder: Encoder, language: str) -> Calibration:
    cells = (table.required(column) for column in COLUMNS)
    prompts, groups, texts = ([column[row] for row in rows] for column in cells)
    alone = [bare_text(normalise(text), prompt, language) for text, prompt in zip(texts, prompts, strict=True)]
    vectors = encoder.encode(alone, language)
    return fit(Labelled(vectors, _numbers(prompts), _numbers(groups)))


def _numbers(names: list[str]) -> Labels:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)
