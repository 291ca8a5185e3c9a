"""What a volunteer is told where nothing was read."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from qr.decoder import Pixels
from qr.hint import MOST_HINTS, hints
from qr.reader import Reader
from qr.symbol import Hint, Quad
from tests.qr.images import code, encoded, grey

WALL = (170, 165, 160)
READER = Reader()


def photo(size: int = 400, at: tuple[int, int] = (300, 200)) -> tuple[Pixels, Quad]:
    """A wall with one long code on it, and where the code stands."""
    sticker = code("x" * 60).resize((size, size), Image.Resampling.LANCZOS)
    wall = Image.new("RGB", (1000, 800), WALL)
    wall.paste(sticker, at)
    inset = round(size * 4 / 49)
    left, top, right, bottom = at[0] + inset, at[1] + inset, at[0] + size - inset, at[1] + size - inset
    return grey(wall), ((left, top), (right, top), (right, bottom), (left, bottom))


def blurred() -> tuple[Pixels, Quad]:
    pixels, place = photo()
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 6)), place


def dark() -> tuple[Pixels, Quad]:
    pixels, place = photo()
    return (pixels * 0.2).astype(np.uint8), place


def glaring() -> tuple[Pixels, Quad]:
    pixels, place = photo()
    return np.asarray(cv2.circle(pixels.copy(), (520, 420), 90, 255, -1)), place


def cut() -> tuple[Pixels, Quad]:
    pixels, place = photo(at=(-120, 200))
    return pixels, place


def slanted() -> tuple[Pixels, Quad]:
    pixels, place = photo()
    seen: Quad = ((300, 200), (480, 260), (480, 500), (300, 700))
    before, after = (np.array(quad, dtype=np.float32) for quad in (place, seen))
    turn = cv2.getPerspectiveTransform(before, after)
    return np.asarray(cv2.warpPerspective(pixels, turn, (1000, 800), borderValue=165)), seen


def torn() -> tuple[Pixels, Quad]:
    pixels, place = photo()
    return np.asarray(cv2.line(pixels.copy(), (330, 420), (670, 380), 60, 50)), place


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (blurred(), Hint.SHARPER),
        (dark(), Hint.MORE_LIGHT),
        (glaring(), Hint.LESS_GLARE),
        (cut(), Hint.WHOLE_CODE),
        (photo(size=50), Hint.CLOSER),
        (slanted(), Hint.STRAIGHT_ON),
        (torn(), Hint.CODE_DAMAGED),
    ],
    ids=lambda value: value.value if isinstance(value, Hint) else "",
)
def test_what_is_wrong_with_a_photo_is_said_first(seen: tuple[Pixels, Quad], expected: Hint) -> None:
    pixels, place = seen
    assert hints(pixels, (place,))[0] is expected


def test_a_code_that_no_decoder_located_is_found_by_its_texture() -> None:
    assert hints(photo(size=70)[0], ())[0] is Hint.CLOSER
    assert Hint.NO_CODE_SEEN not in hints(blurred()[0], ())


def test_a_picture_of_something_else_says_that_no_code_was_seen() -> None:
    assert hints(grey(Image.new("RGB", (640, 480), WALL)), ()) == (Hint.NO_CODE_SEEN,)
    assert hints(np.full((480, 640), 20, dtype=np.uint8), ()) == (Hint.NO_CODE_SEEN, Hint.MORE_LIGHT)


def test_hints_come_with_a_deep_reading_that_read_nothing_and_no_other() -> None:
    data = encoded(Image.fromarray(torn()[0]))
    lost = READER.read(encoded(Image.new("L", (90, 90), 200)), deep=True)
    assert lost.hints == (Hint.NO_CODE_SEEN,)
    assert READER.read(data).hints == ()
    assert READER.read(encoded(code()), deep=True).hints == ()


@settings(max_examples=150, deadline=None)
@given(
    pixels=arrays.arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60))),
    numbers=st.lists(st.integers(-(2**40), 2**40) | st.integers(-5, 70), min_size=8, max_size=8),
)
def test_any_pixels_and_any_corners_give_hints(pixels: Pixels, numbers: list[int]) -> None:
    (a, b, c, d, e, f, g, h) = numbers
    assert 1 <= len(hints(pixels, (((a, b), (c, d), (e, f), (g, h)),))) <= MOST_HINTS
