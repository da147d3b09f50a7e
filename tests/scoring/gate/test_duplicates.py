"""One's own earlier idea again."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.gate import Question
from contest_app.scoring.gate.duplicates import earlier_ideas

BOX = Question("box", "en")

SAME = [
    *[
        ("en", *pair)
        for pair in [
            ("a doorstop", "use it as a door-stop"),
            ("hold a door open", "to hold the doors open with it"),
            ("a house for a cat", "a cat house"),
            ("plant flowers in it", "Plant some flowers inside it!!"),
            ("hand puppet", "maybe also a puppet for your hand"),
            ("throw it at a window", "throwing it at the window"),
            ("telescope", "telescpoe"),
        ]
    ],
    *[
        ("ru", *pair)
        for pair in [
            ("подпирать дверь", "дверь подпирать"),
            ("разбить окно", "можно им разбить окно"),
            ("домик для кошки", "кошке домик"),
            ("сделать кораблик", "зделать кораблик"),
            ("кукла на руку", "на руку куклу"),
            ("микрофон чтобы петь", "петь, микрофон"),
        ]
    ],
    *[
        ("kk", *pair)
        for pair in [
            ("есікті тіреу", "есікті тіреп қою"),
            ("терезе сындыру", "терезені сындыруға болады"),
            ("мысыққа үй", "мысыққа арналған үй"),
            ("гүл отырғызу", "гул отыргызу"),
            ("робот костюмі", "роботтың костюмі"),
            ("қоржын", "қоржын ретінде"),
        ]
    ],
]

OTHER = [
    ("en", "a hat for a cat", "a hat for a rat"),
    ("en", "walk with a dog", "walk without a dog"),
    ("en", "hide it under the bed", "hide it above the bed"),
    ("en", "stir paint", "paint a face"),
    ("en", "a car", "a card"),
    ("en", "a boat for ants", "a bed for ants"),
    ("ru", "кормить кота", "пугать кота"),
    ("ru", "спать под ней", "спать без неё"),
    ("ru", "шить из неё", "пить из неё"),
    ("kk", "құмырсқаға қайық", "құмырсқаға төсек"),
    ("kk", "су ішу", "су құю"),
    ("kk", "үй салу", "көпір салу"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_the_same_idea_in_other_words_is_found_both_ways(language: str, one: str, other: str) -> None:
    assert earlier_ideas([one, other], Question("box", language)) == [None, 0]
    assert earlier_ideas([other, one], Question("box", language)) == [None, 0]


@pytest.mark.parametrize(("language", "one", "other"), OTHER)
def test_ideas_that_share_words_are_two(language: str, one: str, other: str) -> None:
    assert earlier_ideas([one, other], Question("box", language)) == [None, None]


@given(
    st.lists(
        st.sampled_from(["rug", "a rug", "the rugs", "rug!", "mat", "a mat rug", "", "idk", "RUG mat"]), max_size=9
    )
)
def test_what_is_repeated_is_an_earlier_idea_that_repeats_none(texts: list[str]) -> None:
    found = earlier_ideas(texts, BOX)

    assert len(found) == len(texts)
    for index, earlier in enumerate(found):
        assert earlier is None or (earlier < index and found[earlier] is None)


def test_thousands_of_ideas_of_one_person_are_compared_in_time() -> None:
    syllables = ("ba", "ko", "mi", "zu", "re", "fy")
    texts = ["".join(name) + "shaped lamp" for name in product(syllables, repeat=4)]

    found = earlier_ideas([*texts, "lamp, bakomizushaped"], BOX)

    assert found == [*[None] * len(texts), texts.index("bakomizushaped lamp")]
