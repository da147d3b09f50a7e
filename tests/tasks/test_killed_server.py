"""kill -9 of the web process while pupils write loses nothing that was acknowledged, and doubles nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from factories import SECRET, make_class, make_student
from sqlalchemy import select
from tasks import crash_site
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.clock import utcnow
from contest_app.config import ROOT, Settings
from contest_app.db import Database
from contest_app.oplog import tokens
from contest_app.oplog.models import Operation
from contest_app.tasks.models import Idea
from contest_app.tasks.rules.answering import checksum

LONG_RUN: Final = [pytest.mark.slow, pytest.mark.skipif("QIYAL_SOAK" not in os.environ, reason="only in `make soak`")]
WRITERS: Final = 4
#: A task takes a hundred ideas; a fast machine would write more between so many deaths.
MOST_STANDING: Final = 40
LONGEST_WAIT_SECONDS: Final = 0.12
PATIENCE_SECONDS: Final = 60
START: Final = len("an idea ")


@dataclass
class Writer:
    """A pupil whose page writes on and on, and sends each batch until all of it is acknowledged."""

    port: int
    response_id: UUID
    token: str
    end: Event
    idea: UUID = field(default_factory=uuid4)
    text: str = ""
    standing: list[str] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    retries: int = 0

    def write(self) -> None:
        """Write until the end is told."""
        last: dict[str, Any] | None = None
        while not self.end.is_set():
            fresh, change = _put(uuid4()), self._change()
            if last:
                change["after"] = last["id"]
            self._send_until_taken([fresh, change, *self._removals()])
            self.standing.append(fresh["idea"])
            last = change

    def _removals(self) -> list[dict[str, Any]]:
        """Remove the oldest idea where there are many."""
        if len(self.standing) < MOST_STANDING:
            return []
        oldest = self.standing.pop(0)
        self.removed.add(oldest)
        return [{"id": str(uuid4()), "kind": "remove_idea", "idea": oldest, "revision": 1}]

    def _change(self) -> dict[str, Any]:
        """Write the idea, and then another end to it, again and again."""
        put, before = _put(self.idea), self.text
        self.text = put["text"]
        if not before:
            return put
        places = {"base": checksum(before), "start": START, "gone": len(before) - START}
        return put | {"kind": "splice_idea", "text": put["text"][START:], **places}

    def _send_until_taken(self, batch: list[dict[str, Any]]) -> None:
        while not (told := self._send(batch)):
            self.retries += 1
            time.sleep(0.01)
        self.acknowledged |= {one["id"]: one["answer"] for one in told}

    def _send(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            body = json.dumps({"operations": batch})
            connection.request("POST", f"/sync/responses/{self.response_id}", body, headers)
            answer = connection.getresponse()
            assert answer.status == HTTPStatus.OK
            told: list[dict[str, Any]] = json.loads(answer.read())["acknowledged"]
        except (OSError, HTTPException, ValueError):
            return []
        else:
            return told
        finally:
            connection.close()


def _put(idea: UUID) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "put_idea", "idea": str(idea), "text": f"an idea {uuid4()}", "revision": 0}


@contextmanager
def crashing_site(settings: Settings, door: socket.socket) -> Iterator[subprocess.Popen[str]]:
    """The supervisor of the site; whatever is left of its group is killed at the end."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "QIYAL_DATA_DIR": str(settings.data_dir),
        "QIYAL_DATABASE_URL": settings.database_url,
        "QIYAL_SECRET_KEY": SECRET,
        "QIYAL_BASE_URL": "http://localhost",
        "QIYAL_DEMO": "false",
    }
    process = subprocess.Popen(
        [sys.executable, crash_site.__file__, str(door.fileno())],
        env=environment,
        pass_fds=[door.fileno()],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.mark.parametrize("deaths", [8, pytest.param(200, marks=LONG_RUN)])
def test_what_was_acknowledged_before_a_kill_is_there_after_it(
    database: Database, settings: Settings, deaths: int
) -> None:
    end = Event()
    with socket.create_server(("127.0.0.1", 0), backlog=128) as door:
        writers = _seat(database, door.getsockname()[1], end)
        threads = [Thread(target=writer.write) for writer in writers]
        with crashing_site(settings, door) as site:
            _kill_while_they_write(site, threads, writers, deaths)
            end.set()
            for thread in threads:
                thread.join(PATIENCE_SECONDS)

    assert sum(writer.retries for writer in writers) >= deaths // 2
    for writer in writers:
        assert _missing(database, writer) == {}
        assert _texts(database, writer) == _applied(writer) | {str(writer.idea): writer.text}


def _seat(database: Database, port: int, end: Event) -> list[Writer]:
    with database.transaction() as session:
        school_class, items = make_class(session), make_items(session)
        students = [make_student(session, school_class, f"Pupil {place}") for place in range(WRITERS)]
        session.flush()
        sitting = make_sitting(session, school_class, items, now=utcnow())
        responses = [
            make_response(session, sitting, s, items[0], [], submitted=False, now=utcnow()) for s in students
        ]
        pairs = [(response.id, student.user_id) for response, student in zip(responses, students, strict=True)]
    claims = [(key, tokens.Claim(key, person)) for key, person in pairs]
    return [Writer(port, key, tokens.sign(SECRET, "response", claim, now=utcnow()), end) for key, claim in claims]


def _kill_while_they_write(
    site: subprocess.Popen[str], threads: list[Thread], writers: list[Writer], deaths: int
) -> None:
    """Kill the process that serves so many times, each time after something new was acknowledged."""
    assert site.stdout is not None
    chance = random.Random(deaths)  # noqa: S311 -- moments to die at, no secret
    serving = int(site.stdout.readline())
    for thread in threads:
        thread.start()
    for _ in range(deaths):
        _wait_for_news(writers)
        time.sleep(chance.uniform(0, LONGEST_WAIT_SECONDS))
        os.kill(serving, signal.SIGKILL)
        serving = int(site.stdout.readline())


def _wait_for_news(writers: list[Writer]) -> None:
    before, until = _count(writers), time.monotonic() + PATIENCE_SECONDS
    while _count(writers) == before:
        assert time.monotonic() < until, "nothing is acknowledged any more"
        time.sleep(0.002)


def _count(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def _missing(database: Database, writer: Writer) -> dict[str, Any]:
    """Return what was acknowledged and is not there, or is there with another answer."""
    with database.reading() as session:
        query = select(Operation.id, Operation.answer).where(Operation.stream_id == writer.response_id)
        there = {str(key): answer for key, answer in session.execute(query)}
    return {key: answer for key, answer in writer.acknowledged.items() if there.get(key) != answer}


def _texts(database: Database, writer: Writer) -> dict[str, str]:
    with database.reading() as session:
        standing = Idea.response_id == writer.response_id, Idea.removed_at.is_(None)
        rows = session.execute(select(Idea.id, Idea.text).where(*standing))
        return {str(key): text for key, text in rows}


def _applied(writer: Writer) -> dict[str, str]:
    """Return each idea that was written whole and stands, as the answer tells it."""
    assert {answer["state"] for answer in writer.acknowledged.values()} == {"applied"}
    told = {answer["idea"]: answer["text"] for answer in writer.acknowledged.values() if "idea" in answer}
    return {key: text for key, text in told.items() if key not in writer.removed}
