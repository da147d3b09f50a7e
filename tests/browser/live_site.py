"""A whole installation of its own: a folder, a database, gunicorn on a free port and the job runner beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.error import URLError
from urllib.request import urlopen

from contest_app.config import ROOT, Settings
from contest_app.db import Database
from contest_app.jobs import queries

SECRET: Final = "a-secret-of-the-browser-tests-that-is-long-enough"
FLASK: Final = ("-m", "flask", "--app", "contest_app.commands:create_app")
START_SECONDS: Final = 90
JOBS_SECONDS: Final = 120
STOP_SECONDS: Final = 15


@dataclass(frozen=True, slots=True)
class Site:
    """A running installation: what a browser is pointed at, and the rows behind it."""

    address: str
    settings: Settings
    database: Database

    @property
    def log(self) -> str:
        """What the server and the runner have written so far."""
        files = sorted(self.settings.data_dir.glob("*.log"))
        return "\n".join(file.read_text(encoding="utf-8") for file in files)

    def wait_for_jobs(self) -> None:
        """Wait until nothing is left in the queue; raises ``SiteNotReady`` when a job fails."""
        _wait(self._is_idle, self._is_well, JOBS_SECONDS, lambda: self.log)

    def _is_idle(self) -> bool:
        with self.database.reading() as session:
            counts = queries.counts(session)
        return not sum(counts.get(state, 0) for state in ("queued", "running"))

    def _is_well(self) -> bool:
        return " ERROR " not in self.log


@contextmanager
def running_site(folder: Path, *, demo: bool) -> Iterator[Site]:
    """Prepare an installation in ``folder`` as ``make run`` does, and run it until the block ends."""
    with ExitStack() as stack:
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=128))
        settings = _settings(folder, f"http://127.0.0.1:{door.getsockname()[1]}", demo=demo)
        subprocess.run([sys.executable, *FLASK, "prepare"], cwd=ROOT, env=_environment(settings), check=True)
        database = Database(settings.database)
        stack.callback(database.dispose)
        stack.enter_context(_web(settings, door))
        stack.enter_context(_runner(settings, door))
        yield Site(settings.base_url, settings, database)


def _settings(folder: Path, address: str, *, demo: bool) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it, its stub does not say so
        data_dir=folder,
        secret_key=SECRET,
        base_url=address,
        demo=demo,
    )


@contextmanager
def _web(settings: Settings, door: socket.socket) -> Iterator[None]:
    """Serve the pages as in production, at a door that is already open: no other process can take the port."""
    words = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"fd://{door.fileno()}", "wsgi:app"]
    log = settings.data_dir / "web.log"
    with _process("web", words, settings, door) as is_alive:
        _wait(lambda: _answers(f"{settings.base_url}/health"), is_alive, START_SECONDS, log.read_text)
        yield


@contextmanager
def _runner(settings: Settings, door: socket.socket) -> Iterator[None]:
    """Run the jobs, and wait until the encoder is loaded as it would be before the first lesson."""
    log = settings.data_dir / "runner.log"
    with _process("runner", [*FLASK, "jobs", "run"], settings, door) as is_alive:
        _wait(lambda: "ready for jobs" in log.read_text(), is_alive, START_SECONDS, log.read_text)
        yield


@contextmanager
def _process(name: str, words: list[str], settings: Settings, door: socket.socket) -> Iterator[Callable[[], bool]]:
    path = settings.data_dir / f"{name}.log"
    with path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=_environment(settings),
            pass_fds=[door.fileno()],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield lambda: process.poll() is None
        finally:
            _stop(process, log)


def _environment(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "QIYAL_DATA_DIR": str(settings.data_dir),
        "QIYAL_DATABASE_URL": settings.database,
        "QIYAL_SECRET_KEY": settings.secret_key,
        "QIYAL_BASE_URL": settings.base_url,
        "QIYAL_DEMO": str(settings.demo).lower(),
        "QIYAL_SECOND_FACTOR_FOR": "[]",  # flows sign in by the password alone; the second step has its own test
        "OMP_NUM_THREADS": "1",
    }


def _stop(process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    log.flush()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310 -- the address is our own
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _wait(
    is_ready: Callable[[], bool], is_well: Callable[[], bool], most_seconds: float, log: Callable[[], str]
) -> None:
    """Wait until it is ready; raise ``SiteNotReady`` when it is no longer well or takes too long."""
    end = time.monotonic() + most_seconds
    while not is_ready():
        if not is_well() or time.monotonic() > end:
            raise SiteNotReady(log())
        time.sleep(0.1)


class SiteNotReady(RuntimeError):
    """A process of the installation ended, failed, or took too long; what it wrote comes along."""
