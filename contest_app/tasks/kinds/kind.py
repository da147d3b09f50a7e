"""What every kind of item answers for itself. A kind returns data, never HTML, and never saves."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from contest_app.languages import Localised
from contest_app.tasks.rules.answering import clean_lines, clean_text
from contest_app.tasks.rules.strokes import Canvas

Content = Mapping[str, Any]


class Form(StrEnum):
    """What a response looks like: it decides the page, the script and the printed sheet."""

    IDEAS = "ideas"
    TEXT = "text"
    SLOTS = "slots"
    DRAWING = "drawing"


class Scorer(StrEnum):
    """Who or what scores a response.

    ``pool`` compares ideas with other people's; ``key`` knows the right words, ``associations`` measures how far
    words are apart; ``people`` go by a rubric.
    """

    POOL = "pool"
    KEY = "key"
    ASSOCIATIONS = "associations"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a response may hold: ideas (or texts, or words), and characters in each."""

    ideas: int
    characters: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG), and what it shows in the words of one language."""

    svg: str
    shows: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One place to draw in: what it is called in one language, and the lines (SVG path data) given in it."""

    label: str
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A shape to be stamped, drawn (SVG path data) around the point 0, 0; closed ones are filled."""

    key: str
    name: str
    path: str

    @property
    def is_closed(self) -> bool:
        """Whether the shape has an inside."""
        return self.path.rstrip().lower().endswith("z")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the pupil reads, in one language.

    Attributes
    ----------
    instruction : what to do.
    stimulus : the thing, the situation or the question itself; may be empty.
    examples : answers to another item, so that nobody is led to one; may be empty.
    picture : None where there is none.
    given : what the item hands over: words to be used, an idea to be improved, the beginning of a sentence.
    slots : what stands before each place, where a response has fixed places.
    canvas, frames, parts : what is drawn on and with; None and empty where nothing is drawn.

    """

    instruction: str
    stimulus: str
    examples: tuple[str, ...]
    picture: Picture | None
    given: tuple[str, ...]
    slots: tuple[str, ...]
    canvas: Canvas | None = None
    frames: tuple[Frame, ...] = ()
    parts: tuple[Part, ...] = ()


class Kind(ABC):
    """One kind of item: a response to it, its limits, and what the scorer and the pages are told."""

    #: The name under which items of this kind stand in the bank.
    name: ClassVar[str]
    #: What the kind is called on pages.
    title: ClassVar[Localised]
    #: What the line is called that the pupil writes into.
    asked: ClassVar[Localised]
    form: ClassVar[Form] = Form.IDEAS
    scorers: ClassVar[tuple[Scorer, ...]] = (Scorer.POOL,)
    #: Whether an idea says what becomes of a thing: it can be turned about, looked at and fixed to something.
    is_of_things: ClassVar[bool] = False
    #: The most that any item of this kind may allow.
    most: ClassVar[Limits] = Limits(ideas=100, characters=500)
    #: JSON schema of the fields that this kind demands of an item or adds to it.
    schema: ClassVar[Mapping[str, Any]]

    @property
    def is_compared(self) -> bool:
        """Whether ideas are compared with other people's; else each response is looked at by itself."""
        return Scorer.POOL in self.scorers

    def limits(self, content: Content) -> Limits:
        """Return how much a response to one item may hold: an item may ask for fewer ideas than its kind allows."""
        return Limits(min(content.get("most", self.most.ideas), self.most.ideas), self.most.characters)

    def sheet(self, content: Content, language: str) -> Sheet:
        """Return what the pupil reads in ``language``."""
        picture = content.get("picture")
        return Sheet(
            instruction=content["instruction"][language],
            stimulus=content.get("stimulus", {}).get(language, ""),
            examples=tuple(content.get("examples", {}).get(language, ())),
            picture=Picture(picture["svg"], picture["shows"][language]) if picture else None,
            given=self.given(content, language),
            slots=self.slots(content, language),
            canvas=self.canvas(content),
            frames=self.frames(content, language),
            parts=self.parts(content, language),
        )

    def prompt(self, content: Content, language: str) -> str:
        """Return the words in ``language`` that the scorer compares answers with."""
        return str(content["object"][language])

    def clean(self, text: str) -> str:
        """Return what was written as it is kept: lines are kept in a text alone."""
        return clean_lines(text) if self.form is Form.TEXT else clean_text(text)

    def given(self, content: Content, language: str) -> tuple[str, ...]:  # noqa: ARG002 -- for kinds that hand over
        """Return what the item hands over to be used."""
        return ()

    def slots(self, content: Content, language: str) -> tuple[str, ...]:  # noqa: ARG002 -- for kinds with places
        """Return what stands before each place."""
        return ()

    def canvas(self, content: Content) -> Canvas | None:  # noqa: ARG002 -- for kinds that are drawn
        """Return the sheet that is drawn on; None where nothing is drawn."""
        return None

    def frames(self, content: Content, language: str) -> tuple[Frame, ...]:  # noqa: ARG002 -- for kinds that are drawn
        """Return the places to draw in."""
        return ()

    def parts(self, content: Content, language: str) -> tuple[Part, ...]:  # noqa: ARG002 -- for kinds that are drawn
        """Return the shapes that may be stamped."""
        return ()
