"""Scrapy's scheduler over a `Frontier`."""

import asyncio
from collections import deque
from typing import Self

from scrapy import Request as ScrapyRequest
from scrapy import Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred

from crawler.errors import SinkFailed
from crawler.ledger import Ledger

BATCH = 16
POLL_SECONDS = 1.0
BEAT_SECONDS = 20.0


class FrontierScheduler(BaseScheduler):
    """Leases page addresses in small batches and hands them to the engine.

    Redirects and retries of a leased address stay in memory: they belong to its lease. The crawl ends
    when nothing is held and the frontier has nothing pending, or when the budget of pages is used up;
    while the frontier has addresses that are not due, or that another process holds, it is asked again
    every second.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limit = 2 * crawler.settings.getint("CONCURRENT_REQUESTS")
        self._ready: deque[ScrapyRequest] = deque()
        self._refill: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._heart: asyncio.Task[None] | None = None
        self._ended = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _ledger(self) -> Ledger:
        ledger = self._crawler.spider.ledger  # type: ignore[union-attr]
        assert isinstance(ledger, Ledger)  # noqa: S101 - all spiders of the project have one
        return ledger

    def open(self, spider: Spider) -> Deferred[None]:
        """Queue the spider's seeds before anything is taken."""
        return deferred_from_coro(self._seed(spider))

    async def _seed(self, spider: Spider) -> None:
        await self._ledger.add(spider.seeds)  # type: ignore[attr-defined]
        self._heart = asyncio.ensure_future(self._beat())

    async def _beat(self) -> None:
        # In the reactor's loop: a process whose reactor hangs loses its leases to one that works.
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._ledger.beat()

    def close(self, reason: str) -> Deferred[None]:  # noqa: ARG002 - Scrapy's interface
        """Give back what was leased and not settled."""
        self._ended = True
        for task in (self._refill, self._heart):
            if task is not None:
                task.cancel()
        return deferred_from_coro(self._ledger.close())

    def has_pending_requests(self) -> bool:
        """True until this scheduler ends the crawl: only the frontier knows whether more will come."""
        return not self._ended

    def enqueue_request(self, request: ScrapyRequest) -> bool:
        """Take in a redirect or a retry of a page that is held."""
        self._ready.append(request)
        return True

    def next_request(self) -> ScrapyRequest | None:
        """The next request. Leases more in the background when few are left."""
        if len(self._ready) < BATCH // 2 and self._refill is None and not self._ended:
            self._refill = asyncio.ensure_future(self._fill())
        return self._ready.popleft() if self._ready else None

    async def _fill(self) -> None:
        try:
            wait = await self._lease()
            if wait:
                await asyncio.sleep(wait)
        finally:
            self._refill = None
        if wait and not self._ended and not self._ready:
            self.next_request()

    async def _lease(self) -> float:
        """Lease a batch. Gives the seconds after which to ask again by oneself, 0 if events will."""
        room = min(BATCH, self._ledger.room(self._limit))
        try:
            taken, pending = await self._ledger.take(room) if room > 0 else ([], 0)
        except SinkFailed:
            self._end()
            return 0.0
        spider = self._crawler.spider
        for request in taken:
            self._crawler.engine.crawl(spider.fetch(request))  # type: ignore[union-attr]
        if taken or self._ledger.held or self._ready:
            return 0.0
        if pending:
            return POLL_SECONDS
        self._end()
        return 0.0

    def _end(self) -> None:
        self._ended = True
        reason = "max_pages" if self._ledger.spent else "finished"
        if self._ledger.broken is not None:
            reason = "sink_failed"
        self._ending = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))
