"""Questions to a person about the program's judgements: the pupil asks, the teacher of the class answers."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from contest_app.accounts.login import current_actor
from contest_app.accounts.routes import WAITING, Waiting
from contest_app.clock import utcnow
from contest_app.errors import Refusal
from contest_app.roles import Role
from contest_app.tasks.forms.questions import AnswerForm, QuestionForm
from contest_app.tasks.queries import care
from contest_app.tasks.queries import questions as queries
from contest_app.tasks.queries import results as result_queries
from contest_app.tasks.queries.questions import Line
from contest_app.tasks.routes import bp
from contest_app.tasks.routes.results import are_comments_shown_of, result_page
from contest_app.tasks.rules.questions import About
from contest_app.tasks.services import questions as services
from contest_app.web.access import only
from contest_app.web.boundary import reading, transaction
from contest_app.web.errors import told


def words_of_waiting(count: int) -> str:
    """Say how many questions wait."""
    words: str = ngettext(
        "%(num)s question of a pupil waits for your answer", "%(num)s questions of pupils wait for your answer", count
    )
    return words


WAITING.append(Waiting(queries.count_waiting, words_of_waiting, "tasks.questions"))


@bp.post("/my/responses/<uuid:response_id>/questions")
@only(Role.STUDENT)
def ask(response_id: UUID) -> ResponseReturnValue:
    """Send a judgement of the program to a person."""
    form = QuestionForm()
    if not form.validate_on_submit():
        return result_page(response_id, form)
    with transaction() as session:
        response = result_queries.response_of(session, current_actor().id, response_id)
        if response is None or not are_comments_shown_of(response):
            abort(404)
        services.ask(session, response, form.idea_id, words=form.said(), actor=current_actor(), now=utcnow())
    place = f"asked-{form.idea_id or 'whole'}"
    return redirect(url_for(".result", response_id=response_id, _anchor=place), code=303)


@bp.get("/questions")
@only(Role.TEACHER)
def questions() -> ResponseReturnValue:
    """List the questions from the teacher's classes: what waits, and what was answered."""
    with reading() as session:
        waiting = [list(own) for _key, own in groupby(queries.waiting(session, current_actor().id), _class_of)]
        answered = queries.answered(session, current_actor().id)
    return render_template("tasks/questions.html", waiting=waiting, answered=answered)


@bp.get("/questions/<uuid:question_id>")
@only(Role.TEACHER)
def question(question_id: UUID) -> ResponseReturnValue:
    """Show a question with what the program said and why."""
    return _question_page(question_id)


@bp.post("/questions/<uuid:question_id>")
@only(Role.TEACHER)
def answer_question(question_id: UUID) -> ResponseReturnValue:
    """Answer a question."""
    form = AnswerForm()
    with reading() as session:
        line = queries.line_of(session, current_actor().id, question_id) or abort(404)
    form.offer(About(line.question.about))
    if not form.validate_on_submit():
        return _question_page(question_id, form), 422
    try:
        with transaction() as session:
            line = queries.line_of(session, current_actor().id, question_id) or abort(404)
            outcome, words = form.chosen(), form.said()
            services.answer(session, line.question, outcome, words=words, actor=current_actor(), now=utcnow())
    except Refusal as refusal:
        form.form_errors.append(told(refusal))
        return _question_page(question_id, form), refusal.status
    flash(_("Sent. The pupil sees your answer beside the idea."), "success")
    return redirect(url_for(".questions"), code=303)


def _class_of(line: Line) -> UUID:
    return line.school_class.id


def _question_page(question_id: UUID, form: AnswerForm | None = None) -> str:
    with reading() as session:
        line: Line = queries.line_of(session, current_actor().id, question_id) or abort(404)
        worrying = care.ideas_of_response_with_case(session, line.question.response_id)
    if form is None:
        form = AnswerForm(formdata=None)
        form.offer(About(line.question.about))
    ideas = [idea for idea in line.question.response.ideas if idea.removed_at is None and idea.id not in worrying]
    return render_template("tasks/question.html", line=line, form=form, ideas=ideas)
