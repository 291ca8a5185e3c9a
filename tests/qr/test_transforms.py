"""Changes to pixels."""

import numpy as np
import pytest

from qr.transforms import resized, thickened


@pytest.mark.parametrize("shape", [(1, 1), (1, 9_000), (3_024, 4_032), (401, 399)])
def test_pixels_made_smaller_have_the_size_that_was_asked_for(shape: tuple[int, int]) -> None:
    grey = np.full(shape, 77, dtype=np.uint8)
    for factor in (0.9, 0.5, 0.37, 0.1):
        small = resized(grey, factor)
        assert small.shape == tuple(max(1, round(factor * side)) for side in shape)
        assert (small == 77).all()


@pytest.mark.parametrize("gap", [2, 4])
def test_gaps_of_a_stencil_close_and_light_modules_stay(gap: int) -> None:
    grey = np.full((60, 60), 255, dtype=np.uint8)
    grey[10:50, 10:30] = grey[10:50, 30 + gap : 50] = 0
    thick = thickened(grey)
    assert (thick[10:50, 10:50] == 0).all()
    assert (thick[:8] == 255).all()
