"""A pupil at the browser, on the page of one task: opens it, writes, hands in; and what has arrived."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from browser.chromium import Watch
from factories import make_class, make_student
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_item, make_items, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.tasks.models import Response
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.services.answering import standing_ideas

SYNC = "**/sync/responses/*"
#: What the console says when a link is cut or a server fails, which these tests do on purpose.
PROVOKED = ["Failed to load resource"]


@dataclass
class Desk:
    """A pupil at the browser, on the page of one task."""

    context: BrowserContext
    database: Database
    student_id: UUID
    response_id: UUID
    watch: Watch

    def open(self) -> Page:
        """Open the task in a tab and wait until its script works."""
        page = self.context.new_page()
        page.goto(f"/my/responses/{self.response_id}")
        page.locator("qy-timer button").first.wait_for(state="attached")
        return page

    def response(self) -> Response:
        """Return what the server has."""
        with self.database.reading() as session:
            found = queries.response_of(session, self.student_id, self.response_id)
        assert found is not None
        return found

    def saved(self) -> list[str]:
        """Return the texts of the ideas on the server."""
        return [idea.text for idea in standing_ideas(self.response())]


def open_task(session: Session, kind: str, seconds_left: int, content: dict[str, object]) -> tuple[User, Response]:
    """Begin a task for a new pupil, in English: the bank's first one for uses, or one of that kind and content."""
    school_class = make_class(session)
    student = make_student(session, school_class)
    item = make_item(session, kind, **content) if content else make_items(session)[0]
    session.flush()
    sitting = make_sitting(session, school_class, [item], now=utcnow())
    response = make_response(session, sitting, student, item, [], submitted=False, now=utcnow())
    response.due_at = utcnow() + timedelta(seconds=seconds_left)
    return student.user, response


def expect_state(page: Page, state: str) -> None:
    """Wait until the badge says so."""
    expect(page.locator("qy-save-state")).to_have_attribute("state", state)


def hand_in(page: Page) -> None:
    """Press the button and answer its question."""
    page.click(".dock summary")
    page.click("dialog button[type=submit]")


def expect_receipt(page: Page) -> None:
    """Wait for the receipt."""
    page.wait_for_url("**/submitted")
    expect(page.locator(".receipt__code")).to_have_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$"))
