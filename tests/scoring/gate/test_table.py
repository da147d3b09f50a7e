"""Tables through the gate."""

from contest_app.scoring.gate import Flag
from contest_app.scoring.gate.meaning import load_meaning
from contest_app.scoring.gate.table import cells, flags_of_answers
from contest_app.scoring.rating import Answer

LONG = "a red wooden house where small birds eat in winter"


def test_rows_keep_their_places_and_are_compared_within_their_prompt_and_language() -> None:
    answers = [
        Answer("brick", "ann", "a doorstop", "en"),
        Answer("кирпич", "ann", "не знаю", "ru"),
        Answer("brick", "ann", "use it as a doorstop", "en"),
        Answer("Brick", "bek", LONG, "en"),
        Answer("brick", "con", LONG, "en"),
        Answer("box", "ann", "a doorstop", "en"),
    ]

    assert flags_of_answers(answers) == [
        (),
        (Flag.REFUSAL,),
        (Flag.DUPLICATE,),
        (Flag.COPY,),
        (Flag.COPY,),
        (),
    ]


def test_rows_without_a_language_share_the_guessed_one() -> None:
    answers = [
        Answer("кірпіш", f"p{number}", text, None) for number, text in enumerate(["үй салу", "есік тіреу", "idk"])
    ]

    assert flags_of_answers(answers) == [(), (), (Flag.REFUSAL,)]


def test_meaning_adds_what_words_cannot_tell() -> None:
    answers = [Answer("brick", "ann", "my cat is called Tom and he is two", "en")]

    assert flags_of_answers(answers) == [()]
    assert flags_of_answers(answers, load_meaning()) == [(Flag.OFF_TOPIC,)]


def test_an_empty_table_is_gated() -> None:
    assert flags_of_answers([]) == []


def test_cells_say_whether_an_answer_counts_and_why_not() -> None:
    assert cells(()) == ("true", "")
    assert cells((Flag.OFF_TOPIC, Flag.DISTRESS)) == ("false", "off_topic|distress")
