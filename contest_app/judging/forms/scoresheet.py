"""A score sheet as a page sends it: ``mark-<criterion>``, ``comment-<criterion>`` and the words for the authors."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField, validators

from contest_app.judging.rules import GENERAL, REASON_LENGTH, Given, Rubric


class ReasonForm(FlaskForm):
    """Why somebody may not mark an entry, or why a submitted sheet changes."""

    reason = TextAreaField(_l("Reason"), [validators.InputRequired(), validators.Length(max=REASON_LENGTH)])


def typed_sheet(fields: Mapping[str, str], rubric: Rubric) -> dict[str, Given]:
    """Return what stands in the sheet's fields; a mark that is no number counts as none."""
    keys = [criterion.key for criterion in rubric.criteria]
    sheet = {key: Given(_mark(fields.get(f"mark-{key}", "")), _comment(fields, key)) for key in keys}
    return sheet | {GENERAL: Given(None, _comment(fields, GENERAL))}


def _comment(fields: Mapping[str, str], key: str) -> str:
    # Browsers send lines ending in CR LF; kept as LF so that an unchanged comment is no change.
    return fields.get(f"comment-{key}", "").replace("\r\n", "\n").strip()


def _mark(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None  # noqa: PLR2004 -- no scale is longer
