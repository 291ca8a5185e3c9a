"""The conditions of the street: every one of them, by name."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.street import optics, paint, paper, printing, surface, weather
from benchmarks.street.code import Dice
from benchmarks.street.shot import Shot


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A kind of trouble. `shot` sets up a photo of a severity, 1 (slight) to 5 (as much as a code bears)."""

    name: str
    shot: Callable[[int, Dice], Shot]


CONDITIONS: tuple[Condition, ...] = (
    Condition(name="stencil", shot=paint.stencil),
    Condition(name="spray", shot=paint.spray),
    Condition(name="graffiti", shot=paint.graffiti),
    Condition(name="peeling", shot=paper.peeling),
    Condition(name="torn", shot=paper.torn),
    Condition(name="folds", shot=paper.folds),
    Condition(name="occlusion", shot=paper.occlusion),
    Condition(name="pole", shot=surface.pole),
    Condition(name="corner", shot=surface.corner),
    Condition(name="perspective", shot=surface.perspective),
    Condition(name="fisheye", shot=surface.fisheye),
    Condition(name="flash", shot=weather.flash),
    Condition(name="uneven_light", shot=weather.uneven_light),
    Condition(name="rain", shot=weather.rain),
    Condition(name="dirty_lens", shot=weather.dirty_lens),
    Condition(name="motion", shot=optics.motion),
    Condition(name="defocus", shot=optics.defocus),
    Condition(name="low_light", shot=optics.low_light),
    Condition(name="tiny", shot=optics.tiny),
    Condition(name="several", shot=optics.several),
    Condition(name="screen", shot=optics.screen),
    Condition(name="inverted", shot=printing.inverted),
    Condition(name="coloured", shot=printing.coloured),
    Condition(name="logo", shot=printing.logo),
    Condition(name="low_contrast", shot=printing.low_contrast),
    Condition(name="dots", shot=printing.dots),
    Condition(name="no_quiet_zone", shot=printing.no_quiet_zone),
    Condition(name="halftone", shot=printing.halftone),
)
