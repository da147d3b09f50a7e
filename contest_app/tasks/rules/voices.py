"""What of an item is read aloud, and which words a recorded voice belongs to. No database, no request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contest_app.languages import N_

#: A pupil's device keeps a voice of this size beside the page, for when the network goes away.
MOST_KEPT_BYTES: Final = 400 * 1024
#: How long a recording on the page may last: at the rate of browsers that is well below what is taken.
LONGEST_SECONDS: Final = 120


class Part(StrEnum):
    """The two things that a pupil hears: what to do, before the clock starts too, and the task itself, only after."""

    INSTRUCTION = "instruction"
    TASK = "task"


TITLES: Final = {Part.INSTRUCTION: N_("What to do"), Part.TASK: N_("The task itself")}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of one part of an item in one language, as they are read aloud."""

    slug: str
    language: str
    part: Part
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """What a voice is kept under: another version of the item has the same one where these words are the same.

        >>> one = Spoken("a-boot", "en", Part.TASK, ("A boot", "An old boot."))
        >>> one.key == Spoken("a-boot", "en", Part.TASK, ("A boot An", "old boot.")).key
        False
        """
        said = [self.slug, self.language, self.part, *self.words]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def spoken(slug: str, language: str, *, title: str, instruction: str, given: Sequence[str]) -> list[Spoken]:
    """Return what is read aloud of an item, in the order in which a pupil meets it; ``given`` is the task itself."""
    words = {Part.INSTRUCTION: (instruction,), Part.TASK: (title, *filter(None, given))}
    return [Spoken(slug, language, part, words[part]) for part in Part]
