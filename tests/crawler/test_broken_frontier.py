"""A frontier that cannot be asked ends a crawl; it neither hangs nor goes on blindly."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from crawler.egress import EgressPolicy
from crawler.errors import SinkFailed
from crawler.frontier import MemoryFrontier
from crawler.process import CrawlOptions, run_crawl
from crawler.request import BrowserPolicy, Request
from tests.crawler.hostile import HostileServer


class TiredFrontier(MemoryFrontier):
    """Gives addresses so often, then fails for good."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._times = times

    def take(self, limit: int) -> list[Request]:
        self._times -= 1
        if self._times < 0:
            raise OSError("the disk is full")
        return super().take(limit)


def _crawl(port: int, times: int) -> str:
    options = CrawlOptions(
        browser=BrowserPolicy.NEVER, egress=EgressPolicy(hosts={"hostile.example": ("127.0.0.1", port)})
    )
    try:
        run_crawl([Request(url="http://hostile.example/")], options=options, frontier=TiredFrontier(times))
    except SinkFailed as error:
        return str(error)
    return "ended well"


@pytest.mark.parametrize("times", [0, 1])
def test_a_frontier_that_fails_ends_the_crawl_with_its_reason(server: HostileServer, times: int) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        reason = pool.submit(_crawl, server.server_port, times).result(timeout=90)
    assert reason == "no more addresses could be taken: the disk is full"
