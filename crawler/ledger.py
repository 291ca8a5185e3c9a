"""What a crawl holds: leases taken from the frontier, visits on their way to the sink."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from crawler.errors import SinkFailed
from crawler.frontier import Frontier, Known, sink_of
from crawler.memory import Earlier, Memory, NoMemory
from crawler.page import Link, Post
from crawler.request import Request
from crawler.visit import Visit, VisitSink

READERS = 4
T = TypeVar("T")
log = logging.getLogger("mergen.crawler")


class Ledger:
    """The one place that talks to the frontier, the memory and the sink.

    All may touch a database, so all are called in one worker thread, one call at a time: neither the
    reactor waits for them nor do they have to be thread-safe among themselves. Only what the sink does before
    it stores, which waits for disks and decoders, is done for several visits at once. The sink finishes a
    lease with what it stores: a kill at any moment loses nothing. Budgets are counted here, since only what
    the sink took counts. Signs of life have a thread of their own: a visit may take longer than a lease.
    """

    def __init__(
        self,
        frontier: Frontier,
        sink: VisitSink | None = None,
        *,
        memory: Memory | None = None,
        max_pages: int | None = None,
    ) -> None:
        self.frontier = frontier
        self._memory = memory or NoMemory()
        self._sink = sink or sink_of(frontier)
        self._max_pages = max_pages
        self._readers = ThreadPoolExecutor(READERS, "taking")
        self._thread = ThreadPoolExecutor(1, "ledger")
        self._heart = ThreadPoolExecutor(1, "heartbeat")
        self._closing = threading.Event()
        self._held: dict[str, Request] = {}
        self._earlier: dict[str, Earlier | None] = {}
        self.requested = 0
        self.stored = 0
        self.failures: Counter[str] = Counter()
        self.broken: SinkFailed | None = None
        self.learn: Callable[[Iterable[Known]], None] = lambda _: None

    @property
    def held(self) -> int:
        """How many addresses are leased to this crawl and not settled."""
        return len(self._held)

    def room(self, limit: int) -> int:
        """How many more addresses may be leased: at most `limit` at once, no more than pages are left."""
        if self.broken is not None:
            return 0
        room = limit - self.held
        return room if self._max_pages is None else min(room, self._max_pages - self.stored - self.held)

    @property
    def spent(self) -> bool:
        """Whether the budget of pages is used up."""
        return self._max_pages is not None and self.stored >= self._max_pages

    async def add(self, requests: Iterable[Request]) -> int:
        """Queue addresses."""
        return await self._call(lambda: self.frontier.add(tuple(requests)))

    async def take(self, limit: int) -> tuple[list[Request], int]:
        """Lease addresses; with how many are pending if none was given. Raises `SinkFailed`."""
        try:
            taken, pending, known = await self._call(lambda: self._take(limit))
        except Exception as error:
            self.broken = SinkFailed(f"no more addresses could be taken: {error}")
            raise self.broken from error
        self.learn(known)
        return taken, pending

    def earlier(self, request: Request) -> Earlier | None:
        """What an earlier crawl saw of an address that is held."""
        return self._earlier.get(request.url)

    async def body(self, earlier: Earlier) -> bytes | None:
        """The body that an earlier crawl stored; None where it is lost."""
        return await self._call(lambda: self._memory.body(earlier))

    async def news(self, links: Sequence[Link]) -> list[Link]:
        """Of the pages that a list names, those worth a visit."""
        return await self._call(lambda: self._memory.news(links))

    async def goes_back(self, posts: Sequence[Post]) -> bool:
        """Whether an earlier crawl read posts of this page of a channel, and those before it."""
        return await self._call(lambda: self._memory.goes_back(posts))

    async def settle(self, visit: Visit) -> None:
        """Hand a visit to the sink, which finishes its lease. Raises `SinkFailed`."""
        try:
            finish = await asyncio.get_running_loop().run_in_executor(self._readers, self._sink, visit)
            taken = await self._call(finish)
        except Exception as error:
            self.broken = SinkFailed(f"{visit.request.url} could not be stored: {error}")
            raise self.broken from error
        self._held.pop(visit.request.url, None)
        self._earlier.pop(visit.request.url, None)
        if not taken:
            log.warning("the lease of %s was lost: nothing of it was stored here", visit.request.url)
        elif visit.failure is not None:
            self.failures[visit.failure.cause] += 1
        elif visit.capture is not None:
            self.stored += 1

    async def beat(self) -> None:
        """Show life. Where that fails the leases run out, and others take them over."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._heart, self.frontier.beat)
        except Exception as error:  # noqa: BLE001 - the next beat may succeed; the next call to the frontier tells
            log.warning("no sign of life could be given: %s", error)

    def wait(self) -> None:
        """Until the worker thread is done with what it was given."""
        self._closing.set()
        self._thread.shutdown()

    async def close(self) -> None:
        """Give back every lease that was not settled, and end the worker thread. Where that fails, `broken`
        says so and the leases run out by themselves."""
        self._closing.set()  # the thread may be at work for long
        try:
            await self._call(self._give_back)
        except Exception as error:  # noqa: BLE001 - Scrapy would only log it: `broken` is raised at the end
            self.broken = self.broken or SinkFailed(f"the crawl could not be closed in order: {error}")
        finally:
            self._readers.shutdown(wait=False)
            self._thread.shutdown(wait=False)
            self._heart.shutdown(wait=False)

    def _take(self, limit: int) -> tuple[list[Request], int, list[Known]]:
        taken = self.frontier.take(limit)
        # In this thread, so that a lease is known even if nobody waits for it any more.
        self._held.update((request.url, request) for request in taken)
        self._earlier.update((request.url, self._memory.recall(request)) for request in taken)
        self.requested += len(taken)
        pending = len(taken) or self.frontier.pending() or self.frontier.more(self._closing.is_set)
        return taken, pending, self.frontier.known()

    def _give_back(self) -> None:
        for request in self._held.values():
            self.frontier.give_back(request)
        self._held.clear()

    async def _call(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
