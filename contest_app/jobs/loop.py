"""The life of a process that works until it is told to stop."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

log = logging.getLogger(__name__)

IDLE_SECONDS: Final = 0.15
OUTAGE_SECONDS: Final = 1.0

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class StopRequest:
    """Whether somebody has asked the process to stop."""

    def __init__(self) -> None:
        self.is_made = False

    def make(self, number: int = 0, _frame: FrameType | None = None) -> None:
        """Ask to stop after the step in hand; a second signal then ends the process at once."""
        # A plain flag: an Event may be locked by the very code that the signal interrupts.
        self.is_made = True
        if number:
            signal.signal(number, signal.SIG_DFL)


def repeat(step: Callable[[], bool], outages: tuple[type[Exception], ...], stop: StopRequest | None = None) -> None:
    """Take one step after another until a SIGTERM or SIGINT, pausing whenever a step finds nothing to do.

    ``outages`` are the errors that waiting mends, such as a database that is being restarted.
    """
    stop = stop or StopRequest()
    with _signals_make(stop):
        while not stop.is_made:
            try:
                is_idle = not step()
            except outages as error:
                log.warning("waiting for what is not there: %s", type(error).__name__)
                time.sleep(OUTAGE_SECONDS)
                continue
            if is_idle:
                time.sleep(IDLE_SECONDS)


@contextmanager
def _signals_make(stop: StopRequest) -> Iterator[None]:
    before = {number: signal.signal(number, stop.make) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
