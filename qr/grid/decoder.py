"""The reader for codes that no other decoder reads."""

import cv2
import numpy as np

from qr.decoder import Pixels
from qr.errors import DecoderFailed
from qr.grid.finder import finders_of
from qr.grid.scene import NAME, Scene
from qr.grid.triple import triples_of
from qr.symbol import Symbol, SymbolFormat

_SMALLEST = 21
_MOST_TRIPLES = 3
_AGREEMENT, _SURE = 0.4, 0.6


class GridDecoder:
    """Reads one QR code in a picture that holds little else, best one of 200 to 700 pixels a side."""

    name = NAME
    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def decode(self, image: Pixels) -> list[Symbol]:
        grey = (
            image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        )
        if min(grey.shape) < _SMALLEST:
            return []
        try:
            return _decoded(grey)
        except (cv2.error, np.linalg.LinAlgError) as error:
            raise DecoderFailed(f"{self.name}: {error}") from error


def _decoded(grey: Pixels) -> list[Symbol]:
    for light, finders in finders_of(grey):
        picture = np.asarray(255 - grey if light else grey, dtype=np.uint8)
        for triple in triples_of(finders)[:_MOST_TRIPLES]:
            scene = Scene.of(picture, triple.module)
            plane = scene.best_plane(triple)
            if plane is None or plane.agreement < _AGREEMENT:
                continue
            symbol = scene.read(plane)
            if symbol is not None:
                return [symbol]
            if plane.agreement >= _SURE:
                return []
    return []
