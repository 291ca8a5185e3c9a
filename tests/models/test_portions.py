"""Keys in portions."""

import pytest

from models.portions import PORTION, portions


@pytest.mark.parametrize("count", [0, 1, PORTION, PORTION + 1, 3 * PORTION])
def test_every_key_is_in_one_portion_that_a_query_takes(count: int) -> None:
    some = list(portions(range(count)))
    assert [key for portion in some for key in portion] == list(range(count))
    assert all(1 <= len(portion) <= PORTION for portion in some)
