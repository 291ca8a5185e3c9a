"""Reading in several processes at once."""

import threading
import time
from collections.abc import Iterator

import pytest

from qr.errors import ReaderClosed
from qr.pool import ReaderPool
from qr.reader import Reader
from qr.worker import WorkerLimits
from tests.qr import fakes
from tests.qr.images import SHOP, code, encoded
from tests.qr.test_worker import WHITE, children, image_for


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool() as made:
        yield made


def test_a_pool_reads_as_the_reader_does(pool: ReaderPool) -> None:
    assert pool.version == Reader().version
    for deep in (False, True):
        assert pool.read(encoded(code()), deep=deep) == Reader().read(encoded(code()), deep=deep)


def test_one_picture_at_a_time_needs_one_child(pool: ReaderPool) -> None:
    pool.read(encoded(code()))
    before = children()
    for _ in range(4):
        assert pool.read(encoded(code())).symbols[0].text == SHOP
    assert children() == before


def test_a_picture_that_hangs_does_not_hold_up_the_next_one_nor_the_version() -> None:
    pool = ReaderPool(fakes.moody, WorkerLimits(seconds=60, step_seconds=60))
    version = pool.version
    hung = threading.Thread(target=pool.read, args=(image_for(fakes.HANG),))
    hung.start()
    while pool._idle.qsize() == 2:
        time.sleep(0.01)
    assert pool.version == version
    assert pool.read(WHITE).symbols[0].text == fakes.HONEST
    assert hung.is_alive()
    pool.close()
    hung.join(10)
    assert not hung.is_alive()
    pool.close()
    with pytest.raises(ReaderClosed):
        pool.read(WHITE)
