"""Sound files of a voice: what is accepted, judged by content and never by name, and kept without what is no sound.

Nothing is decoded here: each format is walked from end to end by its own structure, so that a file is whole, holds
sound alone and begins and ends as what it says it is. Words about the person or the place are left out where the
format lets it be done without writing the sound anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from contest_app.errors import Refusal
from contest_app.languages import N_
from contest_app.tasks.sounds import mp3, mp4, ogg, wav, webm
from contest_app.tasks.sounds.faults import NotSound, NotSoundAlone

#: A minute and a half at the rate of browsers, and half a minute of plain WAV: what a weak link brings in time.
MOST_BYTES: Final = 1024 * 1024
MEDIA_TYPES: Final = ("audio/mp4", "audio/webm", "audio/ogg", "audio/mpeg", "audio/wav")

#: How each format begins, and what returns the bytes that may be kept.
_FORMATS: Final[tuple[tuple[Callable[[bytes], bool], str, Callable[[bytes], bytes]], ...]] = (
    (ogg.begins, "audio/ogg", ogg.sound),
    (webm.begins, "audio/webm", webm.sound),
    (mp4.begins, "audio/mp4", mp4.sound),
    (wav.begins, "audio/wav", wav.sound),
    (mp3.begins, "audio/mpeg", mp3.sound),
)


class SoundMissing(Refusal):
    """There is nothing in the file, or no file."""

    message = N_("There is no recording yet. Record it, or choose a file.")


class SoundTooLarge(Refusal):
    """More bytes than are taken."""

    message = N_("The recording is too large: at most %(most)d MB. Read a little faster, or save it as MP3 or M4A.")


class SoundUnreadable(Refusal):
    """No sound, or a damaged one."""

    message = N_("This is no sound file that can be played. Send MP3, M4A, OGG, WebM or WAV.")


class MoreThanSound(Refusal):
    """A video, or something hidden beside the sound."""

    message = N_("There is more than sound in this file, perhaps a video. Send the sound alone.")


@dataclass(frozen=True, slots=True)
class Sound:
    """Bytes that may be kept, and what they are."""

    data: bytes
    media_type: str


def examine(sent: bytes) -> Sound:
    """Return what is kept of a sound that was sent in.

    Raises SoundMissing, SoundTooLarge, SoundUnreadable, MoreThanSound.
    """
    if not sent:
        raise SoundMissing
    if len(sent) > MOST_BYTES:
        raise SoundTooLarge(most=MOST_BYTES // 1024 // 1024)
    for begins, media_type, sound in _FORMATS:
        if begins(sent):
            return Sound(_sound(sound, sent), media_type)
    raise SoundUnreadable


def _sound(sound: Callable[[bytes], bytes], sent: bytes) -> bytes:
    try:
        return sound(sent)
    except NotSoundAlone as error:
        raise MoreThanSound from error
    except NotSound as error:
        raise SoundUnreadable from error
