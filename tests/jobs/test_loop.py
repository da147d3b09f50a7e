"""Working until told to stop."""

from __future__ import annotations

import os
import signal

import pytest

from contest_app.jobs import loop
from contest_app.jobs.loop import StopRequest, repeat


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_loop_after_the_step_in_hand(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    steps: list[str] = []

    def step() -> bool:
        steps.append("begun")
        os.kill(os.getpid(), number)
        steps.append("ended")
        return True

    repeat(step, outages=())

    assert steps == ["begun", "ended"]
    assert signal.getsignal(number) is before


def test_an_outage_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "OUTAGE_SECONDS", 0)
    stop, steps = StopRequest(), [ConnectionError, None]

    def step() -> bool:
        outage = steps.pop(0)
        if outage:
            raise outage
        stop.make()
        return True

    repeat(step, outages=(ConnectionError,), stop=stop)

    assert steps == []


def test_an_error_that_waiting_does_not_mend_ends_the_loop() -> None:
    def step() -> bool:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 -- the very error of the step, which has no words
        repeat(step, outages=(ConnectionError,))
