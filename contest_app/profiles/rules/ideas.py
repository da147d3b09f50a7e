"""Which of a pupil's own ideas to show as the one to be proud of, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from contest_app.languages import Localised
from contest_app.tasks.rules.feedback import WORKED_OUT, is_unusual

#: People of a pool below which being alone with an idea says little.
MIN_PEOPLE: Final = 10


@dataclass(frozen=True, slots=True)
class OwnIdea:
    """An idea of a score of record, with what it was compared with; ``people`` had it, the pupil among them."""

    text: str
    language: str
    task: Localised
    people: int
    pool_people: int
    pool_name: str
    elaboration: float

    @property
    def is_worked_out(self) -> bool:
        """Whether it says how it would work."""
        return self.elaboration >= WORKED_OUT


def best(ideas: Sequence[OwnIdea]) -> OwnIdea | None:
    """Return the rarest of the unusual ideas, of equally rare ones the one that is worked out most; maybe none."""
    unusual = [idea for idea in ideas if idea.pool_people >= MIN_PEOPLE and is_unusual(idea.people, idea.pool_people)]
    return max(unusual, key=lambda idea: (-idea.people / idea.pool_people, idea.elaboration, idea.text), default=None)
