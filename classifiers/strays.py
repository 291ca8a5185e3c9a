"""Stray letters in images: a crack or a branch is read as one or two letters, with confidence."""

import math
import re

from classifiers.text_lines import Quad

LETTER = r"[^\W\d_]"
SAYS = re.compile(rf"\d|{LETTER}{{3}}|(?:{LETTER}[\W_]*){{4}}")
"""A number, a word of three letters, or four letters in all."""
GAP = 1.5
"""Heights of a letter between two parts of one line that was found in pieces."""
ALIKE = 2.0
"""How many times as high one part of a line may be as another."""


def says_something(text: str) -> bool:
    """Whether a line is a text by itself."""
    return SAYS.search(text) is not None


def beside(one: Quad, other: Quad) -> bool:
    """Whether two lines stand one behind the other, as the parts of a line that was found in pieces."""
    height, its_height = math.dist(one[0], one[3]), math.dist(other[0], other[3])
    if max(height, its_height) > ALIKE * min(height, its_height):
        return False
    (x, y), long = _direction(max(one, other, key=_length)), max(height, its_height)
    for end, begin in ((_end(one), _begin(other)), (_end(other), _begin(one))):
        right, down = begin[0] - end[0], begin[1] - end[1]
        if math.hypot(right, down) <= GAP * long and abs(x * down - y * right) <= long / 2:
            return True
    return False


def _length(corners: Quad) -> float:
    return math.dist(_begin(corners), _end(corners))


def _direction(corners: Quad) -> tuple[float, float]:
    (x, y), (end_x, end_y), length = _begin(corners), _end(corners), _length(corners) or 1.0
    return (end_x - x) / length, (end_y - y) / length


def _begin(corners: Quad) -> tuple[float, float]:
    (x, y), (below_x, below_y) = corners[0], corners[3]
    return (x + below_x) / 2, (y + below_y) / 2


def _end(corners: Quad) -> tuple[float, float]:
    (x, y), (below_x, below_y) = corners[1], corners[2]
    return (x + below_x) / 2, (y + below_y) / 2
