"""``make run``: everything in one process group, and all of it ends together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from contest_app.config import ROOT

PATIENCE_SECONDS = 90


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The processes of ``make run`` on a free port, without the demo, in a group of their own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"QIYAL_DATA_DIR": str(tmp_path), "QIYAL_DEMO": "false"}
    process = subprocess.Popen(
        [ROOT / "scripts" / "serve.sh", str(port)], env=environment, start_new_session=True, cwd=ROOT
    )
    yield process, port
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_ctrl_c_stops_the_web_server_and_the_job_runner(server: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = server
    _wait_until(lambda: _answers(port))
    _wait_until(lambda: len(_members(process.pid)) >= 4)  # the script, gunicorn, its workers, the runner

    os.killpg(process.pid, signal.SIGINT)

    assert process.wait(PATIENCE_SECONDS) == 0
    _wait_until(lambda: not _members(process.pid))
    assert not _answers(port)


def test_the_end_of_one_process_is_the_end_of_all(server: tuple[subprocess.Popen[bytes], int]) -> None:
    process, port = server
    _wait_until(lambda: _answers(port))
    runner = next(member for member in _members(process.pid) if b"jobs\0run" in _command(member))

    os.kill(runner, signal.SIGKILL)

    process.wait(PATIENCE_SECONDS)
    _wait_until(lambda: not _members(process.pid))
    assert not _answers(port)


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _members(group: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            state, _, pgrp = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(pgrp) == group and state != "Z":
                found.append(int(entry.name))
    return found


def _command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()
