"""Where codes stand: a small network looks at the whole picture.

The network is the detector of WeChat's reader (`qr/wechat/README.md`), a single-shot detector (Liu et al.
2016) that sees what is a code to the eye, whether or not it can be read.
"""

from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from math import sqrt

import cv2

from qr.box import Box
from qr.decoder import Pixels
from qr.decoders.wechat import checked
from qr.errors import DecoderFailed, reason
from qr.geometry import quad, same_place
from qr.symbol import Quad

_CONFIDENCE = 0.2
_IS_CODE = 1
_ALIKE = 1.5
_LEAST = 32
"""Pixels. The network's layers halve a picture five times."""


class CodeDetector:
    """Tells where codes stand. Raises `DecoderUnavailable` when the network is missing."""

    name = "detector"

    def __init__(self) -> None:
        with as_file(files("qr") / "wechat") as folder:
            shape, weights = (
                checked(folder / f"detect.{end}", self.name) for end in ("prototxt", "caffemodel")
            )
            self._network = cv2.dnn.readNetFromCaffe(str(shape), str(weights))

    def find(self, grey: Pixels, side: int) -> tuple[Quad, ...]:
        """The places, surest first; none in a strip that is too thin for the network. It sees a copy with as
        many pixels as a square of `side`."""
        height, width = grey.shape
        factor = min(1.0, side / sqrt(height * width))
        size = (int(width * factor), int(height * factor))
        if min(size) < _LEAST:
            return ()
        try:
            copy = cv2.resize(grey, size, interpolation=cv2.INTER_CUBIC)
            self._network.setInput(cv2.dnn.blobFromImage(copy, 1 / 255.0), "data")
            found = self._network.forward("detection_output").reshape(-1, 7)
        except (cv2.error, MemoryError) as error:
            raise DecoderFailed(f"{self.name}: {reason(error)}") from error
        rows = [row for row in found.tolist() if int(row[1]) == _IS_CODE and row[2] > _CONFIDENCE]
        rows.sort(key=lambda row: -row[2])
        return tuple(_quad(row[3:], width, height) for row in rows)


def joined(known: Sequence[Quad], more: Iterable[Quad]) -> tuple[Quad, ...]:
    """The known places and, behind them, those that are new."""
    places = list(known)
    for place in more:
        if not any(_alike(place, other) for other in places):
            places.append(place)
    return tuple(places)


def _alike(one: Quad, two: Quad) -> bool:
    """Whether a cut about either shows the same: a decoder that failed may name a place three codes wide."""
    sizes = sorted(max(extent(place)) for place in (one, two))
    return same_place(one, two) and sizes[1] <= _ALIKE * sizes[0]


def extent(place: Quad) -> tuple[int, int]:
    """The width and height of the upright box around a place, in pixels."""
    xs, ys = [x for x, _ in place], [y for _, y in place]
    return max(xs) - min(xs), max(ys) - min(ys)


def around(place: Quad, shape: Sequence[int], margin: float) -> Box:
    """The upright box around a place, wider by `margin` of its size on every side, within the image."""
    xs, ys = [x for x, _ in place], [y for _, y in place]
    wide, high = (margin * side for side in extent(place))
    return Box(
        left=max(0, int(min(xs) - wide)),
        top=max(0, int(min(ys) - high)),
        right=min(shape[1], int(max(xs) + wide) + 1),
        bottom=min(shape[0], int(max(ys) + high) + 1),
    )


def _quad(box: Sequence[float], width: int, height: int) -> Quad:
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    return quad(((left, top), (right, top), (right, bottom), (left, bottom)))
