"""Drawing, undoing, handing in a drawing, and the photograph of a paper sheet."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import NOW, make_class, make_student
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from tasks.tasks_factories import CANVAS, make_item, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.oplog.models import Operation
from contest_app.oplog.rules import Answer, Incoming
from contest_app.tasks.models import Attempt, Photo, Response, Stroke
from contest_app.tasks.photos import PhotoTooLarge, PhotoUnreadable
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.queries import strokes as stroke_queries
from contest_app.tasks.rules import strokes as rules
from contest_app.tasks.rules.answering import GRACE, fingerprint
from contest_app.tasks.services import answering as services
from contest_app.tasks.services import photos
from contest_app.tasks.services.photos import HandedIn, NoPhotoHere

LINE = {"c": 0, "w": 1, "d": [100, 100, 3, 50, 50, 0]}
CIRCLE = {"c": 2, "k": "circle", "x": 500, "y": 500, "a": 0, "s": 100}


@pytest.fixture
def response(session: Session) -> Response:
    """An empty drawing of two frames that is open for three minutes, held as the pages hold it."""
    return open_response(session, "drawing", **CANVAS)


def open_response(session: Session, kind: str, **content: object) -> Response:
    school_class = make_class(session)
    student, item = make_student(session, school_class), make_item(session, kind, **content)
    session.flush()
    sitting = make_sitting(session, school_class, [item])
    return held(session, make_response(session, sitting, student, item, [], submitted=False))


def held(session: Session, response: Response) -> Response:
    session.flush()
    session.expire_all()
    student_id = session.scalars(select(Attempt.student_id).where(Attempt.id == response.attempt_id)).one()
    found = queries.response_to_change(session, student_id, response.id)
    assert found is not None
    return found


def draw(
    key: UUID | None = None, *, frame: int = 1, position: int = 1, form: str = "pen", data: Any = LINE
) -> Incoming:
    told = {"stroke": str(key or uuid4()), "frame": frame, "position": position, "form": form, "data": data}
    return Incoming(uuid4(), "put_stroke", None, told)


def rub_out(*keys: UUID) -> Incoming:
    return Incoming(uuid4(), "remove_stroke", None, {"strokes": [str(key) for key in keys]})


def submit(*keys: UUID) -> Incoming:
    lines = "".join(f"{key}\n" for key in sorted(map(str, keys)))
    strokes = {"count": len(keys), "sha256": hashlib.sha256(lines.encode()).hexdigest()}
    return Incoming(uuid4(), "submit", None, {"count": 0, "sha256": fingerprint([]), "strokes": strokes})


def take(session: Session, response: Response, *operations: Incoming, late: timedelta = timedelta(0)) -> list[Answer]:
    return [one.answer for one in services.take(session, response, operations, now=NOW + late)]


def standing(session: Session, response: Response) -> list[UUID]:
    session.flush()
    session.expire_all()
    return [stroke.id for stroke in stroke_queries.strokes_of(session, response.id)]


def test_strokes_are_kept_in_the_order_of_drawing(session: Session, response: Response) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()

    answers = take(
        session,
        response,
        draw(third, position=3, form="part", data=CIRCLE),
        draw(first, position=1),
        draw(second, position=2, frame=2),
    )

    assert answers == [{"state": "applied"}] * 3
    assert standing(session, response) == [first, second, third]
    kept = stroke_queries.strokes_of(session, response.id)
    assert [(stroke.frame, stroke.kind, stroke.data) for stroke in kept] == [
        (1, "pen", LINE), (2, "pen", LINE), (1, "part", CIRCLE),
    ]  # fmt: skip


def test_a_stroke_rubbed_out_keeps_its_row_and_comes_back_only_under_a_new_name(
    session: Session, response: Response
) -> None:
    gone, again = uuid4(), uuid4()

    take(session, response, draw(gone), rub_out(gone), draw(gone), draw(again))

    assert standing(session, response) == [again]
    removed = session.get_one(Stroke, (response.id, gone))
    assert (removed.data, removed.removed_at) == (LINE, NOW)


def test_two_windows_never_contradict_each_other(session: Session, response: Response) -> None:
    key, other = uuid4(), uuid4()

    answers = take(session, response, draw(key), rub_out(key), rub_out(key), rub_out(other), draw(key))

    assert answers == [{"state": "applied"}] * 5
    assert standing(session, response) == []


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_strokes_stand_as_a_simple_model_says_and_however_often_a_batch_is_sent(
    session: Session, response: Response, acts: list[tuple[bool, int]], chance: Any
) -> None:
    session.execute(delete(Operation))
    session.execute(delete(Stroke))
    response = held(session, response)
    keys = [UUID(int=chance.getrandbits(128), version=4) for _ in range(5)]
    operations = [draw(keys[number]) if is_drawn else rub_out(keys[number]) for is_drawn, number in acts]
    written: set[UUID] = set()
    removed: set[UUID] = set()
    for is_drawn, number in acts:
        if is_drawn:
            written.add(keys[number])
        elif keys[number] in written:
            removed.add(keys[number])

    take(session, response, *operations)
    take(session, held(session, response), *operations[::-1])

    assert set(standing(session, response)) == written - removed


@pytest.mark.parametrize(
    "operation",
    [
        draw(frame=3),
        draw(data={"c": 0}),
        draw(form="part", data=CIRCLE | {"k": "yurt"}),
        Incoming(uuid4(), "remove_stroke", None, {"strokes": "all"}),
    ],
    ids=["no such frame", "no line", "no such part", "no keys"],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(
    session: Session, response: Response, operation: Incoming
) -> None:
    answers = take(session, response, operation)

    assert [(answer["state"], answer["reason"]) for answer in answers] == [("refused", "unreadable")]
    assert session.scalars(select(Stroke)).all() == []


def test_a_kind_that_is_not_drawn_takes_no_stroke(session: Session) -> None:
    response = open_response(session, "short_story", stimulus={"en": "A camel."})

    assert take(session, response, draw())[0]["reason"] == "unreadable"
    assert services.take(session, response, [submit()], now=NOW)[0].answer["state"] == "submitted"


def test_a_frame_holds_so_many_strokes_and_no_more(
    session: Session, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contest_app.tasks.services.strokes.MOST_STANDING", 2)
    monkeypatch.setattr("contest_app.tasks.services.strokes.MOST_WRITTEN", 4)
    keys = [uuid4() for _ in range(5)]

    full = take(session, response, draw(keys[0]), draw(keys[1]), draw(), draw(frame=2))
    assert [answer.get("reason") for answer in full] == [None, None, "too_many", None]
    room = take(session, response, rub_out(*keys[:2]), draw(keys[2]), draw(keys[3]), rub_out(keys[2]), draw(keys[4]))

    assert [answer.get("reason") for answer in room] == [None, None, None, None, "too_many"]
    assert rules.MOST_STANDING < rules.MOST_WRITTEN


def test_what_a_stroke_was_can_never_be_changed(session: Session, response: Response) -> None:
    take(session, response, draw())

    with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
        session.execute(update(Stroke).values(data={}))


def test_strokes_after_the_end_are_kept_and_marked_late(session: Session, response: Response) -> None:
    in_time, late = uuid4(), uuid4()

    take(session, response, draw(in_time), late=timedelta(seconds=180) + GRACE)
    take(session, response, draw(late), late=timedelta(seconds=181) + GRACE)

    marks = {stroke.id: stroke.is_late for stroke in stroke_queries.strokes_of(session, response.id)}
    assert marks == {in_time: False, late: True}


def test_a_drawing_is_handed_in_only_whole(session: Session, response: Response) -> None:
    arrived, lost, removed = uuid4(), uuid4(), uuid4()
    take(session, response, draw(arrived), draw(removed), rub_out(removed))

    [early] = take(session, response, submit(arrived, lost))
    assert early == {
        "state": "mismatch",
        "ideas": [],
        "strokes": {"standing": [str(arrived)], "removed": [str(removed)]},
    }
    assert (
        take(session, response, Incoming(uuid4(), "submit", None, {"count": 0, "sha256": fingerprint([])}))[0][
            "state"
        ]
        == "mismatch"
    )
    answers = take(session, response, draw(lost), submit(arrived, lost))

    assert [answer["state"] for answer in answers] == ["applied", "submitted"]
    assert set(standing(session, response)) == {arrived, lost}


def test_after_handing_in_nothing_is_drawn_or_rubbed_out(session: Session, response: Response) -> None:
    key = uuid4()
    take(session, response, draw(key), submit(key))

    assert take(session, response, draw(), rub_out(key)) == [{"state": "closed"}] * 2
    assert standing(session, response) == [key]


def photo(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **extra: Any) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(buffer, kind, **extra)
    return buffer.getvalue()


def pupil_of(response: Response) -> User:
    return response.attempt.student.user


def test_a_photo_is_kept_upright_small_and_without_the_cameras_words(session: Session, response: Response) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of a pupil"

    photos.put_photo(session, response, photo((2400, 1200), exif=exif), actor=pupil_of(response), now=NOW)

    kept = Image.open(BytesIO(session.scalars(select(Photo.data)).one()))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (800, 1600), {})
    assert [row.act for row in session.scalars(select(AuditRow)) if row.act.startswith("photo")] == ["photo.added"]


def test_a_later_photo_takes_the_earlier_ones_place_and_can_be_removed(session: Session, response: Response) -> None:
    pupil = pupil_of(response)
    photos.put_photo(session, response, photo(), actor=pupil, now=NOW)
    late = NOW + timedelta(seconds=181) + GRACE

    photos.put_photo(session, response, photo((50, 50), "PNG"), actor=pupil, now=late)
    [kept] = session.scalars(select(Photo)).all()
    assert (Image.open(BytesIO(kept.data)).size, kept.is_late) == ((50, 50), True)
    photos.remove_photo(session, response, actor=pupil, now=late)

    assert session.scalars(select(Photo)).all() == []


@pytest.mark.parametrize("sent", [b"", b"<svg/>", b"%PDF-1.7", photo()[:200], b"GIF89a" + b"\0" * 90])
def test_what_is_no_photo_is_refused_and_the_earlier_one_stays(
    session: Session, response: Response, sent: bytes
) -> None:
    pupil = pupil_of(response)
    photos.put_photo(session, response, photo(), actor=pupil, now=NOW)

    with pytest.raises(PhotoUnreadable):
        photos.put_photo(session, response, sent, actor=pupil, now=NOW)

    assert len(session.scalars(select(Photo)).all()) == 1


def test_a_photo_of_too_many_bytes_or_pixels_is_refused(session: Session, response: Response) -> None:
    pupil = pupil_of(response)
    huge = photo((8000, 6000), "PNG")

    for sent in (huge, b"\xff\xd8" + b"\0" * (11 * 1024 * 1024)):
        with pytest.raises(PhotoTooLarge):
            photos.put_photo(session, response, sent, actor=pupil, now=NOW)


def test_a_photo_is_taken_only_for_an_open_drawing(session: Session, response: Response) -> None:
    story = open_response(session, "short_story", stimulus={"en": "A camel."})
    with pytest.raises(NoPhotoHere):
        photos.put_photo(session, story, photo(), actor=pupil_of(story), now=NOW)
    response = held(session, response)
    pupil = pupil_of(response)

    services.hand_in(session, response, now=NOW)
    with pytest.raises(HandedIn):
        photos.put_photo(session, response, photo(), actor=pupil, now=NOW)
    with pytest.raises(HandedIn):
        photos.remove_photo(session, response, actor=pupil, now=NOW)
