"""The conditions of the street: every one of them, by name."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.street import optics, paint, paper, printing, surface, weather
from benchmarks.street.code import Dice
from benchmarks.street.shot import Shot


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A kind of trouble. `shot` sets up a photo of a severity, 1 (slight) to 5 (as much as a code bears);
    `reason` says why readers fail."""

    name: str
    shot: Callable[[int, Dice], Shot]
    reason: str


CONDITIONS: tuple[Condition, ...] = (
    Condition(
        name="stencil",
        shot=paint.stencil,
        reason="Gaps between the modules and bridges through the rings break the 1:1:3:1:1 "
        "runs by which every reader finds a code.",
    ),
    Condition(
        name="spray",
        shot=paint.spray,
        reason="The edges of the paint are wider than half a module, and drips join modules that are apart.",
    ),
    Condition(
        name="graffiti",
        shot=paint.graffiti,
        reason="The paint hides a finder pattern, or its dark strokes pass for modules, close "
        "to what error correction bears.",
    ),
    Condition(
        name="peeling",
        shot=paper.peeling,
        reason="The roll hides a corner of the grid and its shadow shifts the threshold beside it.",
    ),
    Condition(
        name="torn",
        shot=paper.torn,
        reason="A finder pattern is gone, so the grid has to be found from two of them and the timing lines.",
    ),
    Condition(
        name="folds",
        shot=paper.folds,
        reason="Each pane has a grid of its own; one homography does not fit them all.",
    ),
    Condition(
        name="occlusion",
        shot=paper.occlusion,
        reason="The cover hides a finder pattern and most of the codewords that error correction can spare.",
    ),
    Condition(
        name="pole",
        shot=surface.pole,
        reason="Towards the edges of the pole modules become narrower than two pixels; the grid is no plane.",
    ),
    Condition(
        name="corner",
        shot=surface.corner,
        reason="Two planes with a grid each, in different light; readers fit one.",
    ),
    Condition(
        name="perspective",
        shot=surface.perspective,
        reason="The far modules are a third as wide as the near ones, and the finder patterns "
        "are no longer square.",
    ),
    Condition(
        name="fisheye",
        shot=surface.fisheye,
        reason="Straight lines of modules are curves, and the finder patterns differ in size.",
    ),
    Condition(
        name="flash",
        shot=weather.flash,
        reason="The glare saturates ink and paper alike, where no threshold parts them.",
    ),
    Condition(
        name="uneven_light",
        shot=weather.uneven_light,
        reason="The shadow's edge is as strong as a module's, and in the shade ink and paper "
        "differ by less than the noise.",
    ),
    Condition(
        name="rain",
        shot=weather.rain,
        reason="Each drop shows the code behind it displaced, so modules are in the wrong place.",
    ),
    Condition(
        name="dirty_lens",
        shot=weather.dirty_lens,
        reason="Under the smear the blur is as wide as a module, beside a sharp part that the "
        "same threshold has to serve.",
    ),
    Condition(
        name="motion",
        shot=optics.motion,
        reason="The blur is as long as two modules: a light and a dark one side by side become one grey.",
    ),
    Condition(
        name="defocus",
        shot=optics.defocus,
        reason="The disc of blur is wider than a module: single modules vanish or change their sign.",
    ),
    Condition(
        name="low_light",
        shot=optics.low_light,
        reason="So few photons that the noise of a pixel is as large as the contrast of the code.",
    ),
    Condition(
        name="tiny",
        shot=optics.tiny,
        reason="Two pixels a module, after the compression of a photo of twelve million pixels.",
    ),
    Condition(
        name="several",
        shot=optics.several,
        reason="Small and slanted codes beside larger ones, which readers stop at.",
    ),
    Condition(
        name="screen",
        shot=optics.screen,
        reason="The stripes of the screen and the sensor beat at about the period of the modules.",
    ),
    Condition(
        name="inverted",
        shot=printing.inverted,
        reason="Light on dark, with a contrast near that of the wall's own texture.",
    ),
    Condition(
        name="coloured",
        shot=printing.coloured,
        reason="Ink and paper differ in hue and hardly in brightness, and readers look at brightness only.",
    ),
    Condition(
        name="logo",
        shot=printing.logo,
        reason="The picture in the middle takes nearly all that error correction can spare.",
    ),
    Condition(
        name="low_contrast",
        shot=printing.low_contrast,
        reason="Ink and paper differ by about as much as the noise and the steps of the compression.",
    ),
    Condition(
        name="dots",
        shot=printing.dots,
        reason="Dots that do not touch: the finder patterns are no longer rings.",
    ),
    Condition(
        name="no_quiet_zone",
        shot=printing.no_quiet_zone,
        reason="Without a light border the finder patterns run into the print around them.",
    ),
    Condition(
        name="halftone",
        shot=printing.halftone,
        reason="Most of the area of a module belongs to another picture; only a reader that "
        "samples the middles sees the code.",
    ),
)
