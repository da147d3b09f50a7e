"""How a task stands on paper."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.paper import CODE_LENGTH, FRAMES_ALONE, new_code, pages_of_frames, ruled


@given(st.integers(1, 12), st.booleans())
def test_every_frame_is_drawn_in_once_and_in_order_and_no_page_is_overfull(frames: int, is_large: bool) -> None:
    pages = pages_of_frames(frames, is_large=is_large)

    assert [number for page in pages for number in page.frames] == list(range(1, frames + 1))
    assert all(0 < len(page.frames) <= FRAMES_ALONE for page in pages)
    assert [(page.number, page.total) for page in pages] == [(n, len(pages)) for n in range(1, len(pages) + 1)]
    assert [page.has_task for page in pages] == [True] + [False] * (len(pages) - 1)


@given(st.integers(1, 100), st.booleans(), st.booleans())
def test_large_type_never_gets_more_lines_on_a_page_than_usual(
    ideas: int, has_picture: bool, is_listed: bool
) -> None:
    usual = ruled(ideas, is_listed=is_listed, has_picture=has_picture, is_large=False)
    large = ruled(ideas, is_listed=is_listed, has_picture=has_picture, is_large=True)

    assert 0 < len(large) <= len(usual)
    numbers = [row.number for row in usual if row.number is not None]
    assert numbers == (list(range(1, len(numbers) + 1)) if is_listed else [])


def test_a_task_for_a_few_ideas_gives_each_several_lines() -> None:
    rows = ruled(3, is_listed=True, has_picture=False, is_large=False)

    assert [row.number for row in rows] == [1, None, None, None, 2, None, None, None, 3, None, None, None]


def test_codes_are_random_and_easy_to_read() -> None:
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == CODE_LENGTH and not set(code) & set("01OIL") for code in codes)
