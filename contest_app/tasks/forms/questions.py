"""What a pupil sends to a person, and what the person answers."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField, validators
from wtforms.fields.choices import SelectChoice

from contest_app.tasks.rules.questions import LONGEST_ANSWER, LONGEST_WORDS, OUTCOMES, About, Outcome

OUTCOME_WORDS = {
    Outcome.COUNTS: _l("It counts"),
    Outcome.STAYS: _l("It stays as it is"),
    Outcome.TOLD: _l("I answer in words"),
}


class QuestionForm(FlaskForm):
    """A judgement that is questioned; without an idea it is that of the whole answer."""

    idea = HiddenField(validators=[validators.Optional(), validators.UUID()])
    words = TextAreaField(_l("In a few words, if you like"), [validators.Length(max=LONGEST_WORDS)])

    @property
    def idea_id(self) -> UUID | None:
        """The key of the idea."""
        return UUID(self.idea.data) if self.idea.data else None

    def said(self) -> str:
        """Return the pupil's words."""
        return (self.words.data or "").strip()


class AnswerForm(FlaskForm):
    """What a person says to a question."""

    outcome = RadioField(_l("Your answer"), [validators.InputRequired(_l("Choose one of the two."))])
    words = TextAreaField(_l("Words to the pupil"), [validators.Length(max=LONGEST_ANSWER)])

    def offer(self, about: About) -> None:
        """Set what may be answered."""
        self.outcome.choices = [SelectChoice(outcome.value, OUTCOME_WORDS[outcome]) for outcome in OUTCOMES[about]]

    def chosen(self) -> Outcome:
        """Return the answer."""
        return Outcome(self.outcome.data)

    def said(self) -> str:
        """Return the words to the pupil."""
        return (self.words.data or "").strip()
