"""Positions drawn on a plain field with a scale: no map has to be asked for from anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians

KM_PER_DEGREE = 111.32
FIELD = 200.0
MARGIN = 24.0
LEAST_KM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Points (x, y) in a field of 200 × 200, north up, and a bar of `bar` units that is `bar_km` long."""

    points: tuple[tuple[float, float], ...]
    bar: float
    bar_km: float


def plot(positions: Sequence[tuple[float, float]]) -> Plot | None:
    """Draw positions (latitude, longitude in degrees, WGS 84), close enough to flat for one town or region.
    None without any."""
    if not positions:
        return None
    north, south = max(lat for lat, _ in positions), min(lat for lat, _ in positions)
    east, west = max(lon for _, lon in positions), min(lon for _, lon in positions)
    per_lon = KM_PER_DEGREE * max(0.01, cos(radians((north + south) / 2)))
    span = max((north - south) * KM_PER_DEGREE, (east - west) * per_lon, LEAST_KM)
    unit = (FIELD - 2 * MARGIN) / span
    middle = FIELD / 2
    return Plot(
        points=tuple(
            (
                round(middle + (lon - (east + west) / 2) * per_lon * unit, 1),
                round(middle - (lat - (north + south) / 2) * KM_PER_DEGREE * unit, 1),
            )
            for lat, lon in positions
        ),
        bar=round(_round_length(span / 3) * unit, 1),
        bar_km=_round_length(span / 3),
    )


def _round_length(km: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is no longer than `km`."""
    power: float = 10.0 ** floor(log10(km))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= km)
