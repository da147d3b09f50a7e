"""What is wrong with bytes that begin like a sound."""

from __future__ import annotations


class NotSound(ValueError):
    """The bytes do not go on as they began."""


class NotSoundAlone(NotSound):
    """There is something else beside the sound: a picture that moves, an attachment."""
