"""Estimates of what a pupil's work shows, and guardians' requests to correct something."""

from contest_app.profiles.models.corrections import CorrectionAnswer, CorrectionRequest
from contest_app.profiles.models.estimates import ProfileEstimate, ProfileRun

__all__ = ["CorrectionAnswer", "CorrectionRequest", "ProfileEstimate", "ProfileRun"]
