"""A table of answers to any number of prompts, scored prompt by prompt."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contest_app.scoring.encoders import Encoder
from contest_app.scoring.explanation import explain, in_english
from contest_app.scoring.language import guess_language
from contest_app.scoring.pool import PoolIdea, ScoredIdea, score_pool
from contest_app.scoring.tables import BadInput, Table

REQUIRED = ("prompt", "response")
OPTIONAL = ("person", "language")

ADDED = (
    "valid",
    "flags",
    "idea",
    "category",
    "people_share",
    "rarity",
    "distance",
    "elaboration",
    "explanation",
)
"""The columns that rating adds."""

LANGUAGES = {"kk": "kk", "kz": "kk", "kaz": "kk", "ru": "ru", "rus": "ru", "en": "en", "eng": "en"}
"""The languages by the codes that people write."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of the table."""

    prompt: str
    person: str
    response: str
    language: str | None


def answers_of(table: Table) -> list[Answer]:
    """Return the table's rows as answers; a row without a person is a person of its own.

    Raises BadInput for a language other than Kazakh, Russian and English.
    """
    people = table.column("person") or [""] * len(table.rows)
    languages = table.column("language") or [""] * len(table.rows)
    cells = zip(table.required("prompt"), table.required("response"), people, languages, strict=True)
    return [
        Answer(prompt, person or f"row {row}", response, _language(language, row))
        for row, (prompt, response, person, language) in enumerate(cells, start=2)
    ]


def _language(code: str, row: int) -> str | None:
    if not code:
        return None
    known = LANGUAGES.get(code.lower().replace("_", "-").partition("-")[0])
    if known is None:
        raise BadInput(f"row {row}: the language '{code}' is none of kk, ru, en")
    return known


def rate(
    answers: Sequence[Answer], encoder: Encoder, before_prompt: Callable[[str], None] = lambda _: None
) -> list[ScoredIdea]:
    """Return the scores of all answers, aligned; prompts (and languages) are pools of their own.

    ``before_prompt`` is told each prompt before its pool is scored. Raises TooManyIdeas.
    """
    scored: dict[int, ScoredIdea] = {}
    for (prompt, language), rows in _pools(answers).items():
        before_prompt(prompt)
        ideas = [PoolIdea(answers[row].person, answers[row].response, row) for row in rows]
        scores = score_pool(prompt, language, ideas, encoder=encoder)
        scored.update(zip(rows, scores.ideas, strict=True))
    return [scored[row] for row in range(len(answers))]


def _pools(answers: Sequence[Answer]) -> dict[tuple[str, str], list[int]]:
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


def cells(idea: ScoredIdea) -> tuple[str, ...]:
    """Return the cells of the `ADDED` columns; an unknown distance is an empty cell."""
    return (
        "true" if idea.valid else "false",
        "|".join(idea.flags),
        str(idea.idea),
        str(idea.category),
        f"{idea.people_share:.4f}",
        f"{idea.rarity:.4f}",
        "" if idea.distance is None else f"{idea.distance:.5f}",
        str(idea.elaboration),
        in_english(explain(idea)),
    )


def added_names(columns: Sequence[str]) -> list[str]:
    """Return the names of the `ADDED` columns, prefixed where the table has such a column already.

    >>> added_names(["prompt", "category"])[:4]
    ['valid', 'flags', 'idea', 'qiyal_category']
    """
    taken = {column.strip().lower() for column in columns}
    return [f"qiyal_{name}" if name in taken else name for name in ADDED]
