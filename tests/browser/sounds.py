"""A sound for pages that play one."""

from __future__ import annotations

import io
import math
import struct
import wave
from typing import Final

RATE: Final = 8000


def tone(seconds: int) -> bytes:
    """Return a soft tone as a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        samples = (round(6000 * math.sin(0.3 * moment)) for moment in range(seconds * RATE))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return buffer.getvalue()
