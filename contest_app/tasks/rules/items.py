"""How the item bank is looked through: what is asked for, what fits, and where the bank has gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from contest_app.languages import N_, Localised, search_key

DOMAINS: Final[Mapping[str, str]] = {
    "written": N_("Written expression"),
    "visual": N_("Visual expression"),
    "social": N_("Social problems"),
    "scientific": N_("Scientific problems"),
}
FACETS: Final[Mapping[str, str]] = {
    "diverse": N_("Diverse ideas"),
    "creative": N_("Original ideas"),
    "improve": N_("Improving ideas"),
}
#: Grades that are looked at together.
BANDS: Final[Mapping[str, range]] = {
    "1-4": range(1, 5),
    "5-7": range(5, 8),
    "8-9": range(8, 10),
    "10-11": range(10, 12),
}

#: What a list of items can be narrowed by, beside words.
CHOICES: Final = ("kind", "domain", "facet", "band", "programme")


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as lists show it; ``opening`` is its stimulus, or where it has none its instruction."""

    slug: str
    kind: str
    domain: str
    facet: str
    grades: Sequence[int]
    seconds: int
    title: Localised
    named: Localised
    opening: Localised
    programmes: Sequence[str]

    @property
    def bands(self) -> list[str]:
        """The bands of grades that the item is for, a part of each being enough."""
        return [band for band, grades in BANDS.items() if any(grade in grades for grade in self.grades)]

    @property
    def searched(self) -> str:
        """What words are looked for in: the title and the object in every language."""
        return search_key(" ".join([*self.title.values(), *self.named.values()]))

    def values_of(self, choice: str) -> Sequence[str]:
        """Return the values that the item has in a choice."""
        if choice == "band":
            return self.bands
        return self.programmes if choice == "programme" else [getattr(self, choice)]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty text asks for nothing."""

    kind: str = ""
    domain: str = ""
    facet: str = ""
    band: str = ""
    programme: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything fits."""
        return self == Filter()

    def fits(self, item: Listed) -> bool:
        """Whether an item is what is asked for; each word must be found in one of the languages."""
        chosen = {choice: value for choice in CHOICES if (value := getattr(self, choice))}
        return self._has_words(item) and all(value in item.values_of(choice) for choice, value in chosen.items())

    def _has_words(self, item: Listed) -> bool:
        if not self.words:
            return True
        searched = item.searched
        return all(word in searched for word in search_key(self.words).split())


def counts(items: Iterable[Listed], asked: Filter) -> dict[str, Counter[str]]:
    """Return for each choice how many items each of its values would give, all else being asked for as it is."""
    worded = [item for item in items if Filter(words=asked.words).fits(item)]
    narrowed = {choice: replace(asked, **{choice: "", "words": ""}) for choice in CHOICES}
    return {
        choice: Counter(value for item in worded if narrowed[choice].fits(item) for value in item.values_of(choice))
        for choice in CHOICES
    }


def coverage(items: Iterable[Listed]) -> Counter[tuple[str, str, str]]:
    """Return how many items there are for each domain, facet and band; one for many grades counts in each band."""
    return Counter((item.domain, item.facet, band) for item in items for band in item.bands)
