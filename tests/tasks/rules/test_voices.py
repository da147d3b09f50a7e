"""A voice belongs to the words that it reads, and to no other words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.voices import Part, Spoken, spoken


def test_before_the_start_nothing_is_heard_of_the_task_itself() -> None:
    instruction, task = spoken(
        "a-boot", "en", title="A boot", instruction="Find uses.", given=("An old boot.", "", "x")
    )

    assert (instruction.part, instruction.words) == (Part.INSTRUCTION, ("Find uses.",))
    assert (task.part, task.words) == (Part.TASK, ("A boot", "An old boot.", "x"))


SPOKEN = st.builds(
    Spoken,
    slug=st.sampled_from(["a-boot", "a-bridge"]),
    language=st.sampled_from(["kk", "ru"]),
    part=st.sampled_from(Part),
    words=st.lists(st.sampled_from(["a", "b", "a b", ""]), max_size=3).map(tuple),
)


@given(SPOKEN, SPOKEN)
def test_two_texts_share_a_voice_only_where_item_language_part_and_every_word_are_the_same(
    one: Spoken, other: Spoken
) -> None:
    assert (one.key == other.key) == (one == other)
