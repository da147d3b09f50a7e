"""A whole school at one bell: pupils come in by slips within seconds, write for minutes, and hand in at the end.

``python -m benchmarks.sitting_load [PUPILS] [SECONDS]`` starts PostgreSQL and gunicorn as an installation has them,
lets that many pages do what the page's scripts do, looks into the database for every operation, and writes the table
to ``benchmarks/sitting_load.md``. The pages run on the same machine and take their part of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from sqlalchemy import func, select

from contest_app import schema
from contest_app.accounts.models import Student
from contest_app.accounts.rules import personal_code
from contest_app.clock import utcnow
from contest_app.config import ROOT, Settings
from contest_app.db import Database
from contest_app.oplog.models import Operation
from contest_app.tasks.models import Response

sys.path.insert(0, str(ROOT / "tests"))
import postgresql
from factories import SECRET, make_class, make_student
from tasks.tasks_factories import make_items, make_sitting

JOIN_SECONDS: Final = 5
HAND_IN_SECONDS: Final = 10
SECONDS_AN_IDEA: Final = 5
CONTACT_SECONDS: Final = (20, 25)
PATIENCE_SECONDS: Final = 60
CLASS_SIZE: Final = 25
REPORT: Final = Path(__file__).with_suffix(".md")


@dataclass
class Tally:
    """How long each kind of request took, in seconds, and what failed."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)


class Connection:
    """One connection of a browser to the server, opened anew where the server has closed it."""

    def __init__(self, port: int, tally: Tally, cookies: dict[str, str] | None = None) -> None:
        self.port, self.tally, self.cookies = port, tally, dict(cookies or {})
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, what: str, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        """Send a request and return the answer's body; the time it took and any failure are written down."""
        began = time.perf_counter()
        try:
            status, answer = await asyncio.wait_for(self._exchange(method, path, body, headers), PATIENCE_SECONDS)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            self.tally.failures.append(f"{what}: {error!r}")
            self.close()
            return b""
        self.tally.times[what].append(time.perf_counter() - began)
        if status >= 400:
            self.tally.failures.append(f"{what}: {status}")
        return answer

    async def _exchange(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}", f"Cookie: {cookies}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        request = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body
        if self.streams:
            try:
                return await self._answer(request)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()  # the server had let the idle connection go
        self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        return await self._answer(request)

    async def _answer(self, request: bytes) -> tuple[int, bytes]:
        assert self.streams is not None
        reader, writer = self.streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?i)content-length: (\d+)", head)
        body = await reader.readexactly(int(length[1])) if length else b""
        self.cookies |= dict(re.findall(r"(?i)set-cookie: (\w+)=([^;]+)", head))
        if "connection: close" in head.lower():
            self.close()
        return int(head.split(" ", 2)[1]), body

    def close(self) -> None:
        """Let the connection go."""
        if self.streams:
            self.streams[1].close()
        self.streams = None


@dataclass
class Pupil:
    """A page that is opened, writes and hands in, as the scripts of the answering page do."""

    link: Connection
    code: str
    sitting_id: UUID
    sent: set[str] = field(default_factory=set)
    ideas: dict[str, str] = field(default_factory=dict)
    stream: str = ""
    token: str = ""

    async def sit(self, bell: float, seconds: float) -> None:
        """Do what a pupil does; a page that does not come ends it, and is written down."""
        try:
            await self._sit(bell, seconds)
        except ValueError as error:
            self.link.tally.failures.append(f"a pupil had to give up: {error}")

    async def _sit(self, bell: float, seconds: float) -> None:
        """Come in by the slip after the bell, start, write to the end, and hand in."""
        await _until(bell + _random.uniform(0, JOIN_SECONDS))
        await self._come_in()
        await self._join()
        end = bell + seconds - HAND_IN_SECONDS
        await asyncio.gather(self._write(end), self._keep_contact(end))
        await _until(end + _random.uniform(0, HAND_IN_SECONDS))
        await self._hand_in()
        self.link.close()

    async def _come_in(self) -> None:
        """Show the slip, say "this is me" and take a nickname, as a pupil does on the first day."""
        slip = await self._page("slip", f"/s/{self.code}")
        await self._post("sign in", f"/s/{self.code}", slip)
        names = await self._page("nicknames", "/welcome?language=en")
        chosen = _found(r'name="nickname"[^>]* value="([^"]+)', names)
        await self._post("nickname", "/welcome", names, nickname=unescape(chosen), language="en", round="0")
        await self._page("tasks", "/my")

    async def _join(self) -> None:
        address = f"/my/sittings/{self.sitting_id}"
        form = await self._page("instruction", address)
        way = await self._post("start", f"{address}/start", form, language="en")
        page = (await self.link.ask("page", "GET", _found(r'href="(/my/responses/[^"]+)', way.decode()))).decode()
        self.stream, self.token = _found(r'data-stream="([^"]+)', page), _found(r'data-token="([^"]+)', page)

    async def _page(self, what: str, path: str) -> str:
        return (await self.link.ask(what, "GET", path)).decode()

    async def _post(self, what: str, path: str, page: str, **fields: str) -> bytes:
        """Send a form of ``page``."""
        body = urlencode({"csrf_token": _found(r'name="csrf_token" value="([^"]+)', page), **fields}).encode()
        return await self.link.ask(what, "POST", path, body, Content_Type="application/x-www-form-urlencoded")

    async def _write(self, end: float) -> None:
        while (now := time.monotonic()) < end:
            await asyncio.sleep(min(_random.uniform(0.5, 1.5) * SECONDS_AN_IDEA, max(0.0, end - now)))
            key, text = str(uuid4()), f"an idea that nobody had before, number {len(self.ideas)}"
            self.ideas[key] = text
            await self._send("save", kind="put_idea", idea=key, text=text, position=len(self.ideas), revision=0)

    async def _keep_contact(self, end: float) -> None:
        address = f"/sync/responses/{self.stream}/contact"
        link = Connection(self.link.port, self.link.tally, self.link.cookies)
        while time.monotonic() + CONTACT_SECONDS[1] < end:
            await asyncio.sleep(_random.uniform(*CONTACT_SECONDS))
            await link.ask("contact", "POST", address, Authorization=f"Bearer {self.token}")
        link.close()

    async def _hand_in(self) -> None:
        lines = "".join(f"{key}\n{self.ideas[key]}\n" for key in sorted(self.ideas))
        digest = sha256(lines.encode()).hexdigest()
        answer = await self._send("hand in", kind="submit", count=len(self.ideas), sha256=digest)
        if answer and answer["state"] != "submitted":
            self.link.tally.failures.append(f"hand in: {answer['state']}")

    async def _send(self, what: str, **operation: object) -> dict[str, Any] | None:
        key = str(uuid4())
        self.sent.add(key)
        body = json.dumps({"operations": [{"id": key, **operation}]}).encode()
        bearer = {"Authorization": f"Bearer {self.token}", "Content_Type": "application/json"}
        told = await self.link.ask(what, "POST", f"/sync/responses/{self.stream}", body, **bearer)
        taken: list[dict[str, Any]] = json.loads(told).get("acknowledged", []) if told else []
        if [one["id"] for one in taken] != [key]:
            self.link.tally.failures.append(f"{what}: not acknowledged")
            return None
        answer: dict[str, Any] = taken[0]["answer"]
        return answer


_random: Final = random.Random(500)  # noqa: S311 -- moments of pupils, no secret


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if not found:
        raise ValueError(f"the page lacks {pattern}")
    return found[1]


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))


def prepare(database: Database, count: int) -> list[tuple[str, UUID]]:
    """Fill a school of so many pupils; return the codes of their slips, and their sittings."""
    seats: list[tuple[str, UUID]] = []
    with database.transaction() as session:
        item = make_items(session)
        for place in range(0, count, CLASS_SIZE):
            school_class = make_class(session)
            size = min(CLASS_SIZE, count - place)
            students = [make_student(session, school_class, f"Pupil {number}") for number in range(size)]
            session.flush()
            sitting = make_sitting(session, school_class, item, now=utcnow())
            seats += [(_slip_of(student), sitting.id) for student in students]
    return seats


def _slip_of(student: Student) -> str:
    return personal_code(SECRET, student.user_id, student.code_version)


@contextmanager
def serving(settings: Settings) -> Iterator[int]:
    """Run gunicorn as an installation does; the value is its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as door:
        words = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"fd://{door.fileno()}", "wsgi:app"]
        environment = os.environ | {
            "QIYAL_DATA_DIR": str(settings.data_dir),
            "QIYAL_DATABASE_URL": settings.database_url,
            "QIYAL_SECRET_KEY": SECRET,
            "QIYAL_DEMO": "false",
        }
        process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, pass_fds=[door.fileno()])
        try:
            yield int(door.getsockname()[1])
        finally:
            process.terminate()
            process.wait()


async def run(seats: list[tuple[str, UUID]], port: int, seconds: float) -> tuple[Tally, list[Pupil]]:
    """Let all pupils sit."""
    tally = Tally()
    await Connection(port, Tally()).ask("warm", "GET", "/health")
    pupils = [Pupil(Connection(port, tally), code, sitting) for code, sitting in seats]
    bell = time.monotonic() + JOIN_SECONDS
    await asyncio.gather(*(pupil.sit(bell, seconds) for pupil in pupils))
    return tally, pupils


def lost(database: Database, pupils: list[Pupil]) -> int:
    """Return how many operations that pages sent are not in the database."""
    with database.reading() as session:
        there = {str(key) for key in session.scalars(select(Operation.id))}
    return sum(len(pupil.sent - there) for pupil in pupils)


def handed_in(database: Database) -> int:
    """Return how many responses are handed in."""
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Response.submitted_at.is_not(None))) or 0


def table(tally: Tally) -> str:
    """Return the times as a table."""
    rows = ["| request | number | median, ms | p95, ms | longest, ms |", "|---|--:|--:|--:|--:|"]
    for what, times in tally.times.items():
        cuts = quantiles(times, n=20) if len(times) > 1 else times * 20
        figures = [cuts[9], cuts[18], max(times)]
        rows.append(f"| {what} | {len(times):,} | " + " | ".join(f"{each * 1000:,.0f}" for each in figures) + " |")
    return "\n".join(rows)


def measure(count: int, seconds: float) -> str:
    """Run a sitting of so many pupils, and tell what came of it."""
    with TemporaryDirectory() as folder:
        server = postgresql.start(Path(folder) / "pg")
        url = postgresql.address(server)
        settings = Settings(data_dir=Path(folder), database_url=url, secret_key=SECRET, demo=False)
        database = Database(url)
        schema.upgrade(database)
        seats = prepare(database, count)
        with serving(settings) as port:
            tally, pupils = asyncio.run(run(seats, port, seconds))
        sent = sum(len(pupil.sent) for pupil in pupils)
        told = (
            f"{count} pupils come in by their slips within {JOIN_SECONDS} s, write for {seconds:.0f} s, an idea "
            f"every {SECONDS_AN_IDEA} s, and hand in within the last {HAND_IN_SECONDS} s:\n"
            f"{len(tally.failures)} failures, {lost(database, pupils)} of {sent:,} operations lost, "
            f"{handed_in(database)} handed in."
        )
        database.dispose()
        server.cleanup()
    for failure in sorted(set(tally.failures))[:10]:
        print("failure:", failure)
    return f"{told}\n\n{table(tally)}\n"


def main() -> None:
    """Measure with the numbers given, print the table, and keep it."""
    count, seconds = (int(each) for each in (sys.argv[1:] + ["500", "120"][len(sys.argv) - 1 :]))
    load = os.getloadavg()[0]
    report = measure(count, seconds)
    machine = (
        f"gunicorn and PostgreSQL on {os.cpu_count()} cores that the pages share; load before the run {load:.1f}."
    )
    REPORT.write_text(f"# A whole school at one bell\n\n{machine}\n\n{report}", encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
