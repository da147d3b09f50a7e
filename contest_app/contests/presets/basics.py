"""What every part of a preset is made of: strict data, keys, and texts in three languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Percent = Annotated[int, Field(ge=1, le=100)]
Days = Annotated[int, Field(ge=1, le=366)]
Reviews = Annotated[int, Field(ge=1, le=10)]


class Strict(BaseModel):
    """Data as it stands in a file: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in the three languages."""

    kk: Words
    ru: Words
    en: Words


class Named(Strict):
    """A thing with a key and a name."""

    key: Key
    name: Text


def check_unique(keys: Sequence[str]) -> None:
    """Raise ValueError if a key is given twice."""
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"given twice: {', '.join(twice)}")
