"""Jobs on SQLite: what it costs that none is lost in a power cut.

Each job is asked for in a transaction of its own, claimed in a second and finished in a third. The
file lies in the folder for temporary files (``TMPDIR``): the cost is that folder's disk's.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event

from benchmarks.measure import Measurement, seconds
from contest_app import schema
from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.registry import Work, job
from contest_app.jobs.runner import run_due
from contest_app.jobs.services import enqueue

EMPTY = "benchmarks.empty"


def measure(count: int) -> Measurement:
    """Ask for and run ``count`` empty jobs, durable and not, in turns."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        durable, careless = (_database(Path(folder) / name) for name in ("durable.db", "careless.db"))
        durable.check_durable()
        event.listen(careless.engine, "connect", _trust_the_power)
        turns = [[seconds(lambda: _work_off(each, settings, count)) for each in (durable, careless)] for _ in "12"]  # noqa: B023 -- called at once
        for each in (durable, careless):
            each.dispose()
    kept, risked = (min(times) for times in zip(*turns, strict=True))
    size = f"{count:,} empty jobs, {count / kept:,.0f} a second"
    return Measurement("durable jobs on SQLite", "synchronous=OFF", kept, risked, size)


@job(EMPTY)
def do_nothing(work: Work) -> None:
    """Finish at once."""
    with work.completing():
        pass


def _database(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    database.dispose()  # what listens from now on hears of every connection
    return database


def _trust_the_power(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _work_off(database: Database, settings: Settings, count: int) -> None:
    for _ in range(count):
        with database.transaction() as session:
            enqueue(session, EMPTY, {}, now=utcnow())
    done = run_due(database, settings, limit=count)
    assert done == count
