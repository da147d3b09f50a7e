"""Contest presets, rubrics and the catalogue of industries, as the item bank keeps them."""

from contest_app.contests.presets.basics import Named, Text
from contest_app.contests.presets.entering import AgeGroup, Eligibility, Late, Team
from contest_app.contests.presets.form import AnyField, FormField, Option, options_of
from contest_app.contests.presets.judging import Award, Awarding, Formula, Stage
from contest_app.contests.presets.official import award_settings, awarding_settings, formula_settings
from contest_app.contests.presets.preset import Preset
from contest_app.contests.presets.reading import BankFileUnreadable, read_industries, read_preset, read_presets
from contest_app.contests.presets.rubric import Criterion, Rubric

__all__ = [
    "AgeGroup",
    "AnyField",
    "Award",
    "Awarding",
    "BankFileUnreadable",
    "Criterion",
    "Eligibility",
    "FormField",
    "Formula",
    "Late",
    "Named",
    "Option",
    "Preset",
    "Rubric",
    "Stage",
    "Team",
    "Text",
    "award_settings",
    "awarding_settings",
    "formula_settings",
    "options_of",
    "read_industries",
    "read_preset",
    "read_presets",
]
