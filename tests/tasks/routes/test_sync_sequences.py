"""Whatever two tabs, the link, the clock and the teacher do, in any order, the server does as a simple model does.

The device keeps a log of what its tabs wrote and sends parts of it, again and again, until each operation is
acknowledged; the model is told the same operations and says what the answers and the ideas must be.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final
from uuid import UUID

import pytest
from factories import NOW, SECRET, make_class, make_student
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import select
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.db import Database
from contest_app.oplog import tokens
from contest_app.oplog.models import Operation
from contest_app.tasks.models import Idea, Item, Response, Sitting
from contest_app.tasks.rules.answering import checksum, clean_text, fingerprint
from contest_app.tasks.services import live

LONG_RUN: Final = [pytest.mark.slow, pytest.mark.skipif("QIYAL_SOAK" not in os.environ, reason="only in `make soak`")]
STEPS: Final = 30
TEXTS: Final = st.sampled_from(["сөмке", "a boat", "ұя жасау", "флюгер", ""])
TABS: Final = st.sampled_from(["first tab", "second tab"])

Sent = dict[str, Any]


@dataclass
class Clock:
    """The server's clock, which the test moves."""

    now: datetime = NOW


@dataclass
class Model:
    """What the server must do, in a few lines: one dictionary of ideas, one of answers."""

    ideas: dict[str, tuple[str, int, bool]] = field(default_factory=dict)
    answers: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    is_submitted: bool = False

    def take(self, sent: Sent, *, is_due: bool) -> None:
        """Do an operation that has not come before, once the one that it follows has come."""
        if sent["id"] in self.answers or ("after" in sent and sent["after"] not in self.answers):
            return
        act = self._submit(sent, is_due=is_due) if sent["kind"] == "submit" else self._change(sent)
        self.answers[sent["id"]] = act

    def standing(self) -> dict[str, str]:
        """The ideas that are there."""
        return {key: text for key, (text, _, is_removed) in self.ideas.items() if not is_removed}

    def _submit(self, sent: Sent, *, is_due: bool) -> tuple[str, int | None]:
        if not self.is_submitted and sent.get("automatic") and not is_due:
            return "not_due", None
        is_whole = sent["sha256"] == fingerprint(self.standing().items())
        self.is_submitted = self.is_submitted or is_whole
        return ("submitted" if self.is_submitted else "mismatch"), None

    def _change(self, sent: Sent) -> tuple[str, int | None]:
        if self.is_submitted:
            return "closed", None
        text, revision, _ = self.ideas.get(sent["idea"], ("", 0, True))
        if self._base(sent) != revision:
            return "stale", revision
        if sent["kind"] == "remove_idea":
            return self._remove(sent["idea"], text, revision)
        if sent["kind"] == "splice_idea":
            return self._splice(sent, revision)
        return self._write(sent, sent["text"], revision)

    def _splice(self, sent: Sent, revision: int) -> tuple[str, int | None]:
        before = self.standing().get(sent["idea"], "")
        if checksum(before) != sent["base"]:
            return "stale", revision
        return self._write(sent, clean_text(spliced(before, sent)), revision)

    def _write(self, sent: Sent, text: str, revision: int) -> tuple[str, int | None]:
        if not text:
            return "refused", revision
        self.ideas[sent["idea"]] = (text, revision + 1, False)
        return "applied", revision + 1

    def _remove(self, idea: str, text: str, revision: int) -> tuple[str, int | None]:
        if idea not in self.ideas:
            return "applied", 0
        self.ideas[idea] = (text, revision + 1, True)
        return "applied", revision + 1

    def _base(self, sent: Sent) -> int | None:
        if "after" not in sent:
            told: int = sent["revision"]
            return told
        state, revision = self.answers[sent["after"]]
        return revision if state in {"applied", "refused"} else None


def spliced(before: str, sent: Sent) -> str:
    """Return a text with a part of it replaced."""
    start, end = sent["start"], sent["start"] + sent["gone"]
    return f"{before[:start]}{sent['text']}{before[end:]}"


class Answering(RuleBasedStateMachine):
    """A pupil's device with two tabs, a link that fails, a teacher, and the real server behind."""

    def __init__(self, app: Flask, database: Database, clock: Clock, item: UUID) -> None:
        super().__init__()
        self.client, self.database, self.clock = app.test_client(), database, clock
        self.clock.now = NOW
        self.model, self.is_online = Model(), True
        self.numbers = count(1)
        self.log: list[Sent] = []
        self.seen: dict[str, dict[str, int]] = {"first tab": {}, "second tab": {}}
        self.newest: dict[tuple[str, str], str] = {}
        self.text: dict[tuple[str, str], str] = {}
        self.response_id, self.sitting_id, self.teacher_id, claim = self._sit_down(item)
        token = tokens.sign(SECRET, "response", claim, now=NOW)
        self.headers = {"Authorization": f"Bearer {token}"}

    def _sit_down(self, item: UUID) -> tuple[UUID, UUID, UUID, tokens.Claim]:
        with self.database.transaction() as session:
            school_class = make_class(session)
            student = make_student(session, school_class)
            session.flush()
            task = session.get_one(Item, item)
            sitting = make_sitting(session, school_class, [task])
            response = make_response(session, sitting, student, task, [], submitted=False)
            claim = tokens.Claim(response.id, student.user_id)
            return response.id, sitting.id, school_class.teacher_id, claim

    # What the pupil does in a tab.

    @rule(tab=TABS, text=TEXTS)
    def write(self, tab: str, text: str) -> None:
        """A new idea."""
        self._keep(tab, "put_idea", self._new_key(), text=text)

    @precondition(lambda self: self.model.ideas)
    @rule(tab=TABS, text=TEXTS, place=st.integers(0, 9))
    def change(self, tab: str, text: str, place: int) -> None:
        """Another text for an idea."""
        self._keep(tab, "put_idea", self._some_idea(place), text=text)

    @precondition(lambda self: self.text)
    @rule(place=st.integers(0, 9), start=st.integers(0, 9), gone=st.integers(0, 9), text=TEXTS)
    def splice(self, place: int, start: int, gone: int, text: str) -> None:
        """Another part in the text that a tab shows of an idea."""
        tab, idea = list(self.text)[-1 - place % len(self.text)]
        places = {"base": checksum(self._shown(tab, idea)), "start": start, "gone": gone}
        self._keep(tab, "splice_idea", idea, text=text, **places)

    @precondition(lambda self: self.model.ideas)
    @rule(tab=TABS, place=st.integers(0, 9))
    def remove(self, tab: str, place: int) -> None:
        """An idea taken out of the list."""
        self._keep(tab, "remove_idea", self._some_idea(place))

    @rule(is_automatic=st.booleans())
    def submit(self, is_automatic: bool) -> None:
        """The end, by the button or by the page's clock, with the list that the device believes in."""
        standing = self.model.standing()
        claim = {"count": len(standing), "sha256": fingerprint(standing.items())}
        automatic = {"automatic": True} if is_automatic else {}
        self.log.append({"id": self._new_key(), "kind": "submit", **claim, **automatic})

    @rule(tab=TABS)
    def load_again(self, tab: str) -> None:
        """The tab shows what the server has."""
        self.seen[tab] = {key: revision for key, (_, revision, _) in self.model.ideas.items()}
        self.newest = {pair: key for pair, key in self.newest.items() if pair[0] != tab}
        self.text |= {(tab, key): self.model.standing().get(key, "") for key in self.model.ideas}

    # What the link does.

    @rule()
    def go_offline(self) -> None:
        """The link is cut."""
        self.is_online = False

    @rule()
    def go_online(self) -> None:
        """The link works."""
        self.is_online = True

    @precondition(lambda self: self.log)
    @rule(most=st.integers(1, 6), answer_arrives=st.booleans(), is_upside_down=st.booleans())
    def send(self, most: int, answer_arrives: bool, is_upside_down: bool) -> None:
        """A part of the log goes; the answer may be lost, and parts may overtake each other."""
        if self.is_online:
            batch = self.log[-most:][::-1] if is_upside_down else self.log[:most]
            self._post(batch, answer_arrives=answer_arrives)

    # What the teacher and the clock do.

    @rule(minutes=st.sampled_from([1, 5]))
    def extend(self, minutes: int) -> None:
        """More time."""
        self._steer(lambda session, of: live.extend(session, of, minutes, student_id=None, **self._teacher(session)))

    @rule()
    def pause(self) -> None:
        """All clocks stand still."""
        self._steer(lambda session, of: live.pause(session, of, **self._teacher(session)))

    @rule()
    def release(self) -> None:
        """All clocks go on."""
        self._steer(lambda session, of: live.resume(session, of, **self._teacher(session)))

    @rule(seconds=st.sampled_from([1, 40, 170]))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.clock.now += timedelta(seconds=seconds)

    def teardown(self) -> None:
        """The link works at last: the log runs empty, and the server has what the model has."""
        for _ in range(len(self.log) + 1):
            if self.log:
                self._post(self.log[:20], answer_arrives=True)
        assert self.log == []
        self._compare()

    def _shown(self, tab: str, idea: str) -> str:
        return self.text.get((tab, idea), "")

    def _keep(self, tab: str, kind: str, idea: str, **more: Any) -> None:
        operation: Sent = {
            "id": self._new_key(),
            "kind": kind,
            "idea": idea,
            "revision": self.seen[tab].get(idea, 0),
            **more,
        }
        if before := self.newest.get((tab, idea)):
            operation["after"] = before
        self.newest[tab, idea] = operation["id"]
        shown = spliced(self._shown(tab, idea), operation) if kind == "splice_idea" else more.get("text", "")
        self.text[tab, idea] = clean_text(shown)
        self.log.append(operation)

    def _new_key(self) -> str:
        """A key that the same sequence gives again, so that a failure can be repeated."""
        return str(UUID(int=next(self.numbers)))

    def _some_idea(self, place: int) -> str:
        return list(self.model.ideas)[place % len(self.model.ideas)]

    def _post(self, batch: list[Sent], *, answer_arrives: bool) -> None:
        is_due = self._is_due()
        for sent in batch:
            self.model.take(sent, is_due=is_due)
        answer = self.client.post(
            f"/sync/responses/{self.response_id}", json={"operations": batch}, headers=self.headers
        )
        assert answer.status_code == 200
        told = {one["id"]: one["answer"] for one in answer.get_json()["acknowledged"]}
        wanted = [sent["id"] for sent in batch if sent["id"] in self.model.answers]
        assert list(told) == wanted
        for key in wanted:
            assert (told[key]["state"], told[key].get("revision")) == self.model.answers[key]
        if answer_arrives:
            self._forget(told)

    def _forget(self, told: dict[str, Sent]) -> None:
        """Let go of what was acknowledged; both tabs hear of it."""
        for sent in [sent for sent in self.log if sent["id"] in told]:
            self.log.remove(sent)
            for tab, seen in self.seen.items():
                if "revision" in told[sent["id"]] and self.newest.get((tab, sent["idea"]), sent["id"]) == sent["id"]:
                    seen[sent["idea"]] = told[sent["id"]]["revision"]
                    self.newest.pop((tab, sent["idea"]), None)

    def _is_due(self) -> bool:
        with self.database.reading() as session:
            return self.clock.now >= session.get_one(Response, self.response_id).due_by(self.clock.now)

    def _steer(self, act: Callable[..., object]) -> None:
        with self.database.transaction() as session:
            act(session, session.get_one(Sitting, self.sitting_id))

    def _teacher(self, session: Any) -> dict[str, Any]:
        return {"actor": session.get_one(User, self.teacher_id), "now": self.clock.now}

    def _compare(self) -> None:
        with self.database.reading() as session:
            operations = list(session.scalars(select(Operation).where(Operation.stream_id == self.response_id)))
            ideas = session.scalars(select(Idea).where(Idea.response_id == self.response_id))
            there = {str(idea.id): (idea.text, idea.revision, idea.removed_at is not None) for idea in ideas}
            response = session.get_one(Response, self.response_id)
        assert there == self.model.ideas
        assert {str(operation.id) for operation in operations} == set(self.model.answers)
        assert (response.submitted_at is not None) == self.model.is_submitted


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("sequences", [60, pytest.param(2_000, marks=LONG_RUN)])
def test_any_sequence_ends_as_the_simple_model_says(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, sequences: int
) -> None:
    clock = Clock()
    monkeypatch.setattr("contest_app.tasks.routes.sync.utcnow", lambda: clock.now)
    with database.transaction() as session:
        item = make_items(session)[0].id

    run_state_machine_as_test(
        lambda: Answering(app, database, clock, item),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(max_examples=sequences, stateful_step_count=STEPS, deadline=None, database=None),
    )
