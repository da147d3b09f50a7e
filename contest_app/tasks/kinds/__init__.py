"""Kinds of item: one file a kind, found through the registry.

A new kind is a file here with one ``Kind`` and its line in ``KINDS``. Its ``form`` decides the page, the script and
the printed sheet; a response of another form needs a template of its own under ``templates/tasks/forms``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from contest_app.tasks.kinds.alternative_uses import AlternativeUses
from contest_app.tasks.kinds.ask_questions import AskQuestions
from contest_app.tasks.kinds.consequences import Consequences
from contest_app.tasks.kinds.design import Design
from contest_app.tasks.kinds.divergent_associations import DivergentAssociations
from contest_app.tasks.kinds.drawing import Drawing
from contest_app.tasks.kinds.five_word_story import FiveWordStory
from contest_app.tasks.kinds.guess_causes import GuessCauses
from contest_app.tasks.kinds.idea_improvement import IdeaImprovement
from contest_app.tasks.kinds.instances import Instances
from contest_app.tasks.kinds.kind import Content, Form, Frame, Kind, Limits, Part, Picture, Scorer, Sheet
from contest_app.tasks.kinds.metaphor import Metaphor
from contest_app.tasks.kinds.picture_dialogue import PictureDialogue
from contest_app.tasks.kinds.picture_titles import PictureTitles
from contest_app.tasks.kinds.problem_finding import ProblemFinding
from contest_app.tasks.kinds.product_improvement import ProductImprovement
from contest_app.tasks.kinds.remote_associates import RemoteAssociates
from contest_app.tasks.kinds.scientific_problem import ScientificProblem
from contest_app.tasks.kinds.short_story import ShortStory
from contest_app.tasks.kinds.similarities import Similarities
from contest_app.tasks.kinds.social_problem import SocialProblem

__all__ = [
    "KINDS",
    "Content",
    "Form",
    "Frame",
    "Kind",
    "Limits",
    "Part",
    "Picture",
    "Scorer",
    "Sheet",
    "UnknownKind",
    "kind_named",
    "schemas",
]

#: In the order in which pages list them.
KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        AlternativeUses(),
        Consequences(),
        Instances(),
        Similarities(),
        ProductImprovement(),
        GuessCauses(),
        AskQuestions(),
        ProblemFinding(),
        PictureTitles(),
        Metaphor(),
        IdeaImprovement(),
        SocialProblem(),
        ScientificProblem(),
        PictureDialogue(),
        FiveWordStory(),
        ShortStory(),
        Drawing(),
        Design(),
        RemoteAssociates(),
        DivergentAssociations(),
    )
}


class UnknownKind(LookupError):
    """The bank holds an item of a kind that this version does not know."""


def kind_named(name: str) -> Kind:
    """Return the kind of that name. Raises UnknownKind."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None


def schemas() -> dict[str, Mapping[str, Any]]:
    """Return for each kind the JSON schema of the fields that it adds to an item."""
    return {name: kind.schema for name, kind in KINDS.items()}
