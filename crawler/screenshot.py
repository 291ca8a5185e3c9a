"""Full-page screenshots of addresses that turned out to matter."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from queue import SimpleQueue
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.async_api import Browser, Playwright, Response, async_playwright
from playwright.async_api import Error as PlaywrightError

from crawler.address import DEFAULT_PORTS
from crawler.chromium import context_options, driver_failure, launch_options, start_failure
from crawler.egress import EgressGuard
from crawler.faults import failure_of
from crawler.profile import PROFILES, own
from crawler.settings import USER_AGENT
from crawler.shot import Shot, Sitting, shoot, wired
from crawler.visit import Failure, FailureCause

Taken = tuple[Sitting, Shot | Failure]
OWN = own(USER_AGENT)


@asynccontextmanager
async def started(proxy: str, executable: str = "") -> AsyncIterator[Browser]:
    """A Chromium whose every connection goes through `proxy`. Raises `BrowserUnavailable`."""
    options = launch_options(proxy, executable)
    playwright = await _driver()
    try:
        browser = await _launched(playwright, options)
        try:
            yield browser
        finally:
            with suppress(PlaywrightError):
                await browser.close()
    finally:
        await playwright.stop()  # also where the work is cancelled while the browser starts or ends


async def _launched(playwright: Playwright, options: dict[str, Any]) -> Browser:
    try:
        return await playwright.chromium.launch(**options)
    except PlaywrightError as error:
        raise start_failure(options, error) from error


async def _driver() -> Playwright:
    try:
        return await async_playwright().start()
    except Exception as error:  # Playwright raises a bare one
        raise driver_failure(error) from error


class _Attended:
    """Work in another thread's loop, which ends with the `with` block of whoever waits for it."""

    def __init__(self) -> None:
        self._running: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None

    async def run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._running = asyncio.get_running_loop(), task
        with suppress(asyncio.CancelledError):
            await task

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._running is not None:
            loop, task = self._running
            with suppress(RuntimeError):  # the loop is closed: the work was done
                loop.call_soon_threadsafe(task.cancel)


class Photographer:
    """Takes pictures of pages with a Chromium of its own, through `guard`, which must be running.

    `pages` are open at once; one may take `timeout` seconds. For use outside a crawl.
    """

    def __init__(
        self, guard: EgressGuard, *, executable: str = "", timeout: float = 45.0, pages: int = 3
    ) -> None:
        self._guard = guard
        self._executable = executable
        self._timeout = timeout
        self._pages = pages

    def take(self, urls: Iterable[str]) -> dict[str, Shot | Failure]:
        """A shot of every address as the crawler sees it, or why there is none. Blocks. Raises
        `BrowserUnavailable`."""
        return {sitting.url: shot for sitting, shot in self.sit(Sitting(url=url) for url in urls)}

    def sit(self, sittings: Iterable[Sitting]) -> Iterator[Taken]:
        """Each page's shot as soon as it is taken, or why there is none. The browser ends when nobody asks
        for the next one. Raises `BrowserUnavailable`."""
        wanted = list(dict.fromkeys(sittings))
        if not wanted:
            return
        done: SimpleQueue[Taken | None] = SimpleQueue()
        # A thread of its own: the caller may be inside an event loop.
        with ThreadPoolExecutor(1, "photographer") as thread, _Attended() as attended:
            work = thread.submit(asyncio.run, attended.run(self._take(wanted, done.put)))
            work.add_done_callback(lambda _: done.put(None))
            while (taken := done.get()) is not None:
                yield taken
            work.result()

    async def _take(self, sittings: list[Sitting], keep: Callable[[Taken], None]) -> None:
        async with started(self._guard.url, self._executable) as browser:
            slots = asyncio.Semaphore(self._pages)
            # As tasks, which stand in line in this order.
            shots = [asyncio.ensure_future(self._one(browser, each, slots)) for each in sittings]
            try:
                for shot in asyncio.as_completed(shots):
                    keep(await shot)
            finally:
                for each in shots:
                    each.cancel()

    async def _one(self, browser: Browser, sitting: Sitting, slots: asyncio.Semaphore) -> Taken:
        async with slots:
            try:
                async with asyncio.timeout(self._timeout + 30):
                    return sitting, await self._shot(browser, sitting)
            except (PlaywrightError, TimeoutError) as error:
                return sitting, failure_of(error)

    async def _shot(self, browser: Browser, sitting: Sitting) -> Shot | Failure:
        profile = PROFILES[sitting.profile] if sitting.profile else OWN
        context = await browser.new_context(**context_options(profile, browser.version))
        try:
            page = await context.new_page()
            wire = await wired(page)
            response = await page.goto(
                sitting.url,
                timeout=self._timeout * 1000,
                wait_until="domcontentloaded",
                referer=profile.referrer or None,
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
