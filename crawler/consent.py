"""Answering consent banners, so that they do not hide the page they stand before."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from importlib.resources import files

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page, Request, Route

from crawler.handling import Answer, Consent

SECONDS = 4.0
AFTER_MS = 300  # until a banner that was answered is gone
MOST_FRAMES = 5
OF_CONSENT = ("consent", "cookie", "privacy", "cmp", "sp_message")


@cache
def _script() -> str:
    return files("crawler").joinpath("consent.js").read_text("utf-8")


async def answer_consent(page: Page) -> Consent | None:
    """Answer the banner that stands over the page, if there is one. Never leaves the page: what its button
    would load in the page's place, or open beside it, is stopped."""
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(SECONDS), _staying(page):
            for frame in _frames(page):
                if (found := _consent(await frame.evaluate(_script()))) is not None:
                    await page.wait_for_timeout(AFTER_MS)
                    return found
    return None


def _frames(page: Page) -> list[Frame]:
    main = page.main_frame
    others = [f for f in page.frames if f is not main and any(word in f.url.lower() for word in OF_CONSENT)]
    return [main, *others[:MOST_FRAMES]]


def _consent(found: object) -> Consent | None:
    """What was clicked, from what the page said: its scripts may answer anything."""
    match found:
        case [str(answer), str(words)] if answer in list(Answer):
            return Consent(answer=Answer(answer), words=words[:80])
    return None


@asynccontextmanager
async def _staying(page: Page) -> AsyncIterator[None]:
    """While this is entered, the page stays where it is and opens nothing."""

    async def hold(route: Route) -> None:
        with suppress(PlaywrightError):
            if route.request.is_navigation_request() and _takes_a_page(route.request):
                await route.abort("aborted")  # with any other error Chromium shows one in the page's place
            else:
                await route.fallback()

    await page.context.route("**/*", hold)  # for what is opened beside it
    await page.route("**/*", hold)  # a page's own routes come before its context's
    try:
        yield
    finally:
        await page.unroute("**/*", hold)
        await page.context.unroute("**/*", hold)


def _takes_a_page(request: Request) -> bool:
    try:
        return request.frame.parent_frame is None
    except PlaywrightError:  # of a page that is only being opened
        return True
