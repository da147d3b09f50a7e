"""How much may be asked for at once, and that an answer is given once."""

from __future__ import annotations

from typing import Final

from contest_app.errors import Conflict
from contest_app.languages import N_

LONGEST: Final = 1000
#: Requests of one guardian about one child that may wait for an answer at a time.
MOST_WAITING: Final = 5


class TooManyRequests(Conflict):
    """So many requests wait for an answer that another one would not be read sooner."""

    message = N_("Your earlier requests are still waiting for an answer. Please wait for it, or call the school.")


class AlreadyAnswered(Conflict):
    """The request was answered before."""

    message = N_("This request is answered already.")
