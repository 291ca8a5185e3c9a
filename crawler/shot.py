"""What a browser shows of a page."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Response

from crawler.consent import answer_consent
from crawler.elements import pictures_of_elements
from crawler.handling import Handling
from crawler.unrolling import HEIGHT_LIMIT, unroll

SETTLE_MS = 4_000
SCREENSHOT_MS = 15_000
RENDERED_LIMIT = 10 * 1024 * 1024
HEIGHT_SCRIPT = (
    "() => Math.max(document.documentElement?.scrollHeight || 0, document.body?.scrollHeight || 0)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """`rendered` is the DOM after scripts ran, UTF-8 HTML; `png` the full page up to 12,000 pixels high,
    None where the browser made none; `document` the main document's bytes as they came; `elements` pictures
    of what may be drawn codes, PNG; `handling` what was done to the page before."""

    url: str
    rendered: bytes
    png: bytes | None = None
    document: bytes | None = None
    elements: tuple[bytes, ...] = ()
    handling: Handling = field(default_factory=Handling)


async def shoot(page: Page, response: Response | None) -> Shot:
    """The page as it stands once it is quiet. Raises Playwright's errors for a page that is gone."""
    with suppress(PlaywrightError):
        await page.wait_for_load_state("networkidle", timeout=SETTLE_MS)
    consent = await answer_consent(page)
    scrolled, woken = await unroll(page)
    rendered = (await page.content()).encode("utf-8", "replace")[:RENDERED_LIMIT]
    return Shot(
        url=page.url,
        rendered=rendered,
        png=await _png(page),
        document=await _document(response),
        elements=await pictures_of_elements(page),
        handling=Handling(consent=consent, scrolled=scrolled, woken=woken),
    )


async def _png(page: Page) -> bytes | None:
    try:
        async with asyncio.timeout(SCREENSHOT_MS / 1000 + 1):
            height = min(HEIGHT_LIMIT, max(1, int(await page.evaluate(HEIGHT_SCRIPT))))
            width = (page.viewport_size or {"width": 1280, "height": 0})["width"]
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            return await page.screenshot(full_page=True, clip=clip, timeout=SCREENSHOT_MS)  # type: ignore[arg-type]
    except (PlaywrightError, TimeoutError, ValueError, TypeError):
        return None


async def _document(response: Response | None) -> bytes | None:
    if response is None:
        return None
    try:
        async with asyncio.timeout(5):
            return await response.body()
    except (PlaywrightError, TimeoutError):
        return None
