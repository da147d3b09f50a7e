"""The texts that the gate's weights of meaning are fitted to, each with what it is, what it answers, and its fold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from zlib import crc32

import yaml

from benchmarks.scoring_gate.mashes import CHANCE, mashes
from benchmarks.scoring_gate.sources import CORPORA, HERE, LANGUAGES, LEXICON, ROOT, read_rows, sections, spellings
from contest_app.scoring import lexicons
from contest_app.scoring.gate.flags import Flag, Question, blocks
from contest_app.scoring.gate.words import flags_of
from contest_app.scoring.text import normalise

FOLDS = 5

PROMPTS = {
    "en": "brick|box|knife|rope|paperclip|bottle|book|table|fork|tyre|pencil|shoe|ball|hat|spoon|sock|shovel|noise|"
    "round|fun|red|soft|if people needed no sleep|if everyone shrank to 12 inches tall|umbrella|newspaper|blanket|"
    "wheel|button|key|chair|how could our school be better|why is the street wet",
    "ru": "кирпич|коробка|газета|линейка|шина|носок|метла|бутылка|книга|карандаш|шапка|ложка|колесо|зонт|верёвка|"
    "варежка|катушка ниток|ключ|пуговица|стул|если бы людям не нужен был сон|круглое|шум|что было бы, если бы все "
    "стали невидимыми|как улучшить школьный двор",
    "kk": "кірпіш|қорап|газет|сызғыш|шина|шұлық|сыпырғыш|бөтелке|кітап|қарындаш|бөрік|қасық|дөңгелек|қолшатыр|арқан|"
    "қолғап|жіп|кілт|түйме|орындық|адамдарға ұйқы керек болмаса не болар еді|дөңгелек заттар|егер бәрі көрінбейтін "
    "болса|мектеп ауласын қалай жақсартуға болады",
}
"""What the examples without a prompt of their own are taken to answer."""

DEMO_PROMPTS = {
    "felt-piece": {"en": "piece of felt", "ru": "кусок войлока", "kk": "киіз кесіндісі"},
    "bicycle-wheel": {"en": "bicycle wheel", "ru": "велосипедное колесо", "kk": "велосипед дөңгелегі"},
    "broken-umbrella": {"en": "broken umbrella", "ru": "сломанный зонт", "kk": "сынған қолшатыр"},
    "single-mitten": {"en": "single mitten", "ru": "одна варежка", "kk": "сыңар қолғап"},
    "thread-spool": {"en": "thread spool", "ru": "катушка от ниток", "kk": "жіп катушкасы"},
}

KIND_OF = {
    "honest": None,
    "lookalike": None,
    "refusal": Flag.REFUSAL,
    "off_topic": Flag.OFF_TOPIC,
    "prompt_comment": Flag.OFF_TOPIC,
    "instruction": Flag.INSTRUCTION,
    "insult": Flag.PROFANITY,
    "profanity": Flag.PROFANITY,
    "noun_salad": Flag.NOUN_SALAD,
    "mash": Flag.MASH,
}
"""The kind of each section and of each kind of attack; those of others tell nothing about meaning."""

TO_ITEMS = {"prompt_repeat": "prompt_comment"}
"""Kinds of what was written to items, where the sections have another name: words alone tell the rest."""

UNSEEN = "fresh"
"""The split of the corpora that nothing is fitted to."""

SPELLINGS = 6
TIMES = 2  # each example is taken to answer that many prompts
SALADS = 1_200
MASHES = 800
WORDS_ALONE = 1_500
MANY_ANSWERS = {"en_aut_train.csv": 0.5, "en_other_tasks.csv": 1.5}
"""Weight of one of the many answers in English; stories and what-ifs are the rarer ones."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text to learn from.

    Attributes
    ----------
    kind : a section's name, or a kind of attack.
    source : where it stands: examples, items, prompts, attacks, honest, distress, answers, made.
    fold : texts alike are in one fold.
    copy : of an example without a prompt of its own, which of its prompts this is; -1 where the prompt is its own.

    """

    kind: str
    source: str
    language: str
    prompt: str
    text: str
    weight: float
    fold: int
    copy: int = -1


def all_texts(data: Path) -> list[Text]:
    """Return everything that is learnt from."""
    written = (*_examples(), *_to_items(), *_to_prompts(), *_corpora())
    return [*_answers(data), *written, *_made_up(), *_words_alone()]


def _fold(name: str) -> int:
    return crc32(name.encode()) % FOLDS


def _answers(data: Path) -> Iterator[Text]:
    distress = lexicons.entries("distress", "en")
    for name, weight in MANY_ANSWERS.items():
        for row in read_rows(data / name):
            if not any(phrase in normalise(row["response"]) for phrase in distress):
                prompt = row["prompt"]
                yield Text("honest", "answers", "en", prompt, row["response"], weight, _fold(prompt))
    for row in read_rows(ROOT / "item_bank" / "demo" / "ideas.tsv"):
        prompt = DEMO_PROMPTS[row["item"]][row["language"]]
        if blocks(flags_of(row["text"], Question(prompt, row["language"]))):
            continue  # the demonstration has a few that are none, so that pages can show it
        yield Text("honest", "answers", row["language"], prompt, row["text"], 2.0, _fold(row["item"]))


def _examples() -> Iterator[Text]:
    for language in LANGUAGES:
        for kind, lines in sections(language).items():
            for line in lines:
                weight = 0.5 if "{" in line else 1.0
                for text in spellings(line, SPELLINGS):
                    for copy in range(TIMES):
                        yield Text(kind, "examples", language, _any_prompt(language), text, weight, _fold(line), copy)


def _to_items() -> Iterator[Text]:
    """Yield what was written to the bank's own items, and sentences to none; an item is whole in one fold."""
    for language in LANGUAGES:
        for row in read_rows(HERE / f"to_items.{language}.tsv"):
            kind = TO_ITEMS.get(row["kind"], row["kind"])
            if row["slug"] == "-":
                for copy in range(TIMES):
                    prompt = _any_prompt(language)
                    yield Text(kind, "items", language, prompt, row["text"], 1.0, _fold(row["text"]), copy)
            elif kind in KIND_OF:
                prompt = _objects()[row["slug"]][language]
                yield Text(kind, "items", language, prompt, row["text"], 1.5, _fold(row["slug"]))


def _to_prompts() -> Iterator[Text]:
    """Yield what was written to prompts of all sorts; what answers one prompt is in one fold."""
    for language in LANGUAGES:
        for row in read_rows(HERE / f"to_prompts.{language}.tsv"):
            yield Text(row["kind"], "prompts", language, row["prompt"], row["text"], 1.5, _fold(row["prompt"]))


@cache
def _objects() -> Mapping[str, Mapping[str, str]]:
    items = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in ROOT.glob("item_bank/items/*/*.yaml"))
    return {item["slug"]: item["object"] for item in items if "object" in item}


def _any_prompt(language: str) -> str:
    return CHANCE.choice(PROMPTS[language].split("|"))


def _made_up() -> Iterator[Text]:
    for language in LANGUAGES:
        words = [word for word in _lexicon(language, ("n", "adj")) if " " not in word]
        for _ in range(SALADS):
            text = " ".join(CHANCE.sample(words, CHANCE.choice([4, 4, 4, 5, 5, 6, 7])))
            yield Text("noun_salad", "made", language, _any_prompt(language), text, 0.5, _fold(text))
        for _ in range(MASHES):
            text = " ".join(mashes("latin" if language == "en" else "cyrillic", CHANCE.choice([1, 1, 2, 3])))
            yield Text("mash", "made", language, _any_prompt(language), text, 0.5, _fold(text))


def _words_alone() -> Iterator[Text]:
    for language in LANGUAGES:
        for word in CHANCE.sample(_lexicon(language, ("n", "v")), WORDS_ALONE):
            yield Text("honest", "made", language, _any_prompt(language), word, 0.3, _fold(word))


def _lexicon(language: str, parts_of_speech: Sequence[str]) -> list[str]:
    rows = [row for table in sorted(LEXICON.glob("*.tsv")) for row in read_rows(table)]
    return sorted({row[language].split(", ")[0] for row in rows if row["pos"] in parts_of_speech})


def _corpora() -> Iterator[Text]:
    for row, fold in _dealt("attacks.tsv", "kind"):
        if row["kind"] in KIND_OF:
            yield Text(row["kind"], "attacks", row["language"], row["prompt"], row["text"], 2.0, fold)
    for row, fold in _dealt("honest.tsv"):
        yield Text("honest", "honest", row["language"], row["prompt"], row["text"], 2.0, fold)
    for row, fold in _dealt("distress.tsv", "label"):
        for _ in range(TIMES):
            prompt = _any_prompt(row["language"])
            yield Text(row["label"], "distress", row["language"], prompt, row["text"], 1.0, fold)
    for language in LANGUAGES:
        for row in read_rows(CORPORA / f"same_idea_hard_{language}.tsv"):
            yield Text("honest", "same", language, row["prompt"], row["text"], 1.0, _fold(row["prompt"]))
    for row in read_rows(CORPORA / "kazakh_spellings.tsv"):
        for column in ("text", "plain", "latin", "mixed"):
            yield Text("honest", "same", "kk", row["prompt"], row[column], 0.7, _fold(row["prompt"]))


def _dealt(name: str, *columns: str) -> Iterator[tuple[dict[str, str], int]]:
    """Yield the rows of a corpus with their folds: the same stretches of each half, kind and language.

    The languages of a corpus go side by side, so what says the same in three of them is in one fold.
    """
    rows = [row for row in read_rows(CORPORA / name) if row["split"] != UNSEEN]
    cells = [(row["split"], row["language"], *(row[column] for column in columns)) for row in rows]
    places = {cell: count() for cell in cells}
    for row, cell in zip(rows, cells, strict=True):
        yield row, FOLDS * next(places[cell]) // cells.count(cell)
