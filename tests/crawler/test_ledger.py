"""The order in which a visit is settled, which is what makes a kill harmless."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from crawler.errors import SinkFailed
from crawler.frontier import MemoryFrontier, sink_of
from crawler.ledger import Ledger
from crawler.request import Request
from crawler.visit import Failure, FailureCause, Visit
from tests.crawler.captures import capture_of

SEED = Request(url="http://shop.example/")
CHILD = Request(url="http://shop.example/child", depth=1)
PAGE = Visit(request=SEED, capture=capture_of("x"), follow=(CHILD,))


class WatchedFrontier(MemoryFrontier):
    """Writes down what it is asked for."""

    def __init__(self, events: list[str]) -> None:
        super().__init__()
        self.events = events

    def add(self, requests: Iterable[Request]) -> int:
        self.events.append("add")
        return super().add(requests)

    def finish(self, request: Request, failure: Failure | None = None) -> bool:
        self.events.append("finish")
        return super().finish(request, failure)


def test_a_lease_is_finished_after_the_sink_and_after_its_children_are_queued() -> None:
    events: list[str] = []

    async def scenario() -> None:
        frontier = WatchedFrontier(events)
        ledger = Ledger(frontier, sink_of(frontier, lambda _: events.append("sink")))
        await ledger.add([SEED])
        taken, _ = await ledger.take(5)
        assert taken == [SEED]
        await ledger.settle(PAGE)
        assert (ledger.held, ledger.stored) == (0, 1)
        await ledger.close()

    asyncio.run(scenario())
    assert events == ["add", "sink", "add", "finish"]


def test_several_visits_are_read_at_once_and_stored_one_at_a_time() -> None:
    together, storing, most = threading.Barrier(2, timeout=20), threading.Semaphore(1), []

    def read(visit: Visit) -> Callable[[], bool]:
        together.wait()
        return lambda: store(visit)

    def store(visit: Visit) -> bool:
        most.append(storing.acquire(blocking=False))
        time.sleep(0.05)
        storing.release()
        return True

    async def scenario() -> int:
        ledger = Ledger(MemoryFrontier(), read)
        await ledger.add([SEED, CHILD])
        await ledger.take(2)
        await asyncio.gather(ledger.settle(PAGE), ledger.settle(replace(PAGE, request=CHILD)))
        await ledger.close()
        return ledger.stored

    assert asyncio.run(scenario()) == 2
    assert most == [True, True]


@pytest.mark.parametrize("at_once", [True, False])
def test_what_the_sink_did_not_take_is_given_back(at_once: bool) -> None:
    frontier = MemoryFrontier()

    def fail() -> bool:
        raise OSError("no space left")

    def full(visit: Visit) -> Callable[[], bool]:
        if at_once:
            fail()
        return fail

    async def scenario() -> None:
        ledger = Ledger(frontier, full)
        await ledger.add([SEED])
        await ledger.take(5)
        with pytest.raises(SinkFailed, match="no space left"):
            await ledger.settle(PAGE)
        assert ledger.room(10) == 0
        await ledger.close()

    asyncio.run(scenario())
    assert frontier.take(5) == [SEED]
    assert CHILD not in frontier.take(5)


def test_a_visit_whose_lease_was_lost_does_not_count() -> None:
    async def scenario() -> None:
        ledger = Ledger(MemoryFrontier(), lambda _: lambda: False, max_pages=3)
        await ledger.add([SEED])
        await ledger.take(1)
        await ledger.settle(PAGE)
        assert (ledger.held, ledger.stored, ledger.room(10)) == (0, 0, 3)
        await ledger.close()

    asyncio.run(scenario())


def test_a_sign_of_life_that_fails_ends_nothing() -> None:
    class Deaf(MemoryFrontier):
        def beat(self) -> None:
            raise OSError("the store is locked")

    async def scenario() -> None:
        ledger = Ledger(Deaf())
        await ledger.beat()
        assert (await ledger.add([SEED]), ledger.broken) == (1, None)
        await ledger.close()

    asyncio.run(scenario())


def test_the_budget_counts_pages_that_were_stored_and_those_under_way() -> None:
    async def scenario() -> None:
        ledger = Ledger(MemoryFrontier(), max_pages=3)
        await ledger.add([SEED, CHILD])
        assert ledger.room(10) == 3
        await ledger.take(2)
        assert ledger.room(10) == 1
        await ledger.settle(
            Visit(request=SEED, failure=Failure(cause=FailureCause.DNS, message="no such name"))
        )
        assert ledger.room(10) == 2
        await ledger.settle(Visit(request=CHILD, capture=capture_of("x")))
        assert (ledger.room(10), ledger.stored, dict(ledger.failures)) == (2, 1, {"dns": 1})
        await ledger.close()

    asyncio.run(scenario())


def test_a_url_is_queued_once_and_the_most_promising_is_taken_first() -> None:
    frontier = MemoryFrontier()
    assert frontier.add([SEED, CHILD, SEED]) == 2
    assert frontier.add([Request(url="http://shop.example/best", priority=2.0)]) == 1
    assert [request.url for request in frontier.take(1)] == ["http://shop.example/best"]
    assert frontier.pending() == 3


def test_a_frontier_that_looks_for_more_is_told_that_the_crawl_is_being_stopped() -> None:
    looking = threading.Event()

    class Looking(MemoryFrontier):
        def more(self, stopping: Callable[[], bool]) -> int:
            looking.set()
            while not stopping():
                time.sleep(0.01)
            return 0

    async def scenario() -> None:
        ledger = Ledger(Looking())
        taking = asyncio.ensure_future(ledger.take(5))
        await asyncio.to_thread(looking.wait, 20)
        await ledger.close()
        assert await taking == ([], 0)

    asyncio.run(asyncio.wait_for(scenario(), 20))
