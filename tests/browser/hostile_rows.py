"""Hostile text in every column that people fill: past all forms, as if every check of input had failed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, cycle
from typing import Any, Final

from browser.live_site import Site
from sqlalchemy import text
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_app.accounts.models import School, SchoolClass, Student, User
from contest_app.contests.models import AgeGroup, Attachment, Contest, Entry, EntryAuthor, Nomination
from contest_app.judging.models import ConflictOfInterest, Mark, ResultSheet, Round
from contest_app.languages import LANGUAGES
from contest_app.records.models import Certificate
from contest_app.tasks.models import Idea, IdeaScore, Item, ItemProposal, NormAnswer, ScoringRun

#: Each leaves an element of the class ``hostile``, runs a script, or both, where it is not taken as text.
PAYLOADS: Final = (
    '<script class="hostile">alert(1)</script>',
    '"><img class="hostile" src="/no-such-picture" onerror="alert(2)">',
    "'><svg class='hostile' onload='alert(3)'>",
    '</textarea></title></option><iframe class="hostile" srcdoc="<script>parent.alert(4)</script>"></iframe>',
    '<a class="hostile" href="javascript:alert(5)">x</a>',
    "{{ 7 * 7 }}{% raw %}<b class=hostile>${alert(6)}</b>",
    '" autofocus onfocus="alert(7)" x="',
    "--><style class=hostile>*{display:none}</style><!--",
)
LINK: Final = "javascript:alert(8)"

#: Texts as they are, and texts by language, at any depth.
PLAIN: Final[tuple[InstrumentedAttribute[Any], ...]] = (
    User.display_name,
    SchoolClass.letter,
    Student.nickname,
    Idea.text,
    IdeaScore.text,
    NormAnswer.text,
    Entry.title,
    EntryAuthor.full_name,
    Attachment.filename,
    ItemProposal.note,
    Mark.comment,
    Mark.reason,
    ConflictOfInterest.reason,
    Certificate.revocation_reason,
)
BY_LANGUAGE: Final[tuple[InstrumentedAttribute[Any], ...]] = (
    School.name,
    Item.title,
    Item.content,
    ItemProposal.said,
    Contest.name,
    Contest.summary,
    Contest.description,
    Contest.form,
    Contest.rubric,
    Contest.awards,
    Nomination.name,
    AgeGroup.name,
    Round.rubric,
    ResultSheet.content,
    Certificate.content,
    ScoringRun.category_labels,
)


def poison(site: Site) -> None:
    """Write hostile text into every row."""
    with site.database.transaction() as session:
        _allow_updates(session)
        payloads = (f"{payload} {number}" for payload, number in zip(cycle(PAYLOADS), count()))
        for column in PLAIN:
            _rewrite(session, column, lambda _value: next(payloads))
        for column in BY_LANGUAGE:
            _rewrite(session, column, lambda value: _poisoned(value, payloads))
        _rewrite(session, Entry.fields, lambda value: {key: _field(key, payloads) for key in value})


def _allow_updates(session: Session) -> None:
    """Take away the triggers that keep marks, scores and results as they are."""
    names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name in names:
        session.execute(text(f'DROP TRIGGER "{name}"'))


def _rewrite(session: Session, column: InstrumentedAttribute[Any], change: Any) -> None:
    for row in session.query(column.class_):
        if getattr(row, column.key) is not None:
            setattr(row, column.key, change(getattr(row, column.key)))
    session.flush()


def _field(key: str, payloads: Iterator[str]) -> str:
    return LINK if key == "link" else next(payloads)


def _poisoned(value: Any, payloads: Iterator[str]) -> Any:
    """Return the value with hostile text wherever a text stands by language, or by the number of a group."""
    if isinstance(value, list):
        return [_poisoned(one, payloads) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: next(payloads) if _is_words(key, one) else _poisoned(one, payloads) for key, one in value.items()}


def _is_words(key: str, value: object) -> bool:
    said = {"work", "recipient", "supervisor", "organizer", "title", "name", "authors", "reason"}
    return isinstance(value, str) and (key in LANGUAGES or key in said or key.isdigit())
