"""The gate: what it catches, what it stops by mistake, and the signs of distress that it finds."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.scoring_figures.data import GATE_SPLITS, LANGUAGES, LICENSED, RAW_POOLS, Row, corpus, read
from benchmarks.scoring_figures.report import Section, share
from contest_app.scoring.gate import Flag, blocks
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.gate.table import flags_of_answers
from contest_app.scoring.rating import Answer

ATTACKS_TITLE = "Attacks that the gate catches"
HONEST_TITLE = "Honest answers that the gate stops"
DISTRESS_TITLE = "Signs of distress"

REAL = (
    *RAW_POOLS.items(),
    ("en", LICENSED),
    ("en", "en_other_tasks.csv"),
    *((language, f"same_idea_{language}.tsv") for language in LANGUAGES),
)
OBJECTS = {"en": ("brick", "rope", "box"), "ru": ("кирпич", "верёвка", "коробка"), "kk": ("кірпіш", "арқан", "қорап")}
"""What the sentences of the corpus of distress are taken to answer."""


def attacks(data: Path) -> Section:  # noqa: ARG001 -- all tables are made alike
    """Count the attacks caught, by kind, language and half."""
    found = {(split, language): _caught(split, language) for split in GATE_SPLITS for language in LANGUAGES}
    kinds = sorted(next(iter(found.values())))
    rows = [(kind, *(_told([found[case][kind]]) for case in found)) for kind in kinds]
    rows.append(("all", *(_told(list(found[case].values())) for case in found)))
    return Section(
        ATTACKS_TITLE,
        "Caught: any flag with which an answer does not count. The weights learn from dev and test (gate.md tells "
        "what they make of texts that they have not seen); `fresh` was written apart, and nothing is fitted to it. "
        "Its duplicates are ideas in wholly other words, which the groups find and the gate does not look for.",
        ("kind", *(f"{language}, {split}" for split, language in found)),
        rows,
    )


def _caught(split: str, language: str) -> dict[str, tuple[int, int]]:
    """Return by kind how many were caught, of how many; earlier ideas of the same person stand before."""
    own = [row for row in corpus("attacks", split) if row["language"] == language]
    answers, places = [], []
    for person, row in enumerate(own):
        texts = [text for text in (row["earlier"], row["text"]) if text]
        answers += [Answer(row["prompt"], str(person), text, language) for text in texts]
        places.append(len(answers) - 1)
    flags = flags_of_answers(answers, load_meaning())
    caught: dict[str, tuple[int, int]] = {}
    for row, place in zip(own, places, strict=True):
        right, tried = caught.get(row["kind"], (0, 0))
        caught[row["kind"]] = right + blocks(flags[place]), tried + 1
    return caught


def _told(counts: Sequence[tuple[int, int]]) -> str:
    right, tried = (sum(column) for column in zip(*counts, strict=True))
    return f"{right} of {tried}" if len(counts) == 1 else share(right, tried)


def honest(data: Path) -> Section:
    """Count the honest answers stopped: of the corpus of doubtful ones, and real ones."""
    rows = []
    for split in GATE_SPLITS:
        for language in LANGUAGES:
            own = [row for row in corpus("honest", split) if row["language"] == language]
            rows.append((language, f"odd but honest, {split}", *_stopped(own, language)))
    rows += [(language, name, *_stopped(read(data / name), language)) for language, name in REAL]
    return Section(
        HONEST_TITLE,
        "Odd but honest: one word, misspelt, slang, lists, mixed languages, dark but harmless. Repetitions by one "
        "person aside, which are none of the gate's mistakes; of the real answers stopped some truly are none: the "
        "object's name, a test, a refusal.",
        ("language", "answers", "n", "stopped", "share", "why"),
        rows,
    )


def _stopped(table: Sequence[Row], language: str) -> tuple[str, str, str, str]:
    answers = [
        Answer(row["prompt"], row.get("person") or str(place), row.get("response") or row.get("text") or "", language)
        for place, row in enumerate(table)
    ]
    flags = [frozenset(own) - {Flag.DUPLICATE} for own in flags_of_answers(answers, load_meaning())]
    stopped = [own for own in flags if blocks(own)]
    why = {flag.value: sum(flag in own for own in stopped) for flag in Flag}
    reasons = ", ".join(f"{name} {count}" for name, count in why.items() if count)
    return str(len(table)), str(len(stopped)), share(len(stopped), len(table)), reasons


def distress(data: Path) -> Section:  # noqa: ARG001 -- all tables are made alike
    """Count the signs found and the look-alikes taken for one."""
    rows = []
    for split in GATE_SPLITS:
        for language in LANGUAGES:
            own = [row for row in corpus("distress", split) if row["language"] == language]
            prompts = OBJECTS[language]
            answers = [
                Answer(prompts[place % len(prompts)], str(place), row["text"], language)
                for place, row in enumerate(own)
            ]
            flags = flags_of_answers(answers, load_meaning())
            hits = [(row["label"], Flag.DISTRESS in found) for row, found in zip(own, flags, strict=True)]
            rows.append((language, split, *(_share_of(hits, label) for label in ("distress", "lookalike"))))
    return Section(
        DISTRESS_TITLE,
        "Sentences that a child may write who needs an adult, and harmless ones with the same words: 56 of each a "
        "language in dev and test, from which the weights learn, 61 to 82 in `fresh`, to which nothing is fitted.",
        ("language", "split", "signs found", "look-alikes taken for one"),
        rows,
    )


def _share_of(hits: Sequence[tuple[str, bool]], label: str) -> str:
    own = [hit for name, hit in hits if name == label]
    return share(sum(own), len(own))
