"""What groups are made with: where the tree of ideas is cut, and what is taken off the vectors before.

All of it belongs to an encoder and a language. `fitting` learns it from texts of which it is known who says the same;
`files` reads and writes it. Those of the bundled encoders ship as ``shipped.json`` beside this file, learnt by
``benchmarks/scoring_calibrate.py`` from texts written for this project.
"""

from contest_app.scoring.calibration.files import Calibrations, calibration_for, load_calibrations, save_calibrations
from contest_app.scoring.calibration.values import UNCALIBRATED, BadCalibration, Calibration

__all__ = [
    "UNCALIBRATED",
    "BadCalibration",
    "Calibration",
    "Calibrations",
    "calibration_for",
    "load_calibrations",
    "save_calibrations",
]
