"""What is kept of an error."""

from __future__ import annotations

from contest_app.jobs.failures import summary


def test_the_kind_and_the_places_are_kept_and_the_words_are_not() -> None:
    told = summary(caught())

    assert told.startswith("UnicodeEncodeError at tests/jobs/test_failures.py:")
    assert told.endswith(" caught")
    assert "Мөлдір" not in told


def caught() -> Exception:
    try:
        "Мөлдір".encode("ascii")
    except UnicodeEncodeError as error:
        return error
    raise AssertionError
