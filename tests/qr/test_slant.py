"""Codes seen from aside."""

from math import cos, radians, sin

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from qr.decoder import Pixels
from qr.geometry import same_place
from qr.reader import Reader
from qr.slant import Matrix, onto_square, slant, straightening
from qr.symbol import Quad
from tests.qr.images import code, encoded, grey

TEXT = "TEST 10 CM"
DOOR: Quad = ((442, 335), (495, 263), (535, 432), (482, 479))
CORRIDOR: Quad = ((509, 275), (555, 290), (574, 458), (529, 420))


def squeezing(squeeze: float, turn: float) -> Matrix:
    """The map that leaves `squeeze` of what lies along a direction `turn` degrees from the rows."""
    along = np.array((cos(radians(turn)), sin(radians(turn))))
    return np.eye(2) - (1 - squeeze) * np.outer(along, along)


def seen_at(place: Quad, blur: float) -> Pixels:
    """A white wall with a code whose corners stand there."""
    straight = grey(code(TEXT, scale=10, version=2))
    end = straight.shape[0] - 40
    corners = np.array(((40, 40), (end, 40), (end, end), (40, end)), dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, np.array(place, dtype=np.float32))
    soft = cv2.GaussianBlur(straight, (0, 0), 2.0)
    seen = cv2.warpPerspective(soft, matrix, (1024, 768), borderValue=(255,))
    return np.asarray(cv2.GaussianBlur(seen, (0, 0), blur), dtype=np.uint8)


@settings(max_examples=20, deadline=None)
@given(squeeze=st.floats(0.3, 0.95), turn=st.floats(0, 180))
def test_most_of_a_slant_in_any_direction_is_taken_out(squeeze: float, turn: float) -> None:
    straight = grey(code(TEXT, scale=12))
    squeezed = squeezing(squeeze, turn)
    onto = onto_square(squeezed, straight.shape, 600)
    picture = cv2.warpAffine(straight, onto, (600, 600), borderValue=(255,))
    found = straightening(np.asarray(picture, dtype=np.uint8))
    assert slant(found @ squeezed) < 1.1 * squeeze**-0.4


@pytest.mark.parametrize(("place", "blur"), [(DOOR, 1.6), (CORRIDOR, 0.7)])
def test_a_code_seen_from_far_aside_is_read_where_it_stands(place: Quad, blur: float) -> None:
    [symbol] = Reader().read(encoded(Image.fromarray(seen_at(place, blur))), deep=True).symbols
    assert symbol.text == TEXT
    assert "straight" in symbol.variant
    assert same_place(symbol.position, place)
    assert np.abs(np.mean(symbol.position, axis=0) - np.mean(place, axis=0)).max() < 12


@settings(max_examples=30, deadline=None)
@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=40)))
def test_whatever_the_picture_shows_the_map_keeps_its_area(picture: Pixels) -> None:
    assert abs(abs(np.linalg.det(straightening(picture))) - 1) < 1e-6
