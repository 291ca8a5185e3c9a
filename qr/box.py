"""Upright cut-outs of a picture."""

from dataclasses import dataclass

import numpy as np

from qr.decoder import Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A cut-out, in pixels of the whole: from `left` and `top` up to `right` and `bottom`."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, pixels: Pixels) -> Pixels:
        """The pixels within, a copy of their own."""
        return np.ascontiguousarray(pixels[self.top : self.bottom, self.left : self.right])
