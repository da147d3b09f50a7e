"""What scores in this process: encoder, rater and the gate's sense of meaning, each loaded once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache

from contest_app.scoring.encoders import Encoder, EncoderUnavailable, load_encoder
from contest_app.scoring.gate.meaning import Meaning, load_meaning
from contest_app.scoring.rater.artefact import BadRater
from contest_app.scoring.rater.model import Rater
from contest_app.scoring.rater.saving import shipped_rater

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Engine:
    """What a pool is scored with.

    Without a ``rater`` no idea has a rating; without ``meaning`` the gate goes by words alone. The version of each
    run names what it was scored with.
    """

    encoder: Encoder
    rater: Rater | None
    meaning: Meaning | None


@cache
def loaded_engine(profile: str) -> Engine:
    """Return what scores with that encoder's profile, loaded once for the life of the process.

    Raises EncoderUnavailable.
    """
    return Engine(load_encoder(profile), _rater(profile), _meaning())


def _rater(profile: str) -> Rater | None:
    """Return the profile's rater; ideas are counted and compared also where there is none that can be read."""
    try:
        return shipped_rater(profile)
    except BadRater as error:
        log.warning("scoring without ratings: %s", error)
        return None


def _meaning() -> Meaning | None:
    try:
        return load_meaning()
    except EncoderUnavailable as error:
        log.warning("gating by words alone, signs of distress too: %s", error)
        return None
