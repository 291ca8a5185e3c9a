"""The browser of a crawl: scrapy-playwright, started when the first page needs it."""

import asyncio
import logging
from itertools import count
from typing import Any, Self

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import CDPSession, Page, Response
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as PlaywrightRequest
from scrapy import Request as ScrapyRequest
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response as ScrapyResponse
from scrapy_playwright.handler import Download, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.headers import use_scrapy_headers
from scrapy_playwright.page import PageMethod

from crawler.chromium import (
    context_options,
    driver_failure,
    find_chromium,
    launch_options,
    start_failure,
    version_of,
)
from crawler.egress.addon import guard_of
from crawler.errors import BrowserUnavailable
from crawler.footprint import browser_bytes, kill_browsers
from crawler.profile import PROFILES, Profile, own
from crawler.shot import Shot, shoot, wired

log = logging.getLogger("mergen.browser")
DEATHS = 2  # how many browsers may die with a page before it is left as the server sent it
STARTS = 3  # how often it is started before the crawl goes on without one
LOOK_EVERY = 5  # pages between two looks at the memory


class _PageHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # it has no types
    """A page that starts a download while it loads is a page: the download was refused, and that is all."""

    async def _get_response_and_download(
        self, request: ScrapyRequest, page: Page, spider: Spider
    ) -> tuple[Response | None, Download | None]:
        response, download = await super()._get_response_and_download(request, page, spider)
        return response, download if response is None else None


class _BrowserDied(PlaywrightError):
    """Not the page is at fault: the browser or its driver is gone."""


class Browser:
    """A Scrapy extension. One Chromium for both schemes; each page has a context of its own, which is
    closed with it. After so many pages, or when it holds too much memory, it is started anew, Playwright's
    driver too: both grow. A page that hangs is ended, with the browser if it must be; a page whose browser
    died is shown to the next one."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._timeout = settings.getfloat("BROWSER_TIMEOUT")
        self._most_pages = settings.getint("BROWSER_MAX_PAGES")
        self._most_bytes = settings.getint("BROWSER_MAX_MEMORY")
        self._slots = asyncio.Semaphore(settings.getint("BROWSER_PAGES"))
        self._starting = asyncio.Lock()
        self._handler: ScrapyPlaywrightDownloadHandler | None = None
        self._names = count(1)
        self._shown = 0
        self._open = 0
        self._idle = asyncio.Event()
        self._broken = False
        self.missing: BrowserUnavailable | None = None
        crawler.signals.connect(self._close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def visitor(self, name: str) -> Profile:
        """The visitor of a request's `profile`: the crawler under its own name where that is empty."""
        return PROFILES[name] if name else own(self._crawler.settings["USER_AGENT"])

    @property
    def version(self) -> str:
        """Of the Chromium that there is, empty where there is none."""
        executable = find_chromium(self._crawler.settings["BROWSER_EXECUTABLE"])
        return version_of(executable) if executable is not None else ""

    def request(self, url: str, profile: str = "", *, untouched: bool = False) -> ScrapyRequest:
        """A request that the browser answers, as the visitor `profile`; `shot_of` tells what it saw,
        `untouched` as it was shown."""
        watch, visitor = _DocumentWatch(untouched=untouched), self.visitor(profile)
        meta = {
            "playwright": True,
            "playwright_context": f"page-{next(self._names)}",
            "playwright_context_kwargs": context_options(visitor, self.version if profile else ""),
            "playwright_include_page": True,
            "playwright_page_goto_kwargs": {
                "timeout": self._timeout * 1000,
                "wait_until": "domcontentloaded",
                **({"referer": visitor.referrer} if visitor.referrer else {}),
            },
            "playwright_page_init_callback": watch.begin,
            "playwright_page_event_handlers": {"response": watch.see},
            "playwright_page_methods": [PageMethod(watch.shoot)],
            "dont_redirect": True,
            "dont_retry": True,
            # How long a page takes to show itself is no sign of a server that is slow.
            "autothrottle_dont_adjust_delay": True,
        }
        return ScrapyRequest(url, meta=meta, dont_filter=True)

    async def fetch(self, request: ScrapyRequest) -> ScrapyResponse:
        """One page. Raises `BrowserUnavailable`, `TimeoutError` and Playwright's errors."""
        async with self._slots:
            for _ in range(DEATHS):
                try:
                    return await self._fetch(request)
                except _BrowserDied:
                    log.warning("the browser died with %s under way: it is started anew", request.url)
                    request.meta.pop("playwright_page", None)
            return await self._fetch(request)

    async def _fetch(self, request: ScrapyRequest) -> ScrapyResponse:
        handler = await self._enter()
        browser = handler.browser
        try:
            async with asyncio.timeout(self._timeout + 30):
                response: ScrapyResponse = await handler.download_request(request)
                return response
        except (PlaywrightError, TimeoutError) as error:
            if not await _is_gone(browser, error):
                raise
            self._broken = True
            raise _BrowserDied(str(error)) from error
        finally:
            await self._clear(handler, str(request.meta["playwright_context"]))
            self._open -= 1
            if not self._open:
                self._idle.set()

    async def _enter(self) -> ScrapyPlaywrightDownloadHandler:
        """The browser, for one page more."""
        async with self._starting:
            if self._handler is not None and await self._worn():
                await self._idle.wait()
                await self._close()
            if self.missing is not None:
                raise self.missing
            if self._handler is None:
                try:
                    self._handler = await self._start()
                except BrowserUnavailable as error:
                    self.missing = error
                    log.warning("%s", error)
                    raise
                self._shown, self._broken = 0, False
            self._shown += 1
            self._open += 1
            self._idle.clear()
            return self._handler

    async def _worn(self) -> bool:
        if self._broken or self._shown >= self._most_pages:
            return True
        return self._shown % LOOK_EVERY == 0 and await asyncio.to_thread(browser_bytes) > self._most_bytes

    async def _start(self) -> ScrapyPlaywrightDownloadHandler:
        settings = self._crawler.settings
        options = launch_options(guard_of(self._crawler).url, settings["BROWSER_EXECUTABLE"])
        handler = _PageHandler(self._crawler)
        handler.config.launch_options = options
        handler.config.navigation_timeout_ms = self._timeout * 1000
        # Who shows a page to the next browser is `fetch`, which starts that with a driver of its own.
        handler.config.restart_disconnected_browser = False
        handler.config.target_closed_max_retries = 0
        handler.process_request_headers = _headers
        try:
            await handler._launch()
        except Exception as error:  # Playwright raises a bare one
            raise driver_failure(error) from error
        await self._launch(handler, options)
        return handler

    async def _launch(self, handler: ScrapyPlaywrightDownloadHandler, options: dict[str, Any]) -> None:
        """Start the browser. It may be killed at birth, or find too little memory at the moment."""
        for starts in range(1, STARTS + 1):
            try:
                await handler._maybe_launch_browser()
            except PlaywrightError as error:
                if starts == STARTS:
                    await handler.close()
                    raise start_failure(options, error) from error
            else:
                return

    async def _clear(self, handler: ScrapyPlaywrightDownloadHandler, name: str) -> None:
        """Close the page's context; a browser that does not let go of it is ended."""
        wrapper = handler.context_wrappers.get(name)
        if wrapper is None:
            return
        try:
            async with asyncio.timeout(10):
                await wrapper.context.close()
        except TimeoutError:
            log.warning("the browser hangs: it is ended and started anew")
            self._broken = True
            kill_browsers()
        except PlaywrightError as error:
            log.debug("closing a context: %s", error)

    async def _close(self) -> None:
        """Close browser and driver, by force if they do not let go."""
        handler, self._handler = self._handler, None
        if handler is None:
            return
        try:
            async with asyncio.timeout(15):
                await handler.close()
        except (PlaywrightError, TimeoutError) as error:
            log.debug("the browser does not close: %s", error)
        finally:
            kill_browsers()


async def _headers(
    *, browser_type_name: str, playwright_request: PlaywrightRequest, scrapy_request_data: dict[str, Any]
) -> dict[str, str]:
    """The crawler says the same of itself as over HTTP; another visitor says what its browser does."""
    own_name = scrapy_request_data["headers"].get("User-Agent", b"").decode("latin-1")
    if playwright_request.headers.get("user-agent") != own_name:
        said: dict[str, str] = await playwright_request.all_headers()
        return said
    as_over_http: dict[str, str] = await use_scrapy_headers(
        browser_type_name=browser_type_name,
        playwright_request=playwright_request,
        scrapy_request_data=scrapy_request_data,
    )
    return as_over_http


async def _is_gone(browser: PlaywrightBrowser, error: Exception) -> bool:
    """Whether not the page is at fault but the browser, or its driver, is gone."""
    if (
        "connection closed" in str(error).lower()
    ):  # the driver's end: nothing tells it to the browser's object
        return True
    await asyncio.sleep(0.5)  # the page's end is told before the browser's
    return not browser.is_connected()


class _DocumentWatch:
    """Remembers the answer that became the main document, redirects left out."""

    def __init__(self, *, untouched: bool) -> None:
        self._untouched = untouched
        self._document: Response | None = None
        self._wire: CDPSession | None = None

    async def begin(self, page: Page, _request: ScrapyRequest) -> None:
        self._wire = await wired(page)

    def see(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self._document = response

    async def shoot(self, page: Page) -> Shot:
        return await shoot(page, self._document, self._wire, untouched=self._untouched)


def shot_of(request: ScrapyRequest) -> Shot | None:
    """What the browser saw for a request made by `Browser.request`."""
    methods: list[Any] = request.meta.get("playwright_page_methods") or []
    result = methods[0].result if methods else None
    return result if isinstance(result, Shot) else None
