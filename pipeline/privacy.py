"""Working copies of photos: nothing but pixels, with faces and number plates beyond recognition.

The detectors are OpenCV's cascades (Viola and Jones 2001), which come with the library. They find faces that
look towards the camera and plates seen straight on, and miss others: a person looks before a copy leaves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from qr.errors import PictureError
from qr.limits import ReadLimits
from qr.picture import open_picture
from qr.symbol import Quad

REVISION = 1
SIDE = 1600
"""The longest side of a working copy, in pixels."""
SEEN = 800
"""The longest side that the detectors look at: a face of 20 pixels there is found."""
QUALITY = 85
MARGIN = 0.15
_BLOCKS = 6
"""How many blocks of one colour are left across a face."""

Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """A detector: its file, how often it must agree, and the least share of the picture's shorter side."""

    file: str
    agree: int
    least: float


CASCADES = (
    Cascade(file="haarcascade_frontalface_default.xml", agree=6, least=0.025),
    Cascade(file="haarcascade_profileface.xml", agree=5, least=0.025),
    Cascade(file="haarcascade_russian_plate_number.xml", agree=4, least=0.02),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCopy:
    """A JPEG that may be shown, how many places were made unrecognisable, and what made it."""

    data: bytes
    hidden: int
    made_by: str


def working_copy(
    data: bytes, codes: Sequence[Quad] = (), limits: ReadLimits | None = None
) -> WorkingCopy | None:
    """The working copy of a photo; None for what is no picture. What is no code's place in the original
    (`codes`, in its pixels) may be hidden. For bytes that a reader in a process of its own has come through
    with."""
    try:
        frame = next(open_picture(data, limits or ReadLimits()).frames())
    except (PictureError, StopIteration):
        return None
    pixels = np.ascontiguousarray(frame.rgb()[:, :, ::-1])
    factor = min(1.0, SIDE / max(pixels.shape[:2]))
    if factor < 1:
        small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        pixels = np.asarray(small, dtype=np.uint8)
    boxes = [box for box in found(pixels) if not any(_covers(code, box, factor) for code in codes)]
    for box in boxes:
        _hide(pixels, box)
    encoded = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))[1].tobytes()
    names = ", ".join(Path(each.file).stem for each in CASCADES)
    made_by = f"working copy {REVISION}; OpenCV {cv2.__version__}; {names}; {len(boxes)} places hidden"
    return WorkingCopy(data=encoded, hidden=len(boxes), made_by=made_by)


def found(pixels: Pixels) -> list[Box]:
    """Where faces and number plates are: left, top, width, height."""
    factor = min(1.0, SEEN / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = cv2.equalizeHist(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY))
    boxes: list[Box] = []
    for each in CASCADES:
        side = max(20, int(each.least * min(grey.shape)))
        detector = _detector(each.file)
        for turned in (False, True) if "profile" in each.file else (False,):
            seen = cv2.flip(grey, 1) if turned else grey
            for left, top, width, height in detector.detectMultiScale(
                seen, scaleFactor=1.1, minNeighbors=each.agree, minSize=(side, side // 2)
            ):
                start = grey.shape[1] - left - width if turned else left
                left_top_size = (start, top, width, height)
                boxes.append(_box(round(value / factor) for value in left_top_size))
    return boxes


def _box(values: Iterable[int]) -> Box:
    left, top, width, height = values
    return left, top, width, height


@cache
def _detector(file: str) -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / file))


def _hide(pixels: Pixels, box: Box) -> None:
    left, top, width, height = box
    across, down = int(MARGIN * width), int(MARGIN * height)
    part = pixels[max(0, top - down) : top + height + down, max(0, left - across) : left + width + across]
    blocks = (_BLOCKS, max(1, round(_BLOCKS * part.shape[0] / part.shape[1])))
    small = cv2.resize(part, blocks, interpolation=cv2.INTER_AREA)
    part[:] = cv2.resize(small, part.shape[1::-1], interpolation=cv2.INTER_NEAREST)


def _covers(code: Quad, box: Box, factor: float) -> bool:
    """Whether a found place lies for the most part on a code, which a cascade may take for a face."""
    left, top, width, height = box
    xs, ys = _scaled((x for x, _ in code), factor), _scaled((y for _, y in code), factor)
    across = min(left + width, max(xs)) - max(left, min(xs))
    down = min(top + height, max(ys)) - max(top, min(ys))
    return across > 0 and down > 0 and across * down > 0.5 * width * height


def _scaled(values: Iterable[int], factor: float) -> list[float]:
    return [value * factor for value in values]
