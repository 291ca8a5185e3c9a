"""Changes to pixels."""

import numpy as np
import pytest

from qr.transforms import resized


@pytest.mark.parametrize("shape", [(1, 1), (1, 9_000), (3_024, 4_032), (401, 399)])
def test_pixels_made_smaller_have_the_size_that_was_asked_for(shape: tuple[int, int]) -> None:
    grey = np.full(shape, 77, dtype=np.uint8)
    for factor in (0.9, 0.5, 0.37, 0.1):
        small = resized(grey, factor)
        assert small.shape == tuple(max(1, round(factor * side)) for side in shape)
        assert (small == 77).all()
