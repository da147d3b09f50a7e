"""What the tests of judging share: their moment is the moment of every clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from factories import NOW


@pytest.fixture(autouse=True)
def _in_judging() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield
