"""A table of answers to any number of prompts, scored prompt by prompt."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.bare import bare_text
from contest_app.scoring.calibration import Calibrations, calibration_for
from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.explanation import explain, in_english
from contest_app.scoring.gate.meaning import Meaning
from contest_app.scoring.language import guess_language
from contest_app.scoring.pool import PoolIdea, ScoredIdea, score_pool
from contest_app.scoring.rater.model import Rater
from contest_app.scoring.scored import Basis
from contest_app.scoring.tables import BadInput, Table
from contest_app.scoring.text import normalise

REQUIRED = ("prompt", "response")
OPTIONAL = ("person", "language", "pasted")

ADDED = (
    "valid",
    "flags",
    "idea",
    "category",
    "people_share",
    "rarity",
    "distance",
    "originality",
    "originality_se",
    "elaboration",
    "explanation",
)
"""The columns that rating adds."""

LANGUAGES = {"kk": "kk", "kz": "kk", "kaz": "kk", "ru": "ru", "rus": "ru", "en": "en", "eng": "en"}
"""The languages by the codes that people write."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of the table; ``pasted`` says that some of it was pasted in."""

    prompt: str
    person: str
    response: str
    language: str | None
    pasted: bool = False


def answers_of(table: Table) -> list[Answer]:
    """Return the table's rows as answers; a row without a person is a person of its own.

    Raises BadInput for a language other than Kazakh, Russian and English.
    """
    people = table.column("person") or [""] * len(table.rows)
    languages = table.column("language") or [""] * len(table.rows)
    pasted = table.column("pasted") or [""] * len(table.rows)
    cells = zip(table.required("prompt"), table.required("response"), people, languages, pasted, strict=True)
    return [
        Answer(prompt, person or f"row {row}", response, language_of(language, row), paste.lower() not in _NOT_PASTED)
        for row, (prompt, response, person, language, paste) in enumerate(cells, start=2)
    ]


_NOT_PASTED = frozenset({"", "0", "0.0", "false", "no", "нет", "жоқ"})


def language_of(code: str, row: int) -> str | None:
    """Return the language of a code that people write, None for an empty cell. Raises BadInput."""
    if not code:
        return None
    known = LANGUAGES.get(code.lower().replace("_", "-").partition("-")[0])
    if known is None:
        raise BadInput(f"row {row}: the language '{code}' is none of kk, ru, en")
    return known


def rate(
    answers: Sequence[Answer],
    encoder: Encoder,
    rater: Rater | None = None,
    meaning: Meaning | None = None,
    calibrations: Calibrations | None = None,
) -> list[ScoredIdea]:
    """Return the scores of all answers, aligned; prompts (and languages) are pools of their own.

    Without a rater no idea has a rating; without ``meaning`` the gate goes by words alone; without calibrations of
    its own the encoder has those that ship.
    """
    scored: dict[int, ScoredIdea] = {}
    for (prompt, language), rows in pools_of(answers).items():
        scores = score_pool(
            prompt,
            language,
            ideas_of(answers, rows),
            encoder=encoder,
            rater=rater,
            meaning=meaning,
            calibration=calibration_for(encoder.name, language, calibrations),
        )
        scored.update(zip(rows, scores.ideas, strict=True))
    return [scored[row] for row in range(len(answers))]


def encode(answers: Sequence[Answer], encoder: Encoder, calibrations: Calibrations | None = None) -> Float32Array:
    """Return the (n, d) unit rows of all answers, aligned, as `pool.score_pool` groups them, gate aside.

    They are seen from the centre of their pool's distinct wordings.
    """
    rows_of: dict[int, Float32Array] = {}
    for (prompt, language), rows in pools_of(answers).items():
        texts = [normalise(answers[row].response) for row in rows]
        wordings = sorted(set(texts))
        alone = encoder.encode([bare_text(text, prompt, language) for text in wordings], language)
        centring = calibration_for(encoder.name, language, calibrations).centring(alone)
        row_of = dict(zip(wordings, centring.centred(alone), strict=True))
        rows_of.update((row, row_of[text]) for row, text in zip(rows, texts, strict=True))
    return np.stack([rows_of[row] for row in range(len(answers))]) if answers else encoder.encode([], "en")


def ideas_of(answers: Sequence[Answer], rows: Sequence[int]) -> list[PoolIdea]:
    """Return some rows as ideas, in the order of the table."""
    return [PoolIdea(answers[row].person, answers[row].response, row, answers[row].pasted) for row in rows]


def pools_of(answers: Sequence[Answer]) -> dict[tuple[str, str], list[int]]:
    """Return the rows of each pool; a prompt's rows without a language share the guessed one."""
    unsaid: dict[str, list[str]] = defaultdict(list)
    for answer in answers:
        if answer.language is None:
            unsaid[answer.prompt.casefold()].append(answer.response)
    guessed = {prompt: guess_language(texts) for prompt, texts in unsaid.items()}
    pools: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, answer in enumerate(answers):
        prompt = answer.prompt.casefold()
        pools[prompt, answer.language or guessed[prompt]].append(row)
    return pools


NOT_YET_CALIBRATED = "not_yet_calibrated"
"""The flag of a row whose originality is for research alone."""


def cells(idea: ScoredIdea) -> tuple[str, ...]:
    """Return the cells of the `ADDED` columns; an unknown distance or rating is an empty cell."""
    waiting = [NOT_YET_CALIBRATED] if idea.rating and not idea.rating.calibrated else []
    return (
        "true" if idea.valid else "false",
        "|".join([*idea.flags, *waiting]),
        str(idea.idea),
        str(idea.category),
        f"{idea.people_share:.4f}",
        f"{idea.rarity:.4f}",
        "" if idea.distance is None else f"{idea.distance:.5f}",
        f"{idea.rating.value:.3f}" if idea.rating else "",
        f"{idea.rating.standard_error:.3f}" if idea.rating else "",
        str(idea.elaboration),
        _sentences(idea),
    )


def _sentences(idea: ScoredIdea) -> str:
    """Return why the idea has its numbers: how rare it is, and what raters would say."""
    rarity = in_english(explain(idea))
    if idea.rating is None or not idea.valid:
        return rarity
    about = f"about {idea.rating.value:.1f} ± {idea.rating.standard_error:.1f} of 5"
    if not idea.rating.calibrated:
        return f"{rarity} Raters would give {about}, but this is not yet calibrated in the language."
    return f"{rarity} {_BASES[idea.rating.basis].format(about=about)}"


_BASES = {
    Basis.RATED_PROMPT: "Raters would give {about}, going by rated answers to this prompt.",
    Basis.NEW_PROMPT: "Raters would give {about}, going by rated answers to other prompts.",
    Basis.OTHER_LANGUAGE: "Raters would give {about}, going by rated answers in another language.",
}


def named_apart(columns: Sequence[str], added: Sequence[str]) -> list[str]:
    """Return the names of added columns, prefixed where the table has such a column already.

    >>> named_apart(["prompt", "Category"], ["valid", "category"])
    ['valid', 'qiyal_category']
    """
    taken = {column.strip().lower() for column in columns}
    return [f"qiyal_{name}" if name in taken else name for name in added]
