"""Starting, writing, changing and handing in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import NOW, make_class, make_student
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.audit import AuditRow
from contest_app.db import Database
from contest_app.jobs.models import Job
from contest_app.oplog.models import Operation
from contest_app.oplog.rules import Answer, Incoming
from contest_app.tasks.models import Attempt, Idea, Response
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.queries.drafts import Draft, drafts
from contest_app.tasks.rules.answering import GRACE, NothingLeft, SittingClosed, checksum, fingerprint
from contest_app.tasks.services import answering as services

Make = Callable[..., Response]


@pytest.fixture
def response(session: Session) -> Response:
    """An empty response that is open for three minutes, held as the pages hold it."""
    return open_response(session)


def open_response(session: Session) -> Response:
    school_class = make_class(session)
    student, items = make_student(session, school_class), make_items(session)
    session.flush()
    sitting = make_sitting(session, school_class, items)
    made = make_response(session, sitting, student, items[0], [], submitted=False)
    return held(session, made)


def held(session: Session, response: Response) -> Response:
    session.flush()
    session.expire_all()
    student_id = session.scalars(select(Attempt.student_id).where(Attempt.id == response.attempt_id)).one()
    found = queries.response_to_change(session, student_id, response.id)
    assert found is not None
    return found


def put(text: str, idea: UUID | None = None, *, revision: int = 0, after: UUID | None = None) -> Incoming:
    payload = {"idea": str(idea or uuid4()), "text": text, "position": None, "revision": revision}
    return Incoming(uuid4(), "put_idea", after, payload)


def splice(
    before: str, start: int, gone: int, text: str, idea: str, *, revision: int = 0, after: Incoming | None = None
) -> Incoming:
    places = {"base": checksum(before), "start": start, "gone": gone, "text": text}
    follows = after.id if after else None
    return Incoming(uuid4(), "splice_idea", follows, {"idea": idea, "revision": revision, **places})


def remove(idea: str, revision: int) -> Incoming:
    return Incoming(uuid4(), "remove_idea", None, {"idea": idea, "revision": revision})


def submit(*ideas: tuple[str, str]) -> Incoming:
    return Incoming(uuid4(), "submit", None, {"count": len(ideas), "sha256": fingerprint(ideas)})


def take(session: Session, response: Response, *operations: Incoming, late: timedelta = timedelta(0)) -> list[Answer]:
    acknowledged = services.take(session, response, operations, now=NOW + late)
    return [one.answer for one in acknowledged]


def texts(response: Response) -> list[str]:
    return [idea.text for idea in services.standing_ideas(response)]


def test_ideas_are_kept_in_the_order_in_which_they_came(session: Session, response: Response) -> None:
    answers = take(session, response, put("сөмке"), put(" ұя \n жасау "), put("шам"))

    assert [(a["state"], a["text"], a["revision"]) for a in answers] == [
        ("applied", "сөмке", 1), ("applied", "ұя жасау", 1), ("applied", "шам", 1),
    ]  # fmt: skip
    assert texts(held(session, response)) == ["сөмке", "ұя жасау", "шам"]


def test_pastes_into_an_idea_add_up_whatever_was_pasted(session: Session, response: Response) -> None:
    key = uuid4()
    first, second = put("сөмке", key), put("қол сөмке", key, revision=1)
    first.payload["pastes"], second.payload["pastes"] = 2, 1

    take(session, response, first, second, put("шам"))

    pastes = {idea.text: idea.pastes for idea in services.standing_ideas(held(session, response))}
    assert pastes == {"қол сөмке": 3, "шам": 0}


def test_an_idea_is_changed_removed_and_brought_back(session: Session, response: Response) -> None:
    first = put("сөмке")
    idea = first.payload["idea"]

    take(session, response, first, put("тор сөмке", UUID(idea), revision=1))
    assert texts(response) == ["тор сөмке"]
    take(session, response, remove(idea, 2))
    assert texts(response) == []
    take(session, response, put("тор сөмке", UUID(idea), revision=3))
    assert texts(held(session, response)) == ["тор сөмке"]


def test_a_change_of_an_idea_that_another_window_has_changed_is_stale_and_stays_as_a_draft(
    session: Session, response: Response
) -> None:
    first = put("сөмке")
    idea = UUID(first.payload["idea"])
    take(session, response, first, put("тор сөмке", idea, revision=1))
    stale = put("қол сөмке", idea, revision=1)

    (answer,) = take(session, response, stale)

    assert (answer["state"], answer["text"], answer["revision"]) == ("stale", "тор сөмке", 2)
    assert texts(held(session, response)) == ["тор сөмке"]
    assert [(draft.id, draft.text) for draft in drafts(session, response.id)] == [(stale.id, "қол сөмке")]


def test_a_splice_changes_its_part_of_a_text_and_is_answered_without_the_text(
    session: Session, response: Response
) -> None:
    first = put("бес 🐪🐪 келді")
    idea = first.payload["idea"]

    _, *answers = take(
        session,
        response,
        first,
        splice("бес 🐪🐪 келді", 5, 1, "🐎 мен 🐪", idea, after=first),
        splice("бес 🐪🐎 мен 🐪 келді", 0, 3, "алты", idea, revision=2),
    )

    assert answers == [
        {"state": "applied", "revision": 2, "is_late": False, "sum": checksum("бес 🐪🐎 мен 🐪 келді")},
        {"state": "applied", "revision": 3, "is_late": False, "sum": checksum("алты 🐪🐎 мен 🐪 келді")},
    ]
    assert texts(held(session, response)) == ["алты 🐪🐎 мен 🐪 келді"]


def test_a_splice_of_which_cleaning_makes_another_text_is_answered_with_that_text(
    session: Session, response: Response
) -> None:
    first = put("и, ұя")

    _, answer = take(session, response, first, splice("и, ұя", 1, 1, "\u0306од", first.payload["idea"], revision=1))

    assert (answer["state"], answer["text"], answer["revision"]) == ("applied", "йод ұя", 2)


def test_a_splice_of_another_text_is_stale_even_where_the_revision_fits(session: Session, response: Response) -> None:
    first = put("сөмке")

    _, answer = take(session, response, first, splice("сөмкe", 0, 0, "тор ", first.payload["idea"], revision=1))

    assert (answer["state"], answer["text"], answer["revision"]) == ("stale", "сөмке", 1)
    assert texts(held(session, response)) == ["сөмке"]


def test_splices_that_another_window_has_outrun_stay_as_one_draft_with_the_whole_text(
    session: Session, response: Response
) -> None:
    first = put("сөмке")
    idea = first.payload["idea"]
    second = splice("сөмке", 5, 0, ", ұя", idea, revision=1)
    other = splice("сөмке, ұя", 0, 0, "тор ", idea, revision=2)
    take(session, response, first, second, other)
    third = splice("сөмке, ұя", 9, 0, ", шам", idea, revision=2)
    last = splice("сөмке, ұя, шам", 0, 5, "қоржын", idea, revision=2, after=third)

    answers = take(session, held(session, response), third, last)

    assert [(answer["state"], answer["text"], answer["draft"]) for answer in answers] == [
        ("stale", "тор сөмке, ұя", "сөмке, ұя, шам"),
        ("stale", "тор сөмке, ұя", "қоржын, ұя, шам"),
    ]
    assert drafts(session, response.id) == [Draft(last.id, "қоржын, ұя, шам")]
    take(session, held(session, response), put("қоржын, ұя, шам", last.id))
    assert drafts(session, response.id) == []


def test_a_splice_that_makes_a_text_too_long_or_comes_after_the_end_leaves_the_whole_text_as_a_draft(
    session: Session, response: Response
) -> None:
    first = put("ұ" * 400)
    idea = first.payload["idea"]
    long = splice("ұ" * 400, 400, 0, "я" * 101, idea, revision=1)
    tardy = splice("ұ" * 400, 0, 400, "шам", idea, revision=1)

    answers = take(session, response, first, long, submit((idea, "ұ" * 400)), tardy)

    assert [answer["state"] for answer in answers] == ["applied", "refused", "submitted", "closed"]
    assert {draft.id: draft.text for draft in drafts(session, response.id)} == {
        long.id: "ұ" * 400 + "я" * 101,
        tardy.id: "шам",
    }


@pytest.mark.parametrize(
    "broken",
    [{"base": None}, {"start": -1}, {"gone": True}, {"text": 7}, {"start": "0"}, {"idea": "no key"}],
    ids=str,
)
def test_a_splice_with_a_field_missing_or_of_another_type_is_refused(
    session: Session, response: Response, broken: dict[str, object]
) -> None:
    first = put("сөмке")
    damaged = splice("сөмке", 0, 0, "тор ", first.payload["idea"], revision=1)
    damaged.payload.update(broken)

    _, answer = take(session, response, first, damaged)

    assert (answer["state"], answer["reason"]) == ("refused", "unreadable")
    assert texts(held(session, response)) == ["сөмке"]


def test_what_builds_on_a_stale_change_is_stale_even_where_the_number_fits(
    session: Session, response: Response
) -> None:
    first = put("сөмке")
    idea = UUID(first.payload["idea"])
    take(session, response, first, put("тор сөмке", idea, revision=1))
    stale = put("қол сөмке", idea, revision=1)

    answers = take(session, response, stale, put("қол сөмке, былғары", idea, revision=2, after=stale.id))

    assert [answer["state"] for answer in answers] == ["stale", "stale"]
    assert texts(response) == ["тор сөмке"]


@pytest.mark.parametrize("kind", ["put_idea", "remove_idea"])
def test_a_draft_is_settled_by_keeping_it_or_throwing_it_away(
    session: Session, response: Response, kind: str
) -> None:
    first = put("сөмке")
    stale = put("қол сөмке", UUID(first.payload["idea"]))
    take(session, response, first, stale)

    decision = {"idea": str(stale.id), "revision": 0, "text": "қол сөмке"}
    (answer,) = take(session, response, Incoming(uuid4(), kind, None, decision))

    assert answer["state"] == "applied"
    assert drafts(session, response.id) == []
    assert texts(held(session, response)) == (["сөмке", "қол сөмке"] if kind == "put_idea" else ["сөмке"])


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        (put("  \n"), "empty"),
        (put("ұ" * 501), "too_long"),
        (Incoming(uuid4(), "put_idea", None, {"text": "үй"}), "unreadable"),
        (Incoming(uuid4(), "steal_idea", None, {"idea": str(uuid4())}), "unreadable"),
    ],
)
def test_what_breaks_a_limit_is_refused_with_the_reason_and_its_row_is_kept(
    session: Session, response: Response, operation: Incoming, reason: str
) -> None:
    (answer,) = take(session, response, operation)

    assert (answer["state"], answer["reason"]) == ("refused", reason)
    assert texts(held(session, response)) == []
    assert session.get_one(Operation, (response.id, operation.id)).payload == operation.payload


def test_the_hundred_and_first_idea_is_refused_until_one_is_removed(session: Session, response: Response) -> None:
    ideas = [put(f"идея {n}") for n in range(100)]
    take(session, response, *ideas)

    assert take(session, response, put("тағы бір"))[0]["reason"] == "too_many"
    take(session, response, remove(ideas[0].payload["idea"], 1))
    assert take(session, response, put("тағы бір"))[0]["state"] == "applied"


def test_ideas_after_the_end_and_the_grace_are_kept_and_flagged(session: Session, response: Response) -> None:
    on_time, late = put("сөмке"), put("шам")

    take(session, response, on_time, late=timedelta(seconds=180) + GRACE)
    take(session, response, late, late=timedelta(seconds=181) + GRACE)

    found = services.standing_ideas(held(session, response))
    assert [(idea.text, idea.is_late) for idea in found] == [("сөмке", False), ("шам", True)]


def test_submission_gives_one_receipt_one_job_and_one_audit_row(session: Session, response: Response) -> None:
    idea = put("сөмке")
    claim = submit((idea.payload["idea"], "сөмке"))

    (_, first) = take(session, response, idea, claim)
    (again,) = take(session, held(session, response), claim)
    (another,) = take(session, held(session, response), submit())

    assert first == {"state": "submitted", "receipt": response.receipt}
    assert again == another == first
    assert session.scalars(select(Job.payload).where(Job.name == "tasks.score_response")).all() == [
        {"response_id": str(response.id)}
    ]
    assert session.scalar(select(func.count()).where(AuditRow.act == "response.submitted")) == 1


def test_a_submission_that_does_not_match_tells_what_has_arrived_and_closes_nothing(
    session: Session, response: Response
) -> None:
    idea, removed = put("сөмке"), put("шам")
    take(session, response, idea, removed, remove(removed.payload["idea"], 1))

    (answer,) = take(session, response, submit((idea.payload["idea"], "сөмке"), (str(uuid4()), "жоғалған")))

    assert answer["state"] == "mismatch"
    assert [(one["idea"], one["text"], one["revision"], one["is_removed"]) for one in answer["ideas"]] == [
        (idea.payload["idea"], "сөмке", 1, False),
        (removed.payload["idea"], "шам", 2, True),
    ]
    assert held(session, response).submitted_at is None


def test_a_page_that_hands_in_by_its_clock_is_told_of_the_time_that_was_added(
    session: Session, response: Response
) -> None:
    minute = timedelta(minutes=1)
    by_hand, by_clock, again = submit(), submit(), submit()
    by_clock.payload["automatic"] = again.payload["automatic"] = True

    assert take(session, response, by_clock, late=2 * minute) == [
        {"state": "not_due", "due_at": (NOW + 3 * minute).isoformat()}
    ]
    assert response.submitted_at is None
    assert take(session, response, again, late=3 * minute)[0]["state"] == "submitted"
    assert take(session, response, by_hand, late=3 * minute)[0]["state"] == "submitted"


def test_after_the_submission_nothing_changes_but_every_text_is_kept(session: Session, response: Response) -> None:
    take(session, response, submit())
    tardy = put("кешіккен ой")

    (answer,) = take(session, held(session, response), tardy)

    assert answer == {"state": "closed"}
    assert texts(held(session, response)) == []
    assert [draft.text for draft in drafts(session, response.id)] == ["кешіккен ой"]


def test_start_gives_the_tasks_one_by_one_and_the_clock_of_each_begins_with_it(session: Session) -> None:
    school_class = make_class(session)
    student, items = make_student(session, school_class), make_items(session, 2)
    session.flush()
    sitting = make_sitting(session, school_class, items)

    def start(later: timedelta) -> Response:
        found = services.start_next(session, student, sitting.id, language="ru", actor=student.user, now=NOW + later)
        assert found is not None
        return found

    first = start(timedelta(0))
    assert start(timedelta(seconds=5)) is first
    services.hand_in(session, held(session, first), now=NOW)
    second = start(timedelta(minutes=5))
    services.hand_in(session, held(session, second), now=NOW)

    assert (first.item_id, first.due_at) == (items[0].id, NOW + timedelta(seconds=180))
    assert (second.item_id, second.due_at) == (items[1].id, NOW + timedelta(minutes=5, seconds=180))
    assert session.scalars(select(Attempt.language)).all() == ["ru"]
    with pytest.raises(NothingLeft):
        start(timedelta(minutes=9))


def test_start_is_refused_in_a_closed_sitting_and_finds_no_sitting_of_another_class(session: Session) -> None:
    school_class = make_class(session)
    student, stranger = make_student(session, school_class), make_student(session, make_class(session))
    session.flush()
    sitting = make_sitting(session, school_class, make_items(session))

    assert services.start_next(session, stranger, sitting.id, language="kk", actor=stranger.user, now=NOW) is None
    sitting.closed_at = NOW
    with pytest.raises(SittingClosed):
        services.start_next(session, student, sitting.id, language="kk", actor=student.user, now=NOW)


def test_fifty_identical_submissions_at_once_have_one_effect(database: Database) -> None:
    with database.transaction() as session:
        response = open_response(session)
        idea = put("сөмке")
        take(session, response, idea)
        student_id, response_id = response.attempt.student_id, response.id
    claim = submit((idea.payload["idea"], "сөмке"))

    def send(_: int) -> Answer:
        with database.transaction() as session:
            found = queries.response_to_change(session, student_id, response_id)
            assert found is not None
            return take(session, found, claim)[0]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, range(50)))

    assert {(answer["state"], answer["receipt"]) for answer in answers} == {("submitted", answers[0]["receipt"])}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1
        assert session.scalar(select(func.count()).where(AuditRow.act == "response.submitted")) == 1


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Incoming], list[tuple[int, int]], dict[str, str]]:
    """What one browser did, in which pieces, repeated and out of order, the network brought it, and what is there."""
    log: list[Incoming] = []
    newest: dict[UUID, UUID] = {}
    there: dict[UUID, str] = {}
    for number in range(draw(st.integers(1, 12))):
        idea = draw(st.sampled_from([UUID(int=n) for n in range(1, 5)]))
        kind = draw(st.sampled_from(["put_idea", "splice_idea", "remove_idea"]))
        payload: dict[str, Any] = {"idea": str(idea), "revision": 0, "text": f"ой 🐪{number}", "position": idea.int}
        before = there.pop(idea, "")
        if kind == "splice_idea":
            start, gone = draw(st.integers(0, len(before))), draw(st.integers(0, 3))
            payload |= {"base": checksum(before), "start": start, "gone": gone}
            there[idea] = before[:start] + payload["text"] + before[start + gone :]
        elif kind == "put_idea":
            there[idea] = payload["text"]
        log.append(Incoming(UUID(int=100 + number), kind, newest.get(idea), payload))
        newest[idea] = log[-1].id
    piece = st.tuples(st.integers(0, len(log)), st.integers(0, len(log)))
    return log, draw(st.lists(piece, max_size=8)), {str(idea): text for idea, text in there.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
def test_however_the_network_repeats_and_reorders_batches_the_ideas_are_those_the_pupil_had_and_no_operation_is_lost(
    database: Database, history: tuple[list[Incoming], list[tuple[int, int]], dict[str, str]]
) -> None:
    log, pieces, expected = history

    with database.transaction() as session:
        response = open_response(session)
        for start, end in [*pieces, (0, len(log))]:
            services.take(session, response, log[start:end], now=NOW)
            response = held(session, response)
        found = {str(idea.id): idea.text for idea in services.standing_ideas(response)}
        kept = session.scalars(select(Operation.id).where(Operation.stream_id == response.id)).all()
        states = {row.answer["state"] for row in session.scalars(select(Operation))}
        session.rollback()

    assert found == expected
    assert set(kept) == {operation.id for operation in log}
    assert states == {"applied"}


def test_an_idea_of_another_response_with_the_same_key_is_another_idea(session: Session, response: Response) -> None:
    key = uuid4()
    school_class = make_class(session)
    student = make_student(session, school_class)
    session.flush()
    item = session.get_one(type(response.item), response.item_id)
    other = make_response(session, make_sitting(session, school_class, [item]), student, item, [], submitted=False)
    other = held(session, other)

    take(session, other, put("бөтен", key))
    take(session, held(session, response), put("менікі", key))

    assert {(idea.response_id, idea.text) for idea in session.scalars(select(Idea))} == {
        (other.id, "бөтен"), (response.id, "менікі"),
    }  # fmt: skip


def test_ten_presses_of_the_start_button_at_once_start_one_task(database: Database) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        student = make_student(session, school_class)
        session.flush()
        sitting = make_sitting(session, school_class, make_items(session, 2))

    def press(_: int) -> UUID:
        with database.transaction() as session:
            found = services.start_next(session, student, sitting.id, language="kk", actor=student.user, now=NOW)
            assert found is not None
            return found.id

    with ThreadPoolExecutor(10) as pool:
        started = set(pool.map(press, range(10)))

    assert len(started) == 1
    with database.reading() as session:
        assert session.scalars(select(Response.id)).all() == list(started)
