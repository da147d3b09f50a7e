"""The same rare text from two people of a class. It says that the texts are alike, and nothing about anybody."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contest_app.scoring.elaboration import content_words
from contest_app.scoring.gate.spelling import comparable

FEWEST_WORDS = 5
"""Content words from which equal texts are no accident."""

LIKENESS = 0.8
"""Share of two texts' content words, of all they have, from which they are near-identical."""

MOST_PEOPLE = 3
"""People with a near-identical text up to whom it is rare, in a small pool; in a large one `RARE_SHARE`."""

RARE_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Saying:
    """A text, whose it is, and whether it belongs to the norm sample rather than to the class."""

    person: str
    text: str
    sample: bool = False


def copied(sayings: Sequence[Saying], language: str) -> frozenset[int]:
    """Return the indices of texts that another person of the class has in near-identical words.

    A text that the norm sample has too, or that many people have, is common and no copy. Both sides are
    returned: who wrote first is not known. The order of the input changes nothing.

    >>> long = "a red house where small birds eat in winter"
    >>> sorted(copied([Saying("a", long), Saying("b", long + "!"), Saying("c", "a red house")], "en"))
    [0, 1]
    """
    words = [frozenset(comparable(" ".join(content_words(each.text, language)), language, language).split())
             for each in sayings]  # fmt: skip
    rows = _by_words(words)
    most = max(MOST_PEOPLE, RARE_SHARE * len({each.person for each in sayings}))
    found: set[int] = set()
    for alike in _neighbourhoods(rows):
        indices = [index for words in alike for index in rows[words]]
        people = {sayings[index].person for index in indices}
        if 1 < len(people) <= most and not any(sayings[index].sample for index in indices):
            found.update(rows[alike[0]])
    return frozenset(found)


def _by_words(words: Sequence[frozenset[str]]) -> dict[frozenset[str], list[int]]:
    rows: dict[frozenset[str], list[int]] = defaultdict(list)
    for index, own in enumerate(words):
        if len(own) >= FEWEST_WORDS:
            rows[own].append(index)
    return rows


def _neighbourhoods(texts: Iterable[frozenset[str]]) -> Iterator[list[frozenset[str]]]:
    """Yield each text with all that are near-identical to it, itself first.

    Two texts that share a share t of their words share one of their rarest n − ⌈t·n⌉ + 1 (Chaudhuri, Ganti
    and Kaushik 2006), so only those are compared.
    """
    known = list(texts)
    common = Counter(word for words in known for word in words)
    rarest = {words: sorted(words, key=lambda word: (common[word], word))[: _prefix(len(words))] for words in known}
    holders: dict[str, list[frozenset[str]]] = defaultdict(list)
    for words in known:
        for word in rarest[words]:
            holders[word].append(words)
    for words in known:
        others = {other for word in rarest[words] for other in holders[word]} - {words}
        yield [words, *(other for other in others if len(words & other) >= LIKENESS * len(words | other))]


def _prefix(count: int) -> int:
    return count - math.ceil(LIKENESS * count) + 1
