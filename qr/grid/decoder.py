"""The reader for codes that no other decoder reads."""

from collections.abc import Iterator
from functools import cache, partial

import cv2
import numpy as np

from qr.decoder import Pixels
from qr.errors import DecoderFailed, reason
from qr.grid.finder import Finder, finders_of
from qr.grid.pair import pairs_of
from qr.grid.plane import Plane
from qr.grid.scene import NAME, Scene
from qr.grid.triple import triples_of
from qr.symbol import Symbol, SymbolFormat

_SMALLEST = 21
_MOST_TRIPLES, _MOST_SEARCHES = 3, 3
_AGREEMENT, _SURE = 0.4, 0.6


class GridDecoder:
    """Reads one QR code in a picture that holds little else, best one of 200 to 700 pixels a side."""

    name = NAME
    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def decode(self, image: Pixels) -> list[Symbol]:
        grey = _grey(image)
        if min(grey.shape) < _SMALLEST:
            return []
        try:
            return _decoded(grey)
        except (cv2.error, np.linalg.LinAlgError) as error:
            raise DecoderFailed(f"{self.name}: {reason(error)}") from error


def _grey(image: Pixels) -> Pixels:
    if image.ndim == 2 or not image.size:
        return image
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _decoded(grey: Pixels) -> list[Symbol]:
    for light, finders in finders_of(grey):
        picture = np.asarray(255 - grey if light else grey, dtype=np.uint8)
        best = 0.0
        for scene, plane in _placed(picture, finders):
            best = max(best, plane.agreement)
            symbol = scene.read(plane) if plane.agreement >= _AGREEMENT else None
            if symbol is not None:
                return [symbol]
            if plane.agreement >= _SURE:
                break
        if best >= _SURE:
            return []
        # A light code with a lost finder pattern is too rare for what the search costs.
        symbol = None if light else _with_one_lost(picture, finders)
        if symbol is not None:
            return [symbol]
    return []


def _placed(grey: Pixels, finders: list[Finder]) -> Iterator[tuple[Scene, Plane]]:
    for triple in triples_of(finders)[:_MOST_TRIPLES]:
        scene = Scene.of(grey, triple.module)
        plane = scene.best_plane(scene.planes(triple))
        if plane is not None:
            yield scene, plane


def _with_one_lost(grey: Pixels, finders: list[Finder]) -> Symbol | None:
    found = []
    scene_of = cache(partial(Scene.of, grey))  # few of the pairs differ in their modules
    for pair in pairs_of(finders):
        scene = scene_of(pair.module)
        found += [(plane.agreement, scene, plane) for plane in scene.planes(pair)[:1]]
    for _, scene, plane in sorted(found, key=lambda each: -each[0])[:_MOST_SEARCHES]:
        better = scene.searched(plane)
        symbol = scene.read(better) if better.agreement >= _AGREEMENT else None
        if symbol is not None:
            return symbol
    return None
