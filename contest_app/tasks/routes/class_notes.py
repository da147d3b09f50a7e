"""What the columns of a class's workbook mean: the data dictionary that travels with it."""

from __future__ import annotations

from flask_babel import gettext as _

from contest_app.web.tables import Cell, Column, Table


def reading_notes() -> Table:
    """Return a line for each column that needs words, and what the numbers must not serve."""
    rows: list[list[Cell]] = [[column, meaning] for column, meaning in _meanings().items()]
    return Table(_("How to read it"), [Column(_("Column")), Column(_("What it means"))], rows)


def _meanings() -> dict[str, str]:
    return {
        _("All sheets"): _(
            "The numbers help to plan lessons. They serve no marks, no admission, no certification of teachers and "
            "no comparison of schools."
        ),
        _("Different ideas"): _("Ideas that count. Ideas of one pupil that mean the same count once."),
        _("Groups of ideas"): _("How many kinds of ideas the pupil had. A program groups ideas by their meaning."),
        _("Originality, mean (bits)"): _(
            "How rare the pupil's ideas are on average. One bit more: half as many people have the idea."
        ),
        _("Originality, two rarest (bits)"): _("The same for the pupil's two rarest ideas."),
        _("Elaboration (words)"): _("Words of content in an idea beyond the first, on average."),
        _("Raters would give (1–5)"): _(
            "What trained raters would give on average, as a program estimates it; empty where it is not calibrated."
        ),
        _("Code as in PISA (0–2)"): _(
            "For many ideas: 2, all that were asked for fit and differ; 1, at least two do. For one idea: 2, it lies "
            "outside the conventional themes of the task; 1, within one. A program gives it; it replaces no score."
        ),
        _("Conventional theme"): _("The theme, of those that most people think of, that an idea lies nearest to."),
        _("%(title)s: standard error", title="…"): _(
            "How far a number may be off: the true one lies within one error in two of three cases, within two "
            "errors in nineteen of twenty."
        ),
        _("People who had it"): _("People with the same idea among all who are compared, this pupil among them."),
        _("Rarity (bits)"): _("0: everybody has the idea; 1: one in 2 people; 4: one in 16."),
        _("Number on the map"): _("The number in the circle on the page of the results."),
        _("Across (0–1000)"): _(
            "Where the middle of the circle lies, from the left; “Down” is from above. Empty for ideas that are in "
            "the table alone."
        ),
        _("Scorer"): _("The version of the program, and of all that it rests on."),
    }
