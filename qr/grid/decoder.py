"""The reader for codes that no other decoder reads."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

import cv2
import numpy as np

from qr.decoder import Pixels
from qr.errors import DecoderFailed
from qr.geometry import quad
from qr.grid.finder import Finder, finders_of
from qr.grid.pair import pairs_of
from qr.grid.plane import Plane
from qr.grid.scene import NAME, Scene
from qr.grid.triple import triples_of
from qr.symbol import Quad, Symbol, SymbolFormat

_SMALLEST = 21
_MOST_TRIPLES, _MOST_SEARCHES = 3, 3
_AGREEMENT, _SURE = 0.4, 0.6
_MARGIN = 0.25
_LONGEST, _SHORTEST = 600, 300


class GridDecoder:
    """Reads one QR code in a picture that holds little else, best one of 200 to 700 pixels a side."""

    name = NAME
    version = "1"
    formats: tuple[SymbolFormat, ...] = (SymbolFormat.QR,)

    def decode_at(self, image: Pixels, place: Quad) -> list[Symbol]:
        """The code about `place`, corners in the image's pixels, which need not be exact."""
        corners = np.array(place)
        margin = int(_MARGIN * np.ptp(corners, axis=0).max())
        left, top = np.maximum(corners.min(axis=0) - margin, 0).tolist()
        right, bottom = (corners.max(axis=0) + margin + 1).tolist()
        crop = _grey(image[top : max(top, bottom), left : max(left, right)])
        if not crop.size:
            return []
        factor = min(1.0, _LONGEST / max(crop.shape)) if max(crop.shape) >= _SHORTEST else 2.0
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        sized = np.asarray(cv2.resize(crop, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)
        return [
            replace(found, position=quad((x / factor + left, y / factor + top) for x, y in found.position))
            for found in self.decode(sized)
        ]

    def decode(self, image: Pixels) -> list[Symbol]:
        grey = _grey(image)
        if min(grey.shape) < _SMALLEST:
            return []
        try:
            return _decoded(grey)
        except (cv2.error, np.linalg.LinAlgError) as error:
            raise DecoderFailed(f"{self.name}: {error}") from error


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
