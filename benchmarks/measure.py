"""What a measurement is: our way and another way to the same end, timed in one run."""

import time
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One subject: our way and the other way in seconds, and in words what was done."""

    subject: str
    against: str
    ours: float
    other: float
    size: str

    @property
    def ratio(self) -> float:
        """The other way's time by ours: above 1, ours is the faster."""
        return self.other / self.ours

    @property
    def cells(self) -> tuple[str, ...]:
        """The measurement as a row of a table."""
        return self.subject, self.against, f"{self.ratio:.2f}", _told(self.ours), _told(self.other), self.size


def seconds(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """Return how long the work takes, in seconds; by ``time.process_time``, whatever the neighbours do.

    Processor time is for work of one thread in this process that waits for nothing.
    """
    start = clock()
    work()
    return clock() - start


def quickest(times: int, work: Callable[[], object]) -> float:
    """Return the shortest of several runs, in seconds: what else the machine does only adds."""
    return min(seconds(work) for _ in range(times))


def _told(duration: float) -> str:
    return f"{duration:.2f} s" if duration >= 1 else f"{duration * 1000:.1f} ms"
