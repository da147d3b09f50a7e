"""A calibration: thresholds and how they follow a pool's size, a mean, and the manner of wording.

**A larger pool is cut tighter.** The similarities of an idea with those that have nothing in common with it scatter
about nought with a standard deviation σ, and the nearest of n such strangers lies about σ·√(2 ln n) above it: what is
near enough to be the same idea among ten happens by chance among a thousand. So the threshold falls as that chance
nearness rises,

    idea(n) = idea(10) − σ · [√(2 ln n) − √(2 ln 10)]        n ≥ 10,

and the category keeps its place between the idea and a distance of 1. How it fits real pools: docs/scoring.

Source: Leadbetter, M. R., Lindgren, G., & Rootzén, H. (1983). Extremes and related properties of random sequences and
processes. Springer.
"""

import hashlib
import math
from dataclasses import dataclass, field, replace

from contest_app.scoring.calibration.centring import Centring, centre_of
from contest_app.scoring.encoders import Float32Array

REFERENCE = 10
"""Different ideas in a prompt's texts that thresholds are learnt from; smaller pools are cut like these."""


class BadCalibration(ValueError):
    """A file holds no calibration that this version can read, or none for the encoder; the message says why."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Where the two levels of groups are cut, and what the vectors of a language have in common.

    Attributes
    ----------
    idea, category : cosine distances of centred vectors in a pool of `REFERENCE` ideas; up to the first two groups
        are the same idea, up to the second the same category.
    fitted : False where the encoder was never calibrated for the language.
    spread : standard deviation of the similarities of ideas that are not the same; 0 for thresholds of any pool.
    mean : (d,) mean of unit rows of a language's ideas; None for vectors that are left as they are.
    manner : (k, d) orthonormal directions in which the wordings of one idea differ; None for none.

    """

    idea: float
    category: float
    fitted: bool = True
    spread: float = 0.0
    mean: Float32Array | None = field(default=None, compare=False, repr=False)
    manner: Float32Array | None = field(default=None, compare=False, repr=False)

    @property
    def version(self) -> str:
        """The calibration as it appears in a score's version."""
        spread = f"±{self.spread:g}" if self.spread else ""
        mean = "" if self.mean is None else f" about {_digest(self.mean)}"
        manner = "" if self.manner is None else f" across {_digest(self.manner)}"
        return f"{self.idea:g}/{self.category:g}{spread}{mean}{manner}{'' if self.fitted else ' uncalibrated'}"

    def at(self, count: int) -> "Calibration":
        """Return the thresholds of a pool with that many distinct ideas, which no longer follow its size.

        >>> tight = Calibration(0.8, 0.88, spread=0.09).at(900)
        >>> round(tight.idea, 2), round(tight.category, 2)
        (0.66, 0.8)
        """
        if not self.spread:
            return self
        idea = max(self.idea - self.spread * _nearness_by_chance(count), 0.0)
        rest = (1 - self.category) / (1 - self.idea)
        return replace(self, idea=idea, category=1 - rest * (1 - idea), spread=0.0)

    def centring(self, pool: Float32Array) -> Centring:
        """Return how to centre a pool's vectors, given the (n, d) unit rows of its distinct ideas."""
        if self.mean is None:
            return Centring(None)
        return Centring(centre_of(pool, self.mean), self.manner)


def _digest(rows: Float32Array) -> str:
    return hashlib.sha256(rows.tobytes()).hexdigest()[:8]


def _nearness_by_chance(count: int) -> float:
    """Return how many standard deviations nearer than among `REFERENCE` the nearest of so many strangers is."""
    return math.sqrt(2 * math.log(max(count, REFERENCE))) - math.sqrt(2 * math.log(REFERENCE))


UNCALIBRATED = Calibration(idea=0.4, category=0.6, fitted=False)
"""For models that nobody calibrated: what suits small sentence-transformers models, uncentred."""
