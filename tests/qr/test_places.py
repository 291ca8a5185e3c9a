"""Where codes stand."""

import numpy as np
import pytest
import segno
from PIL import Image

from qr.geometry import same_place
from qr.places import CodeDetector, joined
from qr.reader import Reader
from qr.symbol import Quad
from tests.qr.images import code, encoded

DETECTOR = CodeDetector()


def square(left: int, top: int, side: int) -> Quad:
    return ((left, top), (left + side, top), (left + side, top + side), (left, top + side))


def test_a_code_is_found_where_it_stands() -> None:
    code = (
        np.array(segno.make("qala", micro=False).matrix, dtype=np.uint8).repeat(6, axis=0).repeat(6, axis=1)
    )
    wall = np.full((700, 900), 255, dtype=np.uint8)
    wall[300 : 300 + code.shape[0], 500 : 500 + code.shape[1]] = 255 * (1 - code)
    place, *_ = DETECTOR.find(wall, 400)
    assert same_place(place, square(500, 300, code.shape[0]))


@pytest.mark.parametrize("shape", [(1, 1), (20, 1), (31, 400), (32, 2000), (4, 40_000)])
def test_a_strip_holds_no_place(shape: tuple[int, int]) -> None:
    assert DETECTOR.find(np.full(shape, 128, dtype=np.uint8), 900) == ()


def test_a_place_as_wide_as_two_codes_hides_neither() -> None:
    one, two, both = square(0, 0, 100), square(150, 0, 100), square(0, 0, 250)
    assert joined((one, two), (both, square(3, 3, 110))) == (one, two, both)
    assert joined((both,), (one, two)) == (both, one, two)


@pytest.mark.parametrize(
    ("side", "looks"), [(260, ["detector/400"]), (1600, ["detector/400", "detector/900", "detector/closer"])]
)
def test_small_codes_are_looked_for_unless_large_ones_are_read(side: int, looks: list[str]) -> None:
    steps: list[str] = []

    class Listener:
        def allows(self, label: str) -> bool:
            steps.append(label)
            return True

    ground = Image.new("L", (side, side), "white")
    ground.paste(code().convert("L"), (40, 40))
    assert Reader().read(encoded(ground), deep=True, watch=Listener()).symbols
    assert [step for step in steps if step.startswith("detector/")] == looks
