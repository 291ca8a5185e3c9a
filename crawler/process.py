"""Running one crawl from a program: the project's settings, a frontier, a sink."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.address import Scope, realm_of
from crawler.browser import Browser
from crawler.egress import EgressGuard, EgressPolicy, Refusal
from crawler.errors import CrawlAlreadyRun
from crawler.frontier import Frontier, MemoryFrontier
from crawler.memory import Memory
from crawler.request import BrowserPolicy, Request, SpiderName
from crawler.settings import PLAIN_USER_AGENT
from crawler.spiders.site import SiteSpider
from crawler.spiders.sitemap import SitemapSpider
from crawler.telegram import PREVIEW_BASE
from crawler.visit import VisitSink

SPIDERS = {SpiderName.SITE: SiteSpider, SpiderName.SITEMAP: SitemapSpider}
BY_SIGNAL = "shutdown"
"""What Scrapy calls a stop by a signal."""
_once = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """How to crawl. Times in seconds, sizes in bytes.

    `timeout` bounds one page over HTTP, `browser_timeout` one in the browser. `settings` are further
    Scrapy settings, plain values only. robots.txt is left aside on the sites of the addresses in
    `ignore_robots_of`, and everywhere without `obey_robots`.
    """

    spider: SpiderName = SpiderName.SITE
    depth: int = 3
    max_pages: int | None = None
    pages_per_host: int = 500
    browser: BrowserPolicy = BrowserPolicy.AUTO
    browser_executable: str = ""
    browser_timeout: float = 45.0
    scope: Scope = Scope.SITE
    offsite: int = 0
    obey_robots: bool = True
    ignore_robots_of: tuple[str, ...] = ()
    telegram_preview: str = PREVIEW_BASE
    egress: EgressPolicy = field(default_factory=EgressPolicy)
    images_per_page: int = 60
    timeout: float = 30.0
    max_bytes: int = 10 * 1024 * 1024
    log_level: str = "WARNING"
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlStatistics:
    """The account of a crawl: what was leased, what the sink took, what failed by cause.

    `stopped_by` is `finished`, `max_pages`, `shutdown` (a signal) or another reason of Scrapy's.
    `browser_pages` were seen by the browser; `browser_missing` says why none could be, where one was
    wanted. `refusals` are what the egress guard stopped.
    """

    requested: int
    stored: int
    failures: Mapping[str, int]
    stopped_by: str
    browser_pages: int = 0
    browser_missing: str | None = None
    refusals: tuple[Refusal, ...] = ()


def run_crawl(
    requests: Sequence[Request],
    *,
    options: CrawlOptions | None = None,
    frontier: Frontier | None = None,
    memory: Memory | None = None,
    sink: VisitSink | None = None,
    guard: EgressGuard | None = None,
) -> CrawlStatistics:
    """Crawl from `requests` and from what `frontier` holds, through `guard` (None: one for the options'
    policy); blocks until done. What has not changed since `memory` saw it is neither fetched whole nor
    handed over as new.

    SIGINT and SIGTERM (when called in the main thread) stop in order: what is under way is finished, the
    rest is given back; a second signal stops at once. Frontier, memory and sink are called in one worker
    thread, one call at a time. A process can run one crawl, since Twisted's reactor cannot be started twice:
    raises `CrawlAlreadyRun` for a second, and `SinkFailed` if the sink raised.
    """
    options = options or CrawlOptions()
    if not _once.acquire(blocking=False):
        raise CrawlAlreadyRun("This process has run its crawl: start another process for the next one.")
    with guard or EgressGuard(options.egress) as door:
        process = AsyncCrawlerProcess(settings_of(options))
        crawler = process.create_crawler(SPIDERS[options.spider])
        watch = _Watch(crawler)
        process.crawl(
            crawler,
            seeds=tuple(requests),
            frontier=frontier or MemoryFrontier(),
            memory=memory,
            sink=sink,
            guard=door,
            **_arguments(options),
        )
        process.start(install_signal_handlers=threading.current_thread() is threading.main_thread())
        watch.wait()
        return watch.account(door)


def settings_of(options: CrawlOptions) -> Settings:
    """The project's settings with the options laid over them."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    overrides = {
        "ROBOTSTXT_OBEY": options.obey_robots,
        "ROBOTSTXT_IGNORED": sorted(map(realm_of, options.ignore_robots_of)),
        "DOWNLOAD_TIMEOUT": options.timeout,
        "DOWNLOAD_MAXSIZE": options.max_bytes,
        "BROWSER_EXECUTABLE": options.browser_executable,
        "BROWSER_TIMEOUT": options.browser_timeout,
        "IMAGES_PER_PAGE": options.images_per_page,
        "PAGES_PER_HOST": options.pages_per_host,
        "LOG_INSTALL_ROOT_HANDLER": False,  # the program has its own
        "LOG_LEVEL": options.log_level,
        **_honest_name(options),
        **options.settings,
    }
    settings.setdict(overrides, priority="cmdline")
    return settings


def _honest_name(options: CrawlOptions) -> dict[str, Any]:
    """Who leaves robots.txt aside does not say that it is obeyed."""
    obeys = options.obey_robots and not options.ignore_robots_of
    return {} if obeys else {"USER_AGENT": PLAIN_USER_AGENT}


def _arguments(options: CrawlOptions) -> dict[str, Any]:
    return {
        "depth": options.depth,
        "max_pages": options.max_pages,
        "browser": options.browser,
        "scope": options.scope,
        "offsite": options.offsite,
        "telegram_preview": options.telegram_preview,
    }


class _Watch:
    """Takes note of how a crawl ended."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._reason = BY_SIGNAL  # a second signal ends the reactor and nothing says so
        crawler.signals.connect(self._closed, signals.spider_closed)

    def _closed(self, reason: str) -> None:
        self._reason = reason

    def wait(self) -> None:
        """Until the worker thread is done, also where a second signal left it at work."""
        if isinstance(self._crawler.spider, SiteSpider):
            self._crawler.spider.ledger.wait()

    def account(self, guard: EgressGuard) -> CrawlStatistics:
        spider = self._crawler.spider
        if not isinstance(spider, SiteSpider):
            raise RuntimeError("The crawl did not start: see the log above.")
        if spider.ledger.broken is not None:
            raise spider.ledger.broken
        browser = self._crawler.get_extension(Browser)
        return CrawlStatistics(
            requested=spider.ledger.requested,
            stored=spider.ledger.stored,
            failures=dict(spider.ledger.failures),
            stopped_by=self._reason,
            browser_pages=int(self._crawler.stats.get_value("playwright/page_count", 0)),
            browser_missing=str(browser.missing) if browser is not None and browser.missing else None,
            refusals=guard.refusals,
        )
