"""One site, or several, within scope: `scrapy crawl site -a url=https://shop.example/`."""

import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any, Self

from scrapy import Request as ScrapyRequest
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.address import Scope, canonical_url
from crawler.browser import Browser
from crawler.chromium import headers_of
from crawler.egress import EgressGuard
from crawler.egress.addon import guard_of
from crawler.errors import SinkFailed
from crawler.faults import failure_of
from crawler.following import FollowPolicy
from crawler.frontier import Frontier, MemoryFrontier
from crawler.gathering import ImageLimits, Stopped
from crawler.ledger import Ledger
from crawler.memory import Memory
from crawler.request import BrowserPolicy, Request
from crawler.summary import summary_of
from crawler.telegram import PREVIEW_BASE, preview_of
from crawler.traps import Bounds, TrapGuard
from crawler.visit import Failure, FailureCause, Visit, VisitSink
from crawler.visiting import Means, Visitor, hops_of

log = logging.getLogger("mergen.crawler")


class SiteSpider(Spider):
    """Arguments, as text on the command line or as objects from a program:

    `url` addresses, separated by commas or a sequence; `depth` hops from them (3); `max_pages` to store
    (no limit); `browser` never, auto or always; `scope` host or site; `offsite` hops off the site (0);
    `telegram_preview` the base of channel previews. From a program besides: `seeds` as requests,
    `frontier`, `memory`, `sink`, `guard`.
    """

    name = "site"

    def __init__(
        self,
        *args: Any,
        url: str | Sequence[str] = (),
        seeds: Sequence[Request] = (),
        frontier: Frontier | None = None,
        memory: Memory | None = None,
        sink: VisitSink | None = None,
        guard: EgressGuard | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args)
        max_pages = options.get("max_pages")
        self.max_pages = None if max_pages in {None, ""} else int(str(max_pages))
        self.browser_policy = BrowserPolicy(options.get("browser") or BrowserPolicy.AUTO)
        self.follow_policy = FollowPolicy(
            depth=int(options.get("depth", 3)),
            scope=Scope(options.get("scope") or Scope.SITE),
            offsite=int(options.get("offsite", 0)),
            listed=bool(options.get("listed")),
        )
        self.preview_base = str(options.get("telegram_preview") or PREVIEW_BASE)
        self.named = _addresses(url)
        self.seeds = (*seeds, *(Request(url=address) for address in self.named))
        self.guard = guard
        self.ledger = Ledger(frontier or MemoryFrontier(), sink, memory=memory, max_pages=self.max_pages)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._opened, signals.spider_opened)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the scheduler takes the seeds from the frontier."""
        return
        yield

    def fetch(self, request: Request) -> ScrapyRequest:
        """Scrapy's request for a leased address; one that a browser has to see is asked for whole."""
        whole = self.browser_policy is BrowserPolicy.ALWAYS or bool(request.profile)
        earlier = None if whole else self.ledger.earlier(request)
        return ScrapyRequest(
            preview_of(request.url, self.preview_base) or request.url,
            headers={**self._visitor_headers(request), **dict(earlier.conditions if earlier else ())},
            callback=self.parse,
            errback=self.fail,
            cb_kwargs={"request": request},
            dont_filter=True,
        )

    async def parse(self, response: Response, request: Request) -> AsyncIterator[Any]:
        """One answer: its visit goes to the sink, its summary to Scrapy's feeds."""
        try:
            visit = await self._visitor.visit(response, request, self.ledger.earlier(request))
        except Stopped:
            return  # its lease is given back when the scheduler closes
        except Exception:  # one hostile page never stops a crawl
            log.exception("a fault of ours on %s", request.url)
            visit = Visit(
                request=request, failure=Failure(cause=FailureCause.OTHER, message="a fault of the reader")
            )
        yield await self._settle(visit)

    async def fail(self, failure: TwistedFailure) -> AsyncIterator[Any]:
        """No answer: the visit says why."""
        sent: ScrapyRequest = failure.request  # type: ignore[attr-defined]
        request = sent.cb_kwargs["request"]
        if self._stopping():
            return
        outcome = failure_of(failure.value or RuntimeError("no answer"), hops_of(sent, sent.url))
        log.info("no page from %s: %s: %s", request.url, outcome.cause, outcome.message)
        yield await self._settle(Visit(request=request, failure=outcome))

    async def _settle(self, visit: Visit) -> dict[str, object]:
        try:
            await self.ledger.settle(visit)
        except SinkFailed as error:
            log.error("%s", error)
            raise CloseSpider("sink_failed") from error
        return summary_of(visit)

    def _visitor_headers(self, request: Request) -> dict[str, str]:
        browser = self.crawler.get_extension(Browser)
        assert browser is not None  # noqa: S101 - it is in EXTENSIONS
        return headers_of(browser.visitor(request.profile), browser.version) if request.profile else {}

    def _stopping(self) -> bool:
        return self.ledger.broken is not None or not self.crawler.engine.running

    def _opened(self) -> None:
        settings, browser = self.crawler.settings, self.crawler.get_extension(Browser)
        assert browser is not None  # noqa: S101 - it is in EXTENSIONS
        means = Means(
            download=self.crawler.engine.download_async,
            body=self.ledger.body,
            news=self.ledger.news,
            goes_back=self.ledger.goes_back,
            browser=browser,
            guard=guard_of(self.crawler),
            stopping=self._stopping,
        )
        images = ImageLimits(
            per_page=settings.getint("IMAGES_PER_PAGE"),
            max_bytes=settings.getint("IMAGE_MAXSIZE"),
            timeout=settings.getfloat("IMAGE_TIMEOUT"),
        )
        bounds = Bounds(
            pages=self.max_pages,
            pages_per_host=settings.getint("PAGES_PER_HOST"),
            url_length=settings.getint("URLLENGTH_LIMIT"),
        )
        traps = TrapGuard(bounds)
        self.ledger.learn = traps.learn
        self._visitor = Visitor(means, self.follow_policy, self.browser_policy, images, traps)

    def _closed(self) -> None:
        self._visitor.close()


def _addresses(url: str | Sequence[str]) -> list[str]:
    texts = url.split(",") if isinstance(url, str) else url
    return [canonical_url(text) for text in texts if text.strip()]
