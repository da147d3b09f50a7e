"""Estimates of what a pupil's work shows, and guardians' requests to correct something."""

from contest_app.profiles.models.corrections import CorrectionAnswer, CorrectionRequest
from contest_app.profiles.models.estimates import ProfileEstimate, ProfileRun
from contest_app.profiles.models.people import PeopleEstimate, PeopleRun

__all__ = [
    "CorrectionAnswer",
    "CorrectionRequest",
    "PeopleEstimate",
    "PeopleRun",
    "ProfileEstimate",
    "ProfileRun",
]
