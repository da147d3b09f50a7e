"""The fields of an entry's form: what each kind has beside its key, label and help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from contest_app.contests.presets.basics import Key, Strict, Text


class Option(Strict):
    """A choice of a form field; industries have codes with dots for keys."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,40}$")]
    name: Text


class FormField(Strict):
    """What every field of an entry's form has."""

    key: Key
    required: bool
    label: Text
    help: Text | None = None


class TextField(FormField):
    """Words of the author: one line, or many."""

    kind: Literal["text", "long_text"]
    max_length: Annotated[int, Field(ge=1, le=20_000)]


class ChoiceField(FormField):
    """One of the given options."""

    kind: Literal["choice"]
    options: Annotated[list[Option], Field(min_length=2)]


class IndustryField(FormField):
    """One code of the catalogue of creative industries; a contest takes its own copy of the codes."""

    kind: Literal["industry"]


class LinkField(FormField):
    """An address of the web, shown but never fetched."""

    kind: Literal["link"]


class FileField(FormField):
    """One file, or a few."""

    kind: Literal["file"]
    types: Annotated[list[Literal["pdf", "png", "jpg"]], Field(min_length=1)]
    max_mb: Annotated[int, Field(ge=1, le=10)]
    count: Annotated[int, Field(ge=1, le=3)] = 1


class ConsentField(FormField):
    """A statement, which is the label, that the author ticks."""

    kind: Literal["consent"]


class AiUseField(FormField):
    """Whether artificial intelligence helped, and what for."""

    kind: Literal["ai_use"]


AnyField = Annotated[
    TextField | ChoiceField | IndustryField | LinkField | FileField | ConsentField | AiUseField,
    Field(discriminator="kind"),
]
ANY_FIELD: TypeAdapter[AnyField] = TypeAdapter(AnyField)

AI_USES = (
    Option(
        key="none",
        name=Text(
            kk="Жасанды интеллект қолданылмады",
            ru="Искусственный интеллект не использовался",
            en="No artificial intelligence was used",
        ),
    ),
    Option(
        key="helped",
        name=Text(kk="Жасанды интеллект көмектесті", ru="Искусственный интеллект помогал", en="It helped"),
    ),
    Option(
        key="made",
        name=Text(
            kk="Бір бөлігін жасанды интеллект жасады",
            ru="Часть работы сделана искусственным интеллектом",
            en="It made a part of the work",
        ),
    ),
)
AGREED = (Option(key="yes", name=Text(kk="Келісемін", ru="Согласие есть", en="Agreed")),)


def options_of(kind: str, industries: Sequence[Option]) -> list[dict[str, Any]] | None:
    """Return the options that a contest keeps with a field whose kind brings them; None where it brings none."""
    kinds = {"industry": industries, "ai_use": AI_USES, "consent": AGREED}
    return [option.model_dump() for option in kinds[kind]] if kind in kinds else None
