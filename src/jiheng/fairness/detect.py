"""The four detectors, as one set that shares one allowance of false alarms.

## What it does
Runs severity, single cell, mutual pair (lifting each other, pressing a third) and harder on those
above, on one fit. Each may be wrong in `RATE` of honest assessments, the set in at most 10 %.
## How to read it
A flag asks a person to look and to decide with a reason; it changes no score. No flag is no proof:
10 points off all rivals is seen in about half the cases among ten counties, less is not seen.
## Source
Simulated in `tests/fairness/test_detect.py` (ten counties, quality sd 2.2, severity sd 2, noise
sd 3); allowances added as by Bonferroni.
"""

from __future__ import annotations

from typing import Protocol

from jiheng.fairness.above import harder_above_flags
from jiheng.fairness.additive import Additive, fit_of
from jiheng.fairness.flag import Flag
from jiheng.fairness.leniency import severity_flags
from jiheng.fairness.marks import Matrix
from jiheng.fairness.outliers import single_cell_flags
from jiheng.fairness.pressing import shared_press_flags
from jiheng.fairness.reciprocity import mutual_lift_flags

RATE = 0.025


class Detector(Protocol):
    """Flags of one kind; by accident in at most `rate` of honest assessments."""

    def __call__(self, matrix: Matrix, fit: Additive, *, rate: float) -> tuple[Flag, ...]: ...


DETECTORS: tuple[tuple[Detector, float], ...] = (
    (severity_flags, RATE),
    (single_cell_flags, RATE),
    (mutual_lift_flags, RATE / 2),
    (shared_press_flags, RATE / 2),
    (harder_above_flags, RATE),
)
"""Every detector with its allowance; the two halves of the mutual pair share one."""


def detect(matrix: Matrix) -> tuple[Flag, ...]:
    """All flags of the set, detector by detector, each detector's strongest first."""
    fit = fit_of(matrix)
    return tuple(flag for detector, rate in DETECTORS for flag in detector(matrix, fit, rate=rate))
