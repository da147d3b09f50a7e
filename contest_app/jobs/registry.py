"""The functions behind the names of jobs, and what each is handed.

A name begins with its feature: ``tasks.score_response`` is registered by ``contest_app/tasks/jobs.py``,
which is imported when such a job is first met. Nothing here imports a feature by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs import services
from contest_app.jobs.engine import Engine, loaded_engine


@dataclass(frozen=True, slots=True)
class Work:
    """What a job's function is handed: the moment it started, the settings, and its ways to the database."""

    job_id: UUID
    lease: str
    now: datetime
    settings: Settings
    database: Database
    clock: Callable[[], datetime]

    def reading(self) -> AbstractContextManager[Session]:
        """Open a session for gathering; whatever is pending in it is dropped."""
        return self.database.reading()

    @contextmanager
    def completing(self) -> Iterator[Session]:
        """Open the one transaction that keeps the job's effect and marks it done, or does neither.

        Once for each job. Raises LeaseLost where the job is no longer this worker's, or is done. The job
        is marked first: from then on no other worker can take it, and one that lost it writes nothing.
        """
        with self.database.transaction() as session:
            services.finish(session, self.job_id, self.lease, now=self.clock())
            yield session

    def engine(self) -> Engine:
        """Return what scores in this process, loaded at its first use."""
        return loaded_engine(self.settings.encoder)


JobFunction = TypeVar("JobFunction", bound=Callable[..., None])

_PACKAGE: Final = Path(__file__).parent.parent
_FUNCTIONS: Final[dict[str, Callable[..., None]]] = {}


class UnknownJob(LookupError):
    """No function bears the name of the job."""


def job(name: str) -> Callable[[JobFunction], JobFunction]:
    """Register the decorated function, called with a ``Work`` and the payload as keywords.

    Raises ValueError where another function has the name already.
    """

    def register(function: JobFunction) -> JobFunction:
        if name in _FUNCTIONS:
            raise ValueError(f"two functions for the job {name!r}")
        _FUNCTIONS[name] = function
        return function

    return register


def function_of(name: str) -> Callable[..., None]:
    """Return the function of that name, importing its feature's jobs first. Raises UnknownJob."""
    if name not in _FUNCTIONS:
        _import_jobs_of(name.partition(".")[0])
    try:
        return _FUNCTIONS[name]
    except KeyError:
        raise UnknownJob(f"no function for the job {name!r}") from None


def import_all() -> None:
    """Import the jobs of every feature, so that a broken one is found at the start and none is slow at first."""
    for feature in iter_modules([str(_PACKAGE)]):
        _import_jobs_of(feature.name)


def _import_jobs_of(feature: str) -> None:
    package = find_spec(f"contest_app.{feature}")
    if package and package.submodule_search_locations and find_spec(f"contest_app.{feature}.jobs"):
        import_module(f"contest_app.{feature}.jobs")
