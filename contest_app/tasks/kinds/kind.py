"""What every kind of item answers for itself. A kind returns data, never HTML, and never saves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from contest_app.languages import Localised

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a response may hold."""

    ideas: int
    characters: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the pupil reads, in one language: what to do, the thing itself, and answers about another thing."""

    instruction: str
    stimulus: str
    examples: tuple[str, ...]


class Kind(ABC):
    """One kind of item: a response to it, its limits, and what the scorer and the pages are told."""

    #: The name under which items of this kind stand in the bank.
    name: ClassVar[str]
    #: What the kind is called on pages.
    title: ClassVar[Localised]
    #: The template that shows a ``Sheet`` of this kind.
    partial: ClassVar[str]
    limits: ClassVar[Limits]
    #: JSON schema of the fields that this kind adds to an item.
    schema: ClassVar[Mapping[str, Any]]

    @abstractmethod
    def sheet(self, content: Content, language: str) -> Sheet:
        """Return what the pupil reads in ``language``."""

    @abstractmethod
    def prompt(self, content: Content, language: str) -> str:
        """Return the words in ``language`` that the scorer compares answers with."""
