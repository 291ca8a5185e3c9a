"""Full-page screenshots of addresses that turned out to matter."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from urllib.parse import urlsplit

from playwright.async_api import Browser, Playwright, Response, async_playwright
from playwright.async_api import Error as PlaywrightError

from crawler.address import DEFAULT_PORTS
from crawler.chromium import context_options, driver_failure, launch_options, start_failure
from crawler.egress import EgressGuard
from crawler.faults import failure_of
from crawler.profile import Profile, own
from crawler.settings import USER_AGENT
from crawler.shot import Shot, shoot, wired
from crawler.visit import Failure, FailureCause


@asynccontextmanager
async def started(proxy: str, executable: str = "") -> AsyncIterator[Browser]:
    """A Chromium whose every connection goes through `proxy`. Raises `BrowserUnavailable`."""
    options = launch_options(proxy, executable)
    playwright = await _driver()
    try:
        browser = await playwright.chromium.launch(**options)
    except PlaywrightError as error:
        await playwright.stop()
        raise start_failure(options, error) from error
    try:
        yield browser
    finally:
        with suppress(PlaywrightError):
            await browser.close()
        await playwright.stop()


async def _driver() -> Playwright:
    try:
        return await async_playwright().start()
    except Exception as error:  # Playwright raises a bare one
        raise driver_failure(error) from error


class Photographer:
    """Takes pictures of pages with a Chromium of its own, through `guard`, which must be running.

    `pages` are open at once; one may take `timeout` seconds. `profile` is who asks, the crawler under its own
    name if None. For use outside a crawl.
    """

    def __init__(
        self, guard: EgressGuard, *, executable: str = "", timeout: float = 45.0, pages: int = 3,
        profile: Profile | None = None,
    ) -> None:  # fmt: skip
        self._guard = guard
        self._executable = executable
        self._timeout = timeout
        self._pages = pages
        self._profile = profile or own(USER_AGENT)

    def take(self, urls: Iterable[str]) -> dict[str, Shot | Failure]:
        """A shot of every address, or why there is none. Blocks. Raises `BrowserUnavailable`."""
        wanted = list(dict.fromkeys(urls))
        if not wanted:
            return {}
        # A thread of its own: the caller may be inside an event loop.
        with ThreadPoolExecutor(1, "photographer") as thread:
            return thread.submit(asyncio.run, self._take(wanted)).result()

    async def _take(self, urls: list[str]) -> dict[str, Shot | Failure]:
        async with started(self._guard.url, self._executable) as browser:
            slots = asyncio.Semaphore(self._pages)
            shots = await asyncio.gather(*(self._one(browser, url, slots) for url in urls))
        return dict(zip(urls, shots, strict=True))

    async def _one(self, browser: Browser, url: str, slots: asyncio.Semaphore) -> Shot | Failure:
        async with slots:
            try:
                async with asyncio.timeout(self._timeout + 30):
                    return await self._shot(browser, url)
            except (PlaywrightError, TimeoutError) as error:
                return failure_of(error)

    async def _shot(self, browser: Browser, url: str) -> Shot | Failure:
        context = await browser.new_context(**context_options(self._profile, browser.version))
        try:
            page = await context.new_page()
            wire = await wired(page)
            response = await page.goto(
                url,
                timeout=self._timeout * 1000,
                wait_until="domcontentloaded",
                referer=self._profile.referrer or None,
            )
            return await self._refusal(response) or self._placed(await shoot(page, response, wire))
        finally:
            with suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(10):
                    await context.close()

    def _placed(self, shot: Shot) -> Shot:
        """With the address that was dialled: the browser knows the guard's only."""
        parts = urlsplit(shot.url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        return replace(shot, ip_address=self._guard.peer(parts.hostname or "", port))

    async def _refusal(self, response: Response | None) -> Failure | None:
        note = await response.header_value("x-mergen-egress") if response else None
        token, _, rest = (note or "").partition(" ")
        if token != self._guard.token:
            return None
        cause, _, message = rest.partition(" ")
        return Failure(cause=FailureCause(cause), message=message)
