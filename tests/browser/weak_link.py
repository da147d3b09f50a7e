"""A link between the browser and the server that fails where it is told to: before, in the middle, or after."""

from __future__ import annotations

import json
import random
import re
import socket
import socketserver
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

PACKET: Final = 1400
SYNC: Final = b"POST /sync/responses/"

#: Carries a request to the server and returns its whole answer.
Carry = Callable[[bytes], bytes]
#: What a fault makes of an exchange: the bytes that reach the browser before the connection is cut.
Fault = Callable[[Carry, bytes], bytes]


def cut_before_send(_carry: Carry, _request: bytes) -> bytes:
    """The server never hears of the request."""
    return b""


def cut_before_answer(carry: Carry, request: bytes) -> bytes:
    """The server takes the request; its answer never arrives."""
    carry(request)
    return b""


def cut_in_answer(carry: Carry, request: bytes) -> bytes:
    """The head of the answer arrives, and half of its body."""
    head, gap, body = carry(request).partition(b"\r\n\r\n")
    return head + gap + body[: len(body) // 2]


def answer_with(status: int) -> Fault:
    """Something between the two answers with an error instead."""
    return lambda _carry, _request: b"HTTP/1.1 %d No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno" % status


def weak(*, bytes_a_second: int, delay: float, loss: float, seed: int) -> Fault:
    """A slow link: of its packets and of its exchanges a part is lost; a lost packet is sent again a second later."""
    chance = random.Random(seed)  # noqa: S311 -- a chance of losing packets, no secret

    def pass_on(content: bytes) -> None:
        time.sleep(delay / 2)
        for _ in range(0, len(content), PACKET):
            time.sleep(PACKET / bytes_a_second + (chance.random() < loss))

    def exchange(carry: Carry, request: bytes) -> bytes:
        pass_on(request)
        answer = carry(request)
        pass_on(answer)
        return b"" if chance.random() < loss else answer

    return exchange


@dataclass
class WeakLink:
    """The address that browsers are given; ``fault`` befalls what pages send, ``sent`` are the operations seen."""

    address: str
    fault: Fault | None = None
    sent: set[str] = field(default_factory=set)

    def answer(self, carry: Carry, request: bytes) -> bytes:
        """Return what the browser gets for a request."""
        if not request.startswith(SYNC):
            return carry(request)
        body = request.partition(b"\r\n\r\n")[2]
        if body:
            self.sent.update(operation["id"] for operation in json.loads(body).get("operations", []))
        return self.fault(carry, request) if self.fault else carry(request)


@contextmanager
def weak_link(server: str) -> Iterator[WeakLink]:
    """Stand between browsers and the server until the block ends."""
    port = urlsplit(server).port or 80

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            request = _read_request(self.request)
            if request:
                self.request.sendall(link.answer(lambda sent: _carry(port, sent), request))

    with _Server(("127.0.0.1", 0), Handler) as listener:
        link = WeakLink(f"http://127.0.0.1:{listener.server_address[1]}")
        thread = Thread(target=listener.serve_forever)
        thread.start()
        yield link
        listener.shutdown()
        thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that has hung up: pages come and go here."""


def _read_request(connection: socket.socket) -> bytes:
    """Return one request whole; nothing if the browser opened the connection in vain."""
    received = b""
    while b"\r\n\r\n" not in received:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return _closing(head) + b"\r\n\r\n" + body


def _closing(head: bytes) -> bytes:
    """One connection carries one exchange here."""
    return re.sub(rb"(?i)connection: keep-alive", b"Connection: close", head)


def _carry(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as server:
        server.sendall(request)
        return b"".join(iter(lambda: server.recv(65536), b""))
