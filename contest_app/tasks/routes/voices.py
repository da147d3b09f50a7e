"""Voices that read items aloud: recording them, and hearing them on the bank's and on the pupil's pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from flask import Response as Answer
from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from contest_app.accounts.login import current_actor
from contest_app.clock import utcnow
from contest_app.errors import Conflict, Refusal
from contest_app.languages import LANGUAGES, N_
from contest_app.roles import Role
from contest_app.storage import stored_path
from contest_app.tasks.models import Item, Response, Voice
from contest_app.tasks.queries import accommodations
from contest_app.tasks.queries import answering as answering_queries
from contest_app.tasks.queries import items as item_queries
from contest_app.tasks.queries import voices as queries
from contest_app.tasks.queries.groups import names
from contest_app.tasks.routes import bp
from contest_app.tasks.routes.drawings import SANDBOX
from contest_app.tasks.rules.voices import LONGEST_SECONDS, MOST_KEPT_BYTES, TITLES, Part, Spoken
from contest_app.tasks.services import voices as services
from contest_app.tasks.sounds import MOST_BYTES
from contest_app.tasks.voices import progress, spoken_of, voices_folder
from contest_app.web.access import only
from contest_app.web.boundary import Session, reading, settings, transaction
from contest_app.web.errors import told
from contest_app.web.i18n import language as own_language
from contest_app.web.security import POWERS

#: What the page of a voice may ask the browser for, and no other page.
WITH_MICROPHONE: Final[Mapping[str, str]] = {
    "Permissions-Policy": POWERS.replace("microphone=()", "microphone=(self)")
}


class WordsChanged(Conflict):
    """What was read aloud is no longer what the item says."""

    message = N_("The text has changed since you opened the page. Read it once more as it is now.")


@bp.get("/items/<slug>/voice")
@only(Role.METHODOLOGIST)
def item_voice(slug: str) -> ResponseReturnValue:
    """Show the words of an item in one language, part by part, to be read aloud."""
    asked = request.args.get("language", "")
    return _page(slug, asked if asked in LANGUAGES else own_language(), {})


@bp.post("/items/<slug>/voice/<any(kk, ru, en):language>/<any(instruction, task):part>")
@only(Role.METHODOLOGIST)
def keep_voice(slug: str, language: str, part: str) -> ResponseReturnValue:
    """Keep a recording of one part; what is wrong with it comes back at its place."""
    file = request.files.get("sound")
    sent = file.read(MOST_BYTES + 1) if file else b""
    try:
        with transaction() as session:
            _keep(session, slug, language, Part(part), sent)
    except Refusal as refusal:
        return _page(slug, language, {part: told(refusal)}, refusal.status)
    flash(_("Kept. Pupils whose tasks are read aloud hear this voice from now on."), "success")
    return redirect(url_for(".item_voice", slug=slug, language=language, _anchor=part), code=303)


@bp.post("/items/<slug>/voices/<uuid:voice_id>/remove")
@only(Role.METHODOLOGIST)
def remove_voice(slug: str, voice_id: UUID) -> ResponseReturnValue:
    """Take a voice away."""
    with transaction() as session:
        voice = queries.voice_in_bank(session, slug, voice_id) or abort(404)
        language = voice.language
        services.remove_voice(session, voice, actor=current_actor(), now=utcnow())
    flash(_("The recording is removed."), "success")
    return redirect(url_for(".item_voice", slug=slug, language=language), code=303)


@bp.get("/items/<slug>/voices/<uuid:voice_id>")
@only(Role.TEACHER, Role.METHODOLOGIST, Role.ADMINISTRATOR)
def bank_voice(slug: str, voice_id: UUID) -> ResponseReturnValue:
    """Send a voice to those who look through the bank."""
    with reading() as session:
        return _sound(queries.voice_in_bank(session, slug, voice_id))


@bp.get("/my/responses/<uuid:response_id>/voice/<any(instruction, task):part>")
@only(Role.STUDENT)
def task_voice(response_id: UUID, part: str) -> ResponseReturnValue:
    """Send the voice of one part of a pupil's own task."""
    with reading() as session:
        _check_granted(session)
        response = answering_queries.response_of(session, current_actor().id, response_id) or abort(404)
        return _sound(_voice(session, response.item, response.attempt.language, Part(part)))


@bp.get("/my/sittings/<uuid:sitting_id>/voice/<any(kk, ru, en):language>")
@only(Role.STUDENT)
def instruction_voice(sitting_id: UUID, language: str) -> ResponseReturnValue:
    """Send the voice that says what to do in the next task; the task itself is heard only after the start."""
    student = current_actor().student or abort(404)
    with reading() as session:
        _check_granted(session)
        part = answering_queries.part_in(session, student, sitting_id, utcnow()) or abort(404)
        place = (part.next_place if part.is_waiting else None) or abort(404)
        return _sound(_voice(session, place.item, language, Part.INSTRUCTION))


def voices_of_task(response: Response) -> list[dict[str, Any]]:
    """Return what the page of a task needs to be read aloud by recorded voices."""
    return _heard(
        spoken_of(response.item, response.attempt.language),
        lambda part: url_for(".task_voice", response_id=response.id, part=part.value),
    )


def voices_before_start(sitting_id: UUID, item: Item, language: str) -> list[dict[str, Any]]:
    """Return the same for the page before a task begins."""
    instruction = [each for each in spoken_of(item, language) if each.part is Part.INSTRUCTION]
    return _heard(instruction, lambda _part: url_for(".instruction_voice", sitting_id=sitting_id, language=language))


def _heard(spoken: Sequence[Spoken], address: Callable[[Part], str]) -> list[dict[str, Any]]:
    with reading() as session:
        voices = queries.voices_of(session, spoken)
    return [
        {
            "part": each.part.value,
            "url": f"{address(each.part)}?v={voice.sha256[:12]}",
            "type": voice.media_type,
            "isSmall": voice.size <= MOST_KEPT_BYTES,
        }
        for each in spoken
        if (voice := voices.get(each.key))
    ]


def _check_granted(session: Session) -> None:
    if not accommodations.support_of(session, current_actor().id).is_read_aloud:
        abort(404)


def _voice(session: Session, item: Item, language: str, part: Part) -> Voice | None:
    [spoken] = [each for each in spoken_of(item, language) if each.part is part]
    return queries.voices_of(session, [spoken]).get(spoken.key)


def _sound(voice: Voice | None) -> Answer:
    """Return the bytes: to be played by a page, never opened as one."""
    if voice is None:
        abort(404)
    path = stored_path(voices_folder(settings().uploads_dir).resolve(), voice.sha256)
    if not path.exists():
        abort(404)
    answer = send_file(path, voice.media_type, as_attachment=True, download_name="voice")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _keep(session: Session, slug: str, language: str, part: Part, sent: bytes) -> None:
    item = item_queries.newest(session, slug) or abort(404)
    [spoken] = [each for each in spoken_of(item, language) if each.part is part]
    if request.form.get("words") != spoken.key:
        raise WordsChanged
    folder = voices_folder(settings().uploads_dir)
    services.keep_voice(session, item, spoken, sent, folder=folder, actor=current_actor(), now=utcnow())


def _page(slug: str, language: str, errors: Mapping[str, str], status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        item = item_queries.newest(session, slug) or abort(404)
        spoken = {code: spoken_of(item, code) for code in LANGUAGES}
        voices = queries.voices_of(session, [each for every in spoken.values() for each in every])
        outdated = queries.outdated(session, spoken[language])
        bank = progress(item_queries.newest_items(session), language, queries.keys_in(session, language))
        people = names(session, [voice.recorded_by_id for voice in (*voices.values(), *outdated)])
    page = render_template(
        "tasks/item_voice.html",
        item=item,
        language=language,
        spoken=spoken[language],
        recorded_whole={code for code, every in spoken.items() if all(each.key in voices for each in every)},
        voices=voices,
        outdated=outdated,
        names=people,
        errors=errors,
        bank=bank,
        following=bank.after(slug),
        titles=TITLES,
        most_bytes=MOST_BYTES,
        longest_seconds=LONGEST_SECONDS,
    )
    return page, status, dict(WITH_MICROPHONE)
