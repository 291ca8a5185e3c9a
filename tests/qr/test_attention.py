"""Where large photos are worth a closer look."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from qr.attention import windows
from qr.decoder import Pixels
from qr.reader import Reader
from tests.qr.images import code, encoded, grey


def wall(*, height: int = 1200, width: int = 1600) -> Pixels:
    """Bricks and blinds: many edges, but all of them in one direction at a time."""
    picture = np.full((height, width), 150, dtype=np.uint8)
    picture[: height // 2 : 6] = 60
    picture[height // 2 :, ::6] = 60
    noise = np.random.default_rng(7).normal(0, 6, picture.shape)
    return np.asarray(np.clip(picture + noise, 0, 255), dtype=np.uint8)


def sticker(side: int) -> Pixels:
    """A code with its quiet zone whose upper left finder pattern is painted over."""
    picture = grey(code(error="h")).copy()
    picture[24:90, 24:90] = 128
    return np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)


@pytest.mark.parametrize(("left", "top"), [(0, 0), (850, 150), (1500, 1100)])
def test_the_first_window_holds_the_code(left: int, top: int) -> None:
    picture = wall()
    picture[top : top + 100, left : left + 100] = sticker(100)
    box = next(windows(picture, (), 4))
    assert box.left <= left
    assert box.right >= left + 100
    assert box.top <= top
    assert box.bottom >= top + 100


def test_a_known_code_hides_no_other_one() -> None:
    picture = wall()
    picture[100:200, 100:200] = sticker(100)
    picture[900:1000, 1300:1400] = sticker(100)
    known = ((100, 100), (200, 100), (200, 200), (100, 200))
    [box] = windows(picture, (known,), 4)
    assert box.left <= 1300 < box.right
    assert box.top <= 900 < box.bottom


def test_a_small_damaged_code_in_a_large_photo_is_read() -> None:
    picture = wall(height=2400, width=3200)
    picture[900:1000, 2000:2100] = sticker(100)
    [symbol] = Reader().read(encoded(Image.fromarray(picture), "JPEG", quality=92), deep=True).symbols
    assert 2000 <= symbol.position[0][0] <= 2100


@pytest.mark.parametrize("shape", [(7, 300_000), (300_000, 7), (1, 2_000_001)])
def test_a_thin_strip_of_many_pixels_holds_no_code_and_breaks_nothing(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(7).integers(0, 255, shape, dtype=np.uint8)
    reading = Reader().read(encoded(Image.fromarray(noise)), deep=True)
    assert (reading.symbols, reading.error) == ((), None)


@settings(max_examples=25, deadline=None)
@given(height=st.integers(1, 900), width=st.integers(1, 900), seed=st.integers(0, 99))
def test_windows_lie_within_the_picture(height: int, width: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 255, (height, width), dtype=np.uint8)
    for box in windows(picture, (), 4):
        assert 0 <= box.left < box.right <= width
        assert 0 <= box.top < box.bottom <= height
