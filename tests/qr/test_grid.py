"""What the grid reader promises: it reads what is badly damaged, and it invents nothing."""

import cv2
import numpy as np
import pytest
import segno
from PIL import ImageOps

from qr.decoder import Pixels
from qr.geometry import same_place
from qr.grid.decoder import GridDecoder
from tests.qr.images import SHOP, code, grey

DECODER = GridDecoder()


def texts(pixels: Pixels) -> list[str]:
    return [symbol.text for symbol in DECODER.decode(pixels)]


def seen(pixels: Pixels, corners: list[tuple[float, float]], size: tuple[int, int] = (420, 420)) -> Pixels:
    """The picture with its corners, clockwise from the top left, at these points."""
    height, width = pixels.shape
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, dtype=np.float32))
    return np.asarray(cv2.warpPerspective(pixels, matrix, size, borderValue=(200,)), dtype=np.uint8)


@pytest.mark.parametrize("version", [1, 2, 7, 22])
@pytest.mark.parametrize("level", ["L", "H"])
def test_a_clean_code_of_any_version_is_read(version: int, level: str) -> None:
    image = code("QALA 1", version=version, error=level, boost_error=False, scale=4)
    (symbol,) = DECODER.decode(grey(image))
    assert symbol.text == "QALA 1"
    assert same_place(symbol.position, ((0, 0), (image.width, 0), image.size, (0, image.height)))


def test_it_is_read_turned_mirrored_and_inverted() -> None:
    pixels = grey(code())
    for turns in range(4):
        assert texts(np.ascontiguousarray(np.rot90(pixels, turns))) == [SHOP]
    assert texts(np.ascontiguousarray(pixels[:, ::-1])) == [SHOP]
    assert texts(grey(ImageOps.invert(code()))) == [SHOP]


def test_it_is_read_from_the_side() -> None:
    assert texts(seen(grey(code()), [(60, 20), (330, 90), (360, 330), (30, 400)])) == [SHOP]


def test_it_is_read_on_a_bottle() -> None:
    pixels = grey(code(scale=10))
    height, width = pixels.shape
    across = (np.arcsin(np.linspace(-0.78, 0.78, width)) / 1.8 + 0.5) * (width - 1)
    bow = 40 * np.cos(np.linspace(-1.2, 1.2, width))
    x = np.repeat(across[None, :], height, axis=0).astype(np.float32)
    y = (np.arange(height)[:, None] + bow[None, :] - 25).astype(np.float32)
    assert texts(np.asarray(cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderValue=(255,)))) == [SHOP]


def test_it_is_read_out_of_focus() -> None:
    assert texts(np.asarray(cv2.GaussianBlur(grey(code(scale=8)), (0, 0), 4.2), dtype=np.uint8)) == [SHOP]


def test_it_is_read_under_glare() -> None:
    pixels = grey(code(error="h", boost_error=False, scale=8)).astype(np.float32)
    row, column = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    middle = pixels.shape[0] * 0.62
    light = 400 * np.exp(-((row - middle) ** 2 + (column - middle) ** 2) / (2 * 45.0**2))
    assert texts(np.clip(pixels * 0.6 + 40 + light, 0, 255).astype(np.uint8)) == [SHOP]


def test_a_code_without_one_finder_pattern_is_read() -> None:
    pixels = np.array(grey(code(error="h", boost_error=False, scale=8)))
    pixels[28:92, -92:-28] = 255
    assert texts(pixels) == [SHOP]


@pytest.mark.parametrize("seed", range(3))
def test_noise_says_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    noise = random.integers(0, 256, (40, 40), dtype=np.uint8)
    assert texts(np.asarray(cv2.resize(noise, (320, 320), interpolation=cv2.INTER_NEAREST))) == []


def test_a_code_of_random_modules_says_nothing() -> None:
    matrix = np.array([list(row) for row in segno.make(SHOP, micro=False).matrix], dtype=np.uint8)
    random = np.random.default_rng(5)
    matrix[9:-9, 9:-9] = random.integers(0, 2, matrix[9:-9, 9:-9].shape)
    matrix[9:, 9:] = random.integers(0, 2, matrix[9:, 9:].shape)
    pixels = np.pad(255 * (1 - matrix), 4, constant_values=255).repeat(6, axis=0).repeat(6, axis=1)
    assert texts(pixels.astype(np.uint8)) == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (30, 30), (21, 4000)])
def test_a_picture_of_any_shape_is_survived(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(1)
    assert texts(random.integers(0, 256, shape, dtype=np.uint8)) == []
    assert texts(np.zeros(shape, dtype=np.uint8)) == []
