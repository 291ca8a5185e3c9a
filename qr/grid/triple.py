"""Which three finder patterns belong to one code, and which versions fit them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot

import numpy as np
from numpy.typing import NDArray

from qr.grid.finder import Finder
from qr.grid.layout import VERSIONS

_MOST_TRIPLES = 6
_SHIFTS = np.linspace(-0.36, 0.36, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triple:
    """Finder patterns at a code's top left, top right and bottom left, as seen by a code not mirrored."""

    corner: Finder
    right: Finder
    below: Finder
    weight: float

    @property
    def module(self) -> float:
        """A module's size in pixels, corrected for the turn at which rows cross the patterns."""
        crossing = float(np.mean([each.module for each in (self.corner, self.right, self.below)]))
        x, y = self.right.x - self.corner.x, self.right.y - self.corner.y
        return crossing * max(abs(x), abs(y)) / (hypot(x, y) + 1e-6)

    def versions(self) -> list[int]:
        """The versions that the distances allow, likeliest first."""
        distance = (_distance(self.corner, self.right) + _distance(self.corner, self.below)) / 2
        return versions_near(distance / self.module)

    def corners(self) -> list[NDArray[np.float64]]:
        """The four anchors, clockwise from the top left, for many places of the fourth, which no finder
        pattern marks."""
        corner, right, below = (
            np.array((each.x, each.y)) + 0.5 for each in (self.corner, self.right, self.below)
        )
        across, down = right - corner, below - corner
        return [
            np.array([corner, right, corner + (1 + one) * across + (1 + other) * down, below])
            for one in _SHIFTS
            for other in _SHIFTS
        ]


def versions_near(modules: float) -> list[int]:
    """The versions whose finder patterns may be so many modules apart, likeliest first."""
    guess = (modules - 10) / 4
    reach = 1.3 + 0.13 * max(guess, 0)
    near = [version for version in VERSIONS if abs(version - guess) <= reach]
    return sorted(near, key=lambda version: abs(version - guess))


def triples_of(finders: Sequence[Finder]) -> list[Triple]:
    """The likeliest triples, best first."""
    found = [triple for three in combinations(finders, 3) for triple in _arranged(*three)]
    return sorted(found, key=lambda triple: -triple.weight)[:_MOST_TRIPLES]


def _arranged(one: Finder, two: Finder, three: Finder) -> Iterator[Triple]:
    for corner, first, second in ((one, two, three), (two, three, one), (three, one, two)):
        turn = (first.x - corner.x) * (second.y - corner.y) - (first.y - corner.y) * (second.x - corner.x)
        right, below = (first, second) if turn > 0 else (second, first)
        weight = _plausible(corner, right, below)
        if weight > 0:
            yield Triple(corner=corner, right=right, below=below, weight=weight)


def _plausible(corner: Finder, right: Finder, below: Finder) -> float:
    sizes = [each.module for each in (corner, right, below)]
    one, other = _distance(corner, right), _distance(corner, below)
    if max(sizes) > 2.5 * min(sizes) or min(one, other) < 9 * min(sizes):
        return 0.0
    cosine = ((right.x - corner.x) * (below.x - corner.x) + (right.y - corner.y) * (below.y - corner.y)) / (
        one * other
    )
    ratio = min(one, other) / max(one, other)
    if abs(cosine) > 0.75 or ratio < 0.35:
        return 0.0
    strength = min(each.weight * each.module for each in (corner, right, below))
    return strength * (1 - abs(cosine)) * ratio * min(sizes) / max(sizes)


def _distance(one: Finder, other: Finder) -> float:
    return hypot(one.x - other.x, one.y - other.y)
