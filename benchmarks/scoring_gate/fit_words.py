"""Make ``contest_app/scoring/gate/weights/words.npz``: which words are known, and how letters follow each other.

    python -m benchmarks.scoring_gate.fit_words [DATA]

Words are taken from the answers of ``en_aut_train.csv`` and ``en_other_tasks.csv`` (MIT; Organisciak et al. 2023)
in DATA, from the Russian and English words of the bundled encoders' vocabularies (Apache-2.0), and from what was
written for this project: the Kazakh and Russian lexicons, the pages' texts, the item bank and the examples beside
this file. Strangeness is fitted to words held out of the tables against made-up ones.
"""

import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.scoring_gate.mashes import CHANCE, mashes
from benchmarks.scoring_gate.sources import english_pieces, russian_pieces, texts_by_language
from contest_app.scoring.gate.plausibility import (
    ALPHABETS,
    MOST_BITS,
    ORDER,
    STEPS_A_BIT,
    LetterTable,
    stem_hashes,
    word_hash,
)
from contest_app.scoring.text import normalise

WEIGHTS = Path(__file__).parents[2] / "contest_app" / "scoring" / "gate" / "weights" / "words.npz"

_WORD = re.compile(r"[a-zа-яәғқңөұүһі]+")
_NO_WORD = re.compile(
    r"(.)\1{2,}|(\w{2,4})\2{2,}|^[^aeiouyаеиоуыэюяіәөүұ]{4,}$|asdf|qwer|zxcv|hjkl|йцук|фыва|ячсм|олдж"
)
_PLAIN_LETTERS = [str.maketrans("әғқңөұүһі", plain) for plain in ("агкноуухи", "агкноуухы")]
"""Kazakh as it is typed without its own letters, by two habits."""

_LATIN = dict(zip("аәбвгғдежзийкқлмнңоөпрстуұүфхһцшыіэ", "aabvggdejziikqlmnnooprstuuufhhcsyie", strict=True)) | {
    "ч": "ch",
    "щ": "sh",
    "ш": "sh",
    "ю": "iu",
    "я": "ia",
    "ц": "ts",
    "ъ": "",
    "ь": "",
}
_HABITS: list[dict[str, str]] = [
    {},
    {"қ": "k", "й": "y", "ж": "zh", "у": "w", "і": "y", "ң": "ng", "ғ": "gh"},
    {"қ": "k", "ю": "yu", "я": "ya", "й": "i", "ы": "i"},
]
"""How Kazakh is typed in Latin: of each habit, what differs from the first."""

FOLDS = 5


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """Count the words of texts that could be words."""
    found = (word for text in texts for word in _WORD.findall(normalise(text)))
    return Counter(word for word in found if not _NO_WORD.search(word))


def vocabularies(data: Path) -> Mapping[str, Counter[str]]:
    """Return the words of each table's alphabet, with their counts."""
    texts = texts_by_language(data)
    words = {language: word_counts(said) for language, said in texts.items()}
    kazakh = words["kk"]
    cyrillic = words["ru"] + kazakh + Counter(russian_pieces())
    for word in list(kazakh):
        cyrillic.update({word.translate(letters) for letters in _PLAIN_LETTERS} - {word})
    latin = Counter(
        "".join((_LATIN | habit).get(letter, "") for letter in word) for word in kazakh for habit in _HABITS
    )
    found = {"latin": words["en"] + Counter(english_pieces()), "cyrillic": cyrillic, "kazakh_latin": latin}
    return {
        name: Counter({word: count for word, count in counts.items() if word and set(word) <= set(ALPHABETS[name])})
        for name, counts in found.items()
    }


def letter_table(words: Mapping[str, int], alphabet: str) -> LetterTable:
    """Fit the table of an alphabet: Witten and Bell's mean of orders one to four, in quarters of a bit."""
    size = len(alphabet) + 1
    counts = _counts(words, alphabet)
    chances: npt.NDArray[np.float64] = np.full(size, 1 / size)
    for order in range(1, ORDER + 1):
        table = counts[order - 1].reshape(-1, size)
        seen = table.sum(axis=1, keepdims=True)
        types = (table > 0).sum(axis=1, keepdims=True)
        # The chances of the shorter context are those of its last letters: they come again with each first one.
        shorter = np.tile(chances.reshape(-1, size), (size if order > 1 else 1, 1))
        with np.errstate(invalid="ignore"):
            chances = np.where(seen > 0, (table + types * shorter) / np.maximum(seen + types, 1e-9), shorter)
    steps = np.rint(np.minimum(-np.log2(chances), MOST_BITS) * STEPS_A_BIT).astype(np.uint8)
    return LetterTable(alphabet, steps.tobytes())


def _counts(words: Mapping[str, int], alphabet: str) -> list[npt.NDArray[np.float64]]:
    """Return the weighted counts of one to four letters, flat, the last letter's number changing first."""
    size = len(alphabet) + 1
    number = {letter: place for place, letter in enumerate(alphabet, start=1)}
    counts = [np.zeros(size**order) for order in range(1, ORDER + 1)]
    for word, times in words.items():
        weight = 1 + math.log(times)
        numbers = [0] * (ORDER - 1) + [number[letter] for letter in word] + [0]
        for end in range(ORDER - 1, len(numbers)):
            place = 0
            for order in range(1, ORDER + 1):
                place += numbers[end - order + 1] * size ** (order - 1)
                counts[order - 1][place] += weight
    return counts


def known_hashes(words: Iterable[str]) -> npt.NDArray[np.uint32]:
    """Return the sorted hashes of words and of their stems."""
    found = {number for word in words for number in (word_hash(word), *stem_hashes(word))}
    return np.array(sorted(found), dtype=np.uint32)


def _held_out(words: Counter[str], alphabet: str) -> Iterator[tuple[float, int]]:
    """Yield surprise and length of words seen once, by tables that never saw them nor their other forms."""
    order = sorted(word for word in words if words[word] == 1 and len(word) > 2)
    CHANCE.shuffle(order)
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        rest = {word: count for word, count in words.items() if word not in held}
        table, stems = letter_table(rest, alphabet), {word[: max(len(word) - 2, 5)] for word in rest}
        for word in held:
            if word[: max(len(word) - 3, 5)] not in stems:
                yield table.surprise(word), len(word)


def strangeness(tables: Mapping[str, LetterTable], words: Mapping[str, Counter[str]]) -> npt.NDArray[np.float64]:
    """Return the weights of surprise, length, their product and one: logarithms of odds for mash."""
    rows, labels = [], []
    for name in ("latin", "cyrillic"):
        real = list(_held_out(words[name], ALPHABETS[name]))
        table, known = tables[name], words[name]
        made = [(table.surprise(word), len(word)) for word in mashes(name, len(real)) if word not in known]
        rows += real + made
        labels += [0] * len(real) + [1] * len(made)
    features = [(bits, letters, bits * min(letters, 8)) for bits, letters in rows]
    model = LogisticRegression(C=1e6, max_iter=5_000, class_weight="balanced").fit(features, labels)
    return np.array([*model.coef_[0], model.intercept_[0]])


def main(data: Path) -> None:
    """Fit and write the weights."""
    words = vocabularies(data)
    tables = {name: letter_table(words[name], ALPHABETS[name]) for name in ALPHABETS}
    arrays = {name: np.frombuffer(table.steps, dtype=np.uint8) for name, table in tables.items()}
    known = known_hashes(word for name in ("latin", "cyrillic") for word in words[name])
    weights = strangeness(tables, words)
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(WEIGHTS, known=known, mash=weights, **arrays)  # type: ignore[arg-type]  # names are keys
    sizes = {name: len(counts) for name, counts in words.items()}
    print(f"{WEIGHTS.stat().st_size / 1e6:.2f} MB; words {sizes}; known {len(known)}; strangeness {weights.round(3)}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/scoring"))
