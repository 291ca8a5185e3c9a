"""A picture of one code at a handy size, and the attempt to read it."""

from dataclasses import dataclass
from typing import Protocol, Self

import cv2
import numpy as np

from qr.decoder import Pixels
from qr.geometry import quad
from qr.grid.codewords import Words, modules_of, words_of
from qr.grid.contrast import contrast_of
from qr.grid.formats import Format, formats_of
from qr.grid.layout import Soft
from qr.grid.modules import light_of, views
from qr.grid.plane import Matrix, Plane, best_plane, projected, refined, searched
from qr.grid.stream import Message, Unreadable, message_of
from qr.grid.warp import Warp, bent, flat
from qr.symbol import Symbol, SymbolFormat

NAME = "grid"
_MODULE = 7.0
_INSET = 3.5
_TRIED = 2
_FIRST_AGREEMENT = 0.2
_FORMAT_AGREEMENT, _FORMAT_RUNNER_UP = 0.35, 0.8
_LIKENESS = 0.6
_PROOF, _PROOF_WITH_FLAWS = 22.0, 40.0


class Anchors(Protocol):
    """Finder patterns of one code: a module's size in pixels, the versions that they allow, and the places
    of the symbol's four anchors, each of shape (4, 2), clockwise from the top left."""

    @property
    def module(self) -> float: ...
    def versions(self) -> list[int]: ...
    def corners(self) -> list[Matrix]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A grey picture, how dark its pixels are against what lies around, and how many pixels of the
    original picture one of its pixels is."""

    grey: Pixels
    contrast: Soft
    scale: float

    @classmethod
    def of(cls, grey: Pixels, module: float) -> Self:
        """The picture, made smaller where a module of `module` pixels is larger than needed."""
        factor = min(1.0, _MODULE / module)
        if factor < 1:
            smaller = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            grey = np.asarray(smaller, dtype=np.uint8)
        return cls(grey=grey, contrast=contrast_of(grey, module * factor), scale=1 / factor)

    def planes(self, anchors: Anchors) -> list[Plane]:
        """Where the code of these finder patterns may lie, one plane for each version, best first."""
        corners = [each / self.scale for each in anchors.corners()]
        planes = [best_plane(self.contrast, corners, version, _INSET) for version in anchors.versions()]
        return sorted(planes, key=lambda plane: -plane.agreement)

    def best_plane(self, planes: list[Plane]) -> Plane | None:
        """The best of the first planes, in its best place."""
        tried = [plane for plane in planes[:_TRIED] if plane.agreement >= _FIRST_AGREEMENT]
        better = [refined(self.contrast, plane) for plane in tried]
        return max(better, key=lambda plane: plane.agreement, default=None)

    def searched(self, plane: Plane) -> Plane:
        """A plane that is some modules off, in its best place."""
        return refined(self.contrast, searched(self.contrast, plane, _INSET))

    def read(self, plane: Plane) -> Symbol | None:
        """The symbol there, if it can be read."""
        coarse = bent(self.contrast, plane, 2, 3)
        found = self._read(coarse)
        if found is None and coarse.agreement < plane.agreement:
            found = self._read(flat(plane))
        return found or self._read(bent(self.contrast, plane, 3, 5))

    def _read(self, warp: Warp) -> Symbol | None:
        layout = warp.plane.layout
        weighed = views(light_of(self.grey, warp), layout)
        forms = formats_of(np.asarray(sum(weighed[:3])), layout)
        enough = max(_FORMAT_AGREEMENT, forms[0].agreement * _FORMAT_RUNNER_UP)
        for form in forms:
            if form.agreement < enough:
                break
            words = words_of(weighed, layout, form)
            message = None if words is None else _message(words, weighed, warp, form)
            if message is not None:
                return self._symbol(message, warp)
        return None

    def _symbol(self, message: Message, warp: Warp) -> Symbol:
        side = warp.plane.layout.side
        corners = np.array([(0, 0), (side, 0), (side, side), (0, side)], dtype=np.float32)
        x, y = (each.ravel() * self.scale for each in projected(warp.plane.matrix[None], corners))
        return Symbol(
            text=message.text,
            raw=message.raw,
            format=SymbolFormat.QR,
            position=quad(zip(x.tolist(), y.tolist(), strict=True)),
            decoder=NAME,
        )


def _message(words: Words, weighed: list[Soft], warp: Warp, form: Format) -> Message | None:
    """What the code words say, if they look like the picture and are no work of chance."""
    layout = warp.plane.layout
    signs = np.where(modules_of(words.sequence, layout, form), 1, -1)
    alike = 0.0
    for view in weighed:
        modules = np.ascontiguousarray(view.T if form.mirrored else view).ravel()[layout.data]
        alike = max(alike, float((modules * signs).sum() / (np.abs(modules).sum() + 1e-6)))
    if alike < _LIKENESS:
        return None
    try:
        message = message_of(words.data, layout.version)
    except Unreadable:
        return None
    if message.flaws:
        return message if words.surplus >= _PROOF_WITH_FLAWS else None
    return message if words.surplus + message.proof >= _PROOF else None
