"""One frame of a picture."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from qr.decoder import Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame, page or drawing: grey pixels of shape (height, width), uint8.

    Where the image is see-through, `grey` lies on white and `on_black` on black. `on_black` is None where
    it would show nothing that `grey` does not.
    """

    index: int
    grey: Pixels
    on_black: Pixels | None = None
    colour: Callable[[], Pixels] | None = field(default=None, repr=False, compare=False)

    def rgb(self) -> Pixels:
        """The colours, on white: shape (height, width, 3), uint8. Made anew at every call, from the file
        where need be: the grey that every image needs is to cost no colours. Raises `PictureError`."""
        return np.stack((self.grey,) * 3, axis=-1) if self.colour is None else self.colour()
