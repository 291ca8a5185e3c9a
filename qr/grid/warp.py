"""Bending the plane: what a homography cannot follow on a bottle or on creased paper.

The bend is a polynomial in each direction. The fixed patterns give its coarse shape. Then the data modules
help too: modules' edges lie at whole module coordinates, and the phase of the edges' positions within a
neighbourhood tells how far the picture has slipped against the grid there.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.grid.layout import Soft, layout_of
from qr.grid.pattern import pattern_of
from qr.grid.plane import Matrix, Plane, looked_up, projected, slopes

_FINE = 4
_AROUND = 7
_STEPS, _ROUNDS = 8, 3
_LARGEST_STEP = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Warp:
    """A plane and the polynomial `terms`, shape (count, 2), that shift module coordinates by so many
    modules in x and y before the plane is applied. `agreement` is as for a plane."""

    plane: Plane
    degree: int
    terms: Matrix
    agreement: float

    def shifted(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Module coordinates, shape (count, 2), with the bend in them."""
        if not self.degree:
            return points
        basis = _basis(points, self.plane.layout.side, self.degree)
        return np.asarray(points + basis @ self.terms, dtype=np.float32)

    def modules(self, spread: NDArray[np.float32]) -> tuple[Soft, Soft]:
        """Pixels x and y, each of shape (side * side * count,), of points at the offsets `spread`, shape
        (count, 2), from each module's middle. Within a module the bend is taken for the same."""
        side = self.plane.layout.side
        bend = np.asarray(_middle_basis(side, self.degree) @ self.terms, dtype=np.float32)
        points = ((middles(side) + bend)[:, None] + spread[None]).reshape(-1, 2)
        x, y = projected(self.plane.matrix[None], points)
        return x[0], y[0]

    def pixels(self, points: NDArray[np.float32]) -> tuple[Soft, Soft]:
        """Pixels x and y, each of shape (count,), of module coordinates, shape (count, 2)."""
        x, y = projected(self.plane.matrix[None], self.shifted(points))
        return x[0], y[0]


def flat(plane: Plane) -> Warp:
    """The plane as it is."""
    return Warp(plane=plane, degree=0, terms=np.zeros((1, 2)), agreement=plane.agreement)


def bent(contrast: Soft, plane: Plane, coarse: int, fine: int) -> Warp:
    """The plane bent to the fixed patterns by a polynomial of the `coarse` degree, then to the edges of all
    modules by one of the `fine` degree."""
    warp = _to_patterns(contrast, plane, coarse)
    warp = replace(warp, degree=fine, terms=_raised(warp.terms, coarse, fine))
    for _ in range(_ROUNDS):
        before = warp.terms
        warp = _to_edges(contrast, warp)
        if np.abs(warp.terms - before).max() < 0.03:
            break
    return replace(warp, agreement=_agreement(contrast, warp))


def _to_patterns(contrast: Soft, plane: Plane, degree: int) -> Warp:
    """Gauss–Newton over the polynomial's terms, kept from growing where no pattern holds them."""
    pattern = pattern_of(plane.version)
    basis = _pattern_basis(plane.version, degree)
    count = basis.shape[1]
    warp = Warp(plane=plane, degree=degree, terms=np.zeros((count, 2)), agreement=plane.agreement)
    best = warp
    for _ in range(_STEPS):
        shifted = np.asarray(pattern.spread + basis @ warp.terms, dtype=np.float32)
        here, across, down = slopes(contrast, plane.matrix, shifted, 0.3)
        jacobian = np.concatenate([basis * across[:, None], basis * down[:, None]], axis=1)
        weighted = jacobian * pattern.spread_weights[:, None]
        normal = weighted.T @ jacobian
        normal += 2e-3 * np.trace(normal) / len(normal) * np.eye(len(normal))
        change = np.linalg.solve(normal, weighted.T @ (pattern.spread_signs - here)).reshape(2, count).T
        change *= min(1.0, _LARGEST_STEP / (np.abs(basis @ change).max() + 1e-6))
        warp = replace(warp, terms=warp.terms + change)
        warp = replace(warp, agreement=_agreement(contrast, warp))
        if warp.agreement > best.agreement:
            best = warp
        if np.abs(change).max() < 0.02:
            break
    return best


def _to_edges(contrast: Soft, warp: Warp) -> Warp:
    picture = _rectified(contrast, warp)
    side = warp.plane.layout.side
    basis = _middle_basis(side, warp.degree)
    changes = []
    for axis in (1, 0):
        slip, sure = _phase(picture, axis)
        changes.append(_smooth(basis, slip.ravel(), sure.ravel()))
    return replace(warp, terms=warp.terms + np.stack(changes, axis=1))


def _agreement(contrast: Soft, warp: Warp) -> float:
    pattern = pattern_of(warp.plane.version)
    x, y = warp.pixels(pattern.points)
    return float(looked_up(contrast, x, y) @ (pattern.signs * pattern.weights))


@lru_cache(maxsize=16)
def _pattern_basis(version: int, degree: int) -> Matrix:
    return _basis(pattern_of(version).spread, layout_of(version).side, degree)


@lru_cache(maxsize=16)
def middles(side: int) -> NDArray[np.float32]:
    """The modules' middles in module coordinates, row by row, shape (side * side, 2)."""
    row, column = np.mgrid[0:side, 0:side]
    return np.stack([column.ravel() + 0.5, row.ravel() + 0.5], axis=1).astype(np.float32)


@lru_cache(maxsize=16)
def _middle_basis(side: int, degree: int) -> Matrix:
    return _basis(middles(side), side, degree)


def _powers(degree: int) -> list[tuple[int, int]]:
    return [(total - j, j) for total in range(degree + 1) for j in range(total + 1)]


def _basis(points: NDArray[np.float32], side: int, degree: int) -> Matrix:
    x, y = (points.T.astype(np.float64) * 2 / side) - 1
    across, down = _rising(x, degree), _rising(y, degree)
    return np.stack([across[i] * down[j] for i, j in _powers(degree)], axis=1)


def _rising(values: Matrix, degree: int) -> list[Matrix]:
    """The powers 0 to `degree`."""
    powers = [np.ones_like(values)]
    for _ in range(degree):
        powers.append(powers[-1] * values)
    return powers


def _raised(terms: Matrix, old: int, new: int) -> Matrix:
    """The same polynomial, written with the terms of a degree no lower."""
    raised = np.zeros((len(_powers(new)), 2))
    raised[: len(_powers(old))] = terms
    return raised


def _rectified(contrast: Soft, warp: Warp) -> Soft:
    """The code seen straight on, `_FINE` pixels a module, shape (side * _FINE,) * 2."""
    side = warp.plane.layout.side
    size = (side * _FINE,) * 2
    # Between the modules' middles the bend is nearly straight; enlarging is much cheaper than the polynomial.
    bend = np.asarray(_middle_basis(side, warp.degree) @ warp.terms, dtype=np.float32)
    dense = [cv2.resize(each.copy().reshape(side, side), size) for each in bend.T]
    fine = (np.arange(size[0], dtype=np.float32) + 0.5) / _FINE
    points = np.stack([(dense[0] + fine[None, :]).ravel(), (dense[1] + fine[:, None]).ravel()], axis=1)
    found = projected(warp.plane.matrix[None], points)
    map_x, map_y = (each.reshape(size) for each in found)
    return np.asarray(cv2.remap(contrast, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _phase(picture: Soft, axis: int) -> tuple[Soft, Soft]:
    """The slip in modules along an axis at each module's middle, and how sure it is (0 to 1)."""
    steep = np.abs(cv2.Sobel(picture, cv2.CV_32F, int(axis == 1), int(axis == 0), ksize=3))
    turn = 2 * np.pi * (np.arange(len(picture), dtype=np.float32) + 0.5) / _FINE
    wave = turn[None, :] if axis == 1 else turn[:, None]
    middle = np.s_[_FINE // 2 :: _FINE, _FINE // 2 :: _FINE]
    cosine, sine, total = (
        cv2.boxFilter(steep * factor, -1, (_AROUND * _FINE,) * 2, borderType=cv2.BORDER_CONSTANT)[middle]
        for factor in (np.cos(wave), np.sin(wave), np.ones_like(wave))
    )
    strength = np.hypot(cosine, sine) / (total + 1e-3)
    return (np.arctan2(sine, cosine) / (2 * np.pi)).astype(np.float32), strength.astype(np.float32)


def _smooth(basis: Matrix, slip: Soft, sure: Soft) -> Matrix:
    """The polynomial nearest to `slip`, shape (side * side,); outliers are let go."""
    strength = np.asarray(sure**2, dtype=np.float64)
    ridge = 1e-3 * np.eye(basis.shape[1])
    found = np.zeros(basis.shape[1])
    for _ in range(3):
        scaled = basis * strength[:, None]
        normal = basis.T @ scaled + ridge * (strength.sum() + 1e-6)
        found = np.linalg.solve(normal, scaled.T @ slip)
        strength = sure**2 / (1 + ((slip - basis @ found) / 0.12) ** 2)
    return np.asarray(found)
