"""What a detector is."""

from collections.abc import Iterable
from itertools import islice
from typing import Protocol

from classifiers.detectors.clues import Clues
from classifiers.reading import Mark, Reading

MAX_MARKS = 3_000
"""A detector gives at most this many marks of a document: more prove nothing and cost memory."""


class Detector(Protocol):
    """Finds signs of the kinds it names. Linear in the text, never raises for any text. `clues`: what each
    kind needs; a kind without any may be found in any text."""

    @property
    def kinds(self) -> frozenset[str]: ...

    @property
    def clues(self) -> Clues: ...

    def detect(self, reading: Reading) -> Iterable[Mark]: ...


def collect(reading: Reading, detectors: Iterable[Detector]) -> list[Mark]:
    """All marks of all detectors, in order of position."""
    marks = [mark for detector in detectors for mark in islice(detector.detect(reading), MAX_MARKS)]
    return sorted(marks, key=lambda mark: (mark.start, mark.end, mark.kind))
