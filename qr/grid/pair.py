"""Codes with one finder pattern lost: two stand, and the third is looked for where it ought to be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations, permutations
from math import hypot, sqrt

import numpy as np

from qr.grid.finder import Finder
from qr.grid.plane import Matrix
from qr.grid.triple import versions_near

_MOST_PAIRS = 1
_LEAST_CROSSINGS = 6.0
_SHIFTS = (-0.4, -0.2, 0.0, 0.2, 0.4)
_STRETCHES = (0.75, 1.0, 1.2)


class Stand(Enum):
    """Which finder patterns the two are."""

    ACROSS = "top left and top right"
    DOWN = "top left and bottom left"
    DIAGONAL = "top right and bottom left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two finder patterns of one code, in the order that `stand` names them."""

    one: Finder
    other: Finder
    stand: Stand

    @property
    def module(self) -> float:
        """A module's size in pixels, corrected for the turn at which rows cross the patterns."""
        x, y = self._line().tolist()
        if self.stand is Stand.DIAGONAL:
            x, y = x + y, x - y
        crossing: float = (self.one.module + self.other.module) / 2
        return float(crossing * max(abs(x), abs(y)) / (hypot(x, y) + 1e-6))

    def versions(self) -> list[int]:
        """The versions that the distance allows, likeliest first."""
        distance = hypot(*self._line().tolist()) / (sqrt(2) if self.stand is Stand.DIAGONAL else 1)
        return versions_near(distance / self.module)

    def corners(self) -> list[Matrix]:
        """The four anchors, clockwise from the top left, for many places of the two unseen ones."""
        line = self._line()
        aside = np.array((-line[1], line[0]))
        shifts = [one * line + two * aside for one in _SHIFTS for two in _SHIFTS]
        return [self._quad(line, aside, shift, stretch) for shift in shifts for stretch in _STRETCHES]

    def _quad(self, line: Matrix, aside: Matrix, shift: Matrix, stretch: float) -> Matrix:
        one, other = (np.array((each.x, each.y)) + 0.5 for each in (self.one, self.other))
        if self.stand is Stand.ACROSS:
            below = one + aside + shift
            return np.array([one, other, below + stretch * line, below])
        if self.stand is Stand.DOWN:
            right = one - aside + shift
            return np.array([one, right, right + stretch * line, other])
        corner = (one + other + aside) / 2 + shift
        return np.array([corner, one, corner + stretch * (one + other - 2 * corner), other])

    def _line(self) -> Matrix:
        return np.array((self.other.x - self.one.x, self.other.y - self.one.y))


def pairs_of(finders: Sequence[Finder]) -> Iterator[Pair]:
    """The likeliest pairs in every way in which they may stand."""
    seen = [each for each in finders if each.weight * each.module**1.5 >= _LEAST_CROSSINGS]
    apart = [
        pair
        for pair in combinations(seen, 2)
        if hypot(pair[0].x - pair[1].x, pair[0].y - pair[1].y) > 9 * min(pair[0].module, pair[1].module)
    ]
    for pair in sorted(apart, key=_strength, reverse=True)[:_MOST_PAIRS]:
        for one, other in permutations(pair):
            for stand in Stand:
                yield Pair(one=one, other=other, stand=stand)


def _strength(pair: tuple[Finder, Finder]) -> float:
    one, other = pair
    weakest = min(each.weight * each.module for each in pair)
    return weakest * min(one.module, other.module) / max(one.module, other.module)
