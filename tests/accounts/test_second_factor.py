"""Codes by time and on paper: what is taken, and what never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pyotp
import pytest

from contest_app.accounts import second_factor as factor
from contest_app.accounts.rules import Failures

NOW = datetime(2026, 11, 20, 6, 0, 10, tzinfo=UTC)
PERSON = UUID(int=7)
SECRET = factor.app_secret("key", PERSON, "salt")


def code(steps: int = 0) -> str:
    """The code that an app shows so many half minutes from now."""
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=30 * steps))


def test_the_codes_are_those_of_rfc_6238() -> None:
    published = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    moments = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}

    taken = [
        factor.accepted_step(published, typed, last_step=0, now=datetime.fromtimestamp(second, UTC))
        for second, typed in moments.items()
    ]

    assert taken == [second // 30 for second in moments]


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_one_step_off(steps: int, is_taken: bool) -> None:
    step = factor.accepted_step(SECRET, code(steps), last_step=0, now=NOW)

    assert step == (factor.step_at(NOW) + steps if is_taken else None)


@pytest.mark.parametrize("steps", [-1, 0])
def test_a_code_is_not_taken_again_nor_one_before_it(steps: int) -> None:
    last = factor.step_at(NOW)

    assert factor.accepted_step(SECRET, code(steps), last_step=last, now=NOW) is None
    assert factor.accepted_step(SECRET, code(1), last_step=last, now=NOW) == last + 1


@pytest.mark.parametrize("typed", [" {0} {1} ", "{0}-{1}", "{0}\u00a0{1}"])
def test_a_code_may_be_typed_as_apps_show_it(typed: str) -> None:
    written = typed.format(code()[:3], code()[3:])

    assert factor.accepted_step(SECRET, written, last_step=0, now=NOW) == factor.step_at(NOW)


@pytest.mark.parametrize("typed", ["", "000", "١٢٣٤٥٦", "шесть ц", "1" * 5_000])
def test_what_is_no_code_is_refused_quietly(typed: str) -> None:
    assert factor.accepted_step(SECRET, typed, last_step=0, now=NOW) is None


def test_a_secret_is_one_persons_one_salts_and_one_keys() -> None:
    others = {
        factor.app_secret("key", PERSON, "other"),
        factor.app_secret("key", UUID(int=8), "salt"),
        factor.app_secret("other", PERSON, "salt"),
    }

    assert len(others | {SECRET}) == 4
    assert factor.app_secret("key", PERSON, "salt") == SECRET
    assert len(SECRET) == 32


def test_the_address_tells_the_app_the_secret_the_site_and_whose_it_is() -> None:
    address = urlsplit(factor.app_address(SECRET, "ayan@1"))

    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Qiyal:ayan%401")
    assert parse_qs(address.query) == {"secret": [SECRET], "issuer": ["Qiyal"]}


def test_recovery_codes_differ_and_are_told_from_six_digits() -> None:
    codes = factor.new_recovery_codes()

    assert len(set(codes)) == 10
    assert all(factor.is_recovery_code(f"{each[:5].lower()}-{each[5:]}") for each in codes)
    assert not factor.is_recovery_code(code())
    assert factor.recovery_hash("key", PERSON, codes[0]) != factor.recovery_hash("key", UUID(int=8), codes[0])


def test_tries_end_in_the_window_and_in_a_row() -> None:
    factor.check_tries(Failures(on_device=99, on_target=factor.TRIES_IN_WINDOW - 1))
    factor.check_unlocked(factor.TRIES_IN_A_ROW - 1)

    with pytest.raises(factor.TooManyCodes):
        factor.check_tries(Failures(on_device=0, on_target=factor.TRIES_IN_WINDOW))
    with pytest.raises(factor.SecondFactorLocked):
        factor.check_unlocked(factor.TRIES_IN_A_ROW)
