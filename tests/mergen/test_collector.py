"""What Python's collector looks through while a command runs."""

import gc
from collections.abc import Iterator

import pytest

from mergen.collector import NEW_OBJECTS, seldom_collected, settled_memory


@pytest.fixture(autouse=True)
def _nothing_stays_frozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_a_command_is_looked_through_seldom_and_not_once_more_at_its_end() -> None:
    usual = gc.get_threshold()
    with seldom_collected():
        assert gc.get_threshold() == (NEW_OBJECTS, *usual[1:])
    assert gc.get_threshold() == usual
    assert len(gc.get_objects()) < NEW_OBJECTS


def test_what_is_loaded_before_a_crawl_is_left_alone_until_its_end() -> None:
    loaded: list[list[int]] = [[]]
    with settled_memory():
        assert all(one is not loaded for one in gc.get_objects())
    assert any(one is loaded for one in gc.get_objects())
