"""The tables that a teacher takes away: a class's pupils with their numbers, and their ideas.

An idea with a sign of distress is in no table: files travel, and such words belong to the people who help.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from flask_babel import gettext as _

from contest_app.tasks.models import Sitting
from contest_app.tasks.routes.class_notes import reading_notes
from contest_app.tasks.routes.samples import sample_title
from contest_app.tasks.rules.paper import Source
from contest_app.tasks.services.class_results import PupilResult, QuestionResult
from contest_app.web.i18n import localised
from contest_app.web.tables import Cell, Column, Kind, Table

DIMENSIONS: Final = ("fluency", "flexibility", "originality", "originality_top2", "elaboration")
#: Dimensions of answers that are compared with nobody's; their columns are there where anybody has them.
PLAIN: Final = (
    *("right", "valid_words", "association_distance", "words"),
    *("frames_filled", "strokes", "parts", "elements", "colours", "ink", "photos"),
)


def file_name(sitting: Sitting) -> str:
    """Return the name of the file, without its ending."""
    return f"qiyal-{sitting.school_class.name}-{sitting.opened_at:%Y-%m-%d}"


def pupils(questions: Sequence[QuestionResult]) -> Table:
    """Return a line for each pupil and task: scores with their errors, and what they rest on."""
    titles = {
        "fluency": _("Different ideas"),
        "flexibility": _("Groups of ideas"),
        "originality": _("Originality, mean (bits)"),
        "originality_top2": _("Originality, two rarest (bits)"),
        "elaboration": _("Elaboration (words)"),
        "right": _("Right words"),
        "valid_words": _("Words that count"),
        "association_distance": _("Mean distance of the words (0–100)"),
        "words": _("Number of words"),
        "frames_filled": _("Sheets with something on them"),
        "strokes": _("Pen strokes"),
        "parts": _("Shapes put"),
        "elements": _("Separate parts"),
        "colours": _("Colours"),
        "ink": _("Length of the lines (units of the sheet)"),
        "photos": _("Photos"),
    }
    dimensions = _dimensions(questions)
    numbers = [
        column
        for dimension in dimensions
        for column in (
            Column(titles[dimension], Kind.NUMBER),
            Column(_("%(title)s: standard error", title=titles[dimension]), Kind.NUMBER),
        )
    ]
    columns = [
        Column(_("Pupil")),
        Column(_("Task")),
        Column(_("Language")),
        Column(_("Handed in"), Kind.MOMENT),
        Column(_("Late ideas"), Kind.NUMBER),
        Column(_("Written on")),
        Column(_("Helped by")),
        *numbers,
        Column(_("Code as in PISA (0–2)"), Kind.NUMBER),
        Column(_("Raters would give (1–5)"), Kind.NUMBER),
        Column(_("%(title)s: standard error", title=_("Raters would give (1–5)")), Kind.NUMBER),
        Column(_("Estimate for now")),
        Column(_("Compared with")),
        Column(_("People compared with"), Kind.NUMBER),
        Column(_("Scorer")),
    ]
    rows = [_pupil_row(question, pupil, dimensions) for question in questions for pupil in question.pupils]
    return Table(_("Pupils"), columns, rows)


def ideas(questions: Sequence[QuestionResult]) -> Table:
    """Return a line for each idea that was looked at."""
    columns = [
        Column(_("Pupil")),
        Column(_("Task")),
        Column(_("Language")),
        Column(_("Idea")),
        Column(_("Counted")),
        Column(_("Group of ideas")),
        Column(_("People who had it"), Kind.NUMBER),
        Column(_("Rarity (bits)"), Kind.NUMBER),
        Column(_("%(title)s: standard error", title=_("Rarity (bits)")), Kind.NUMBER),
        Column(_("Conventional theme")),
        Column(_("Remarks of the program")),
    ]
    return Table(_("Ideas"), columns, list(_idea_rows(questions)))


def idea_map(questions: Sequence[QuestionResult]) -> Table:
    """Return a line for each idea of the maps, without pupils' names: what it is, how many had it, where it lies."""
    columns = [
        Column(_("Task")),
        Column(_("Language")),
        Column(_("Number on the map"), Kind.NUMBER),
        Column(_("Group of ideas")),
        Column(_("Idea")),
        Column(_("Pupils"), Kind.NUMBER),
        Column(_("Across (0–1000)"), Kind.NUMBER),
        Column(_("Down"), Kind.NUMBER),
    ]
    return Table(_("Map of ideas"), columns, list(_map_rows(questions)))


def _map_rows(questions: Iterable[QuestionResult]) -> Iterator[list[Cell]]:
    for question in questions:
        for group in question.map.groups if question.map else ():
            for idea in group.ideas:
                place = (idea.circle.x, idea.circle.y) if idea.circle else (None, None)
                title = localised(question.item.title)
                yield [title, question.language, idea.number, group.name, idea.text, idea.pupils, *place]


def workbook(questions: Sequence[QuestionResult]) -> list[Table]:
    """Return the sheets that a teacher takes away."""
    return [pupils(questions), ideas(questions), idea_map(questions), reading_notes()]


def _dimensions(questions: Sequence[QuestionResult]) -> tuple[str, ...]:
    there = {name for question in questions for name in question.dimensions}
    return (*DIMENSIONS, *(name for name in PLAIN if name in there))


def _pupil_row(question: QuestionResult, pupil: PupilResult, dimensions: Sequence[str]) -> list[Cell]:
    run = question.run
    return [
        pupil.name,
        localised(question.item.title),
        question.language,
        pupil.response.submitted_at,
        pupil.late,
        _("paper") if pupil.response.source == Source.PAPER else _("screen"),
        pupil.helper or None,
        *_numbers(pupil, dimensions),
        int(pupil.code.credit) if pupil.code else None,
        *_rating(pupil),
        sample_title(run.pool_name) if run and run.pool_name else None,
        run.pool_people if run else None,
        run.scorer_version if run else None,
    ]


def _numbers(pupil: PupilResult, dimensions: Sequence[str]) -> Iterator[float | None]:
    for dimension in dimensions:
        score = pupil.scores.get(dimension)
        yield round(score.value, 3) if score else None
        yield round(score.standard_error, 3) if score and score.standard_error is not None else None


def _rating(pupil: PupilResult) -> tuple[Cell, Cell, Cell]:
    rating = pupil.rating
    if rating is None:
        return None, None, None
    return round(rating.value, 2), round(rating.standard_error, 2), _("yes") if rating.is_provisional else _("no")


def _idea_rows(questions: Iterable[QuestionResult]) -> Iterator[list[Cell]]:
    for question in questions:
        themes = {theme["key"]: theme["name"] for theme in question.item.content.get("themes", ())}
        for said in question.said:
            idea = said.idea
            if "distress" in idea.flags:
                continue
            yield [
                said.pupil,
                localised(question.item.title),
                question.language,
                idea.text,
                _("yes") if idea.is_valid else _("no"),
                question.labels.get(idea.category),
                idea.people,
                round(idea.rarity, 3),
                None if said.rarity_error is None else round(said.rarity_error, 3),
                localised(themes[said.theme]) if said.theme in themes else None,
                ", ".join(idea.flags),
            ]
