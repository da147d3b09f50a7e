"""Items, sittings, answers and scores."""

from contest_app.tasks.models.answers import Attempt, Idea, Photo, Response, Stroke
from contest_app.tasks.models.care import CareCase
from contest_app.tasks.models.class_report import HiddenIdea, IdeaMap, Reliability
from contest_app.tasks.models.groups import GroupCorrection, GroupCorrectionIdea
from contest_app.tasks.models.items import Item, ItemDecision, ItemProposal, NormAnswer, NormPool
from contest_app.tasks.models.paper import PaperSheet
from contest_app.tasks.models.questions import Question, QuestionAnswer
from contest_app.tasks.models.scores import IdeaScore, RunSpread, Score, ScoringRun
from contest_app.tasks.models.sittings import Accommodation, Sitting, SittingItem
from contest_app.tasks.models.voices import Voice

__all__ = [
    "Accommodation",
    "Attempt",
    "CareCase",
    "GroupCorrection",
    "GroupCorrectionIdea",
    "HiddenIdea",
    "Idea",
    "IdeaMap",
    "IdeaScore",
    "Item",
    "ItemDecision",
    "ItemProposal",
    "NormAnswer",
    "NormPool",
    "PaperSheet",
    "Photo",
    "Question",
    "QuestionAnswer",
    "Reliability",
    "Response",
    "RunSpread",
    "Score",
    "ScoringRun",
    "Sitting",
    "SittingItem",
    "Stroke",
    "Voice",
]
