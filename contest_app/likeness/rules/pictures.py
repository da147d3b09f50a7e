"""Pictures by what is seen in them: a hash of 64 bits that stays near when a picture is resized or saved anew.

The hash is the sign of the lowest frequencies of a cosine transform (C. Zauner, Implementation and Benchmarking of
Perceptual Image Hash Functions, 2010). Pages of PDF files are not drawn, so they are not compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

BITS: Final = 64
#: Bits in which two pictures may differ and still be shown as alike: see docs/judging/likeness.md.
MOST_BITS: Final = 10
_SIDE: Final = 32  # pixels of the picture that is transformed
_LOW: Final = 8  # frequencies kept each way
#: Below this spread of brightness (of 255) a picture is an empty page: its bits would be noise.
_FEWEST_SHADES: Final = 4.0


class Seen(NamedTuple):
    """The hash of a picture, and of the same picture in a mirror."""

    plain: int
    mirrored: int


@dataclass(frozen=True, slots=True)
class PictureLikeness:
    """Two pictures that look alike: the places of both, in how many bits of 64 they differ."""

    one: int
    other: int
    bits: int
    is_mirrored: bool

    @property
    def likeness(self) -> float:
        """From 0, where pairs begin to be shown, to 1, the same picture."""
        return 1 - self.bits / (MOST_BITS + 1)


def seen_of(picture: Image.Image) -> Seen | None:
    """Return the hashes of a picture, None for one in which there is nothing to see."""
    grey = _grey(picture)
    if grey.std() < _FEWEST_SHADES:
        return None
    return Seen(_hash(grey), _hash(grey[:, ::-1]))


def alike_pictures(seen: Sequence[Seen], count: int) -> list[PictureLikeness]:
    """Return the pairs of pictures that look alike, one of each among the first ``count``."""
    plain = np.array([each.plain for each in seen], dtype=np.uint64)
    mirrored = np.array([each.mirrored for each in seen], dtype=np.uint64)
    found = []
    for one in range(min(count, len(seen))):
        rest = slice(one + 1, None)
        straight = np.bitwise_count(plain[rest] ^ plain[one])
        turned = np.bitwise_count(mirrored[rest] ^ plain[one])
        bits = np.minimum(straight, turned)
        found += [
            PictureLikeness(one, one + 1 + int(at), int(bits[at]), bool(turned[at] < straight[at]))
            for at in np.flatnonzero(bits <= MOST_BITS)
        ]
    return found


def _grey(picture: Image.Image) -> npt.NDArray[np.float64]:
    """Return the picture small and grey, on white paper where it is transparent."""
    picture.draft("RGB", (4 * _SIDE, 4 * _SIDE))
    small = picture.convert("RGBA").resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    paper = Image.new("RGBA", small.size, "white")
    return np.asarray(Image.alpha_composite(paper, small).convert("L"), dtype=np.float64)


def _hash(grey: npt.NDArray[np.float64]) -> int:
    low = (_COSINES @ grey @ _COSINES.T).ravel()
    signs = low > np.median(low[1:])
    return int(np.packbits(signs).view(">u8")[0])


def _cosines() -> npt.NDArray[np.float64]:
    """Return the lowest rows of the cosine transform, (8, 32)."""
    places = (2 * np.arange(_SIDE) + 1) * np.pi / (2 * _SIDE)
    cosines: npt.NDArray[np.float64] = np.cos(np.outer(np.arange(_LOW), places))
    return cosines


_COSINES: Final = _cosines()
