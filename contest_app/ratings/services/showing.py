"""An answer as a rater may see it: by its code, with the task and the language, and nothing about the pupil."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_app.languages import Localised
from contest_app.ratings.models import RatedAnswer
from contest_app.tasks.kinds import Sheet, kind_named
from contest_app.tasks.services.results import Drawing, drawing_of


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """The task as the pupil had it, and what was given: a text, or a drawing with its words."""

    code: str
    title: Localised
    language: str
    sheet: Sheet
    text: str
    drawing: Drawing | None


def shown_answer(session: Session, answer: RatedAnswer) -> ShownAnswer:
    """Return what a rater sees; ``answer.response`` must be loaded with item, attempt and kept ideas."""
    response = answer.response
    language = response.attempt.language
    drawing = None if answer.idea_id else drawing_of(session, response)
    ideas = [idea.text for idea in response.ideas if answer.idea_id in {None, idea.id}]
    return ShownAnswer(
        code=answer.code,
        title=response.item.title,
        language=language,
        sheet=kind_named(response.item.kind).sheet(response.item.content, language),
        text="" if drawing else "\n\n".join(ideas),
        drawing=drawing,
    )
