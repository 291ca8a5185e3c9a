"""What a browser shows of a page."""

import asyncio
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from playwright.async_api import CDPSession, Page, Request, Response
from playwright.async_api import Error as PlaywrightError

from crawler.capture import Capture, Headers, Hop, Via
from crawler.certificate import MOST
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
class Sitting:
    """A page that is to be pictured: its address, and the name of the visitor who asks for it
    (`crawler.profile.PROFILES`), the crawler where it is empty."""

    url: str
    profile: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """`rendered` is the DOM after scripts ran, UTF-8 HTML; `png` the full page up to 12,000 pixels high,
    None where the browser made none; `document` the main document's bytes as they came; `elements` pictures
    of what may be drawn codes, PNG; `handling` what was done to the page before; `browser` is Chromium's
    version. The others are those of the main document (see `crawler.capture.Capture`); `status` is 0 where
    none came."""

    url: str
    rendered: bytes
    png: bytes | None = None
    document: bytes | None = None
    elements: tuple[bytes, ...] = ()
    handling: Handling = field(default_factory=Handling)
    browser: str = ""
    status: int = 0
    headers: Headers = ()
    request_headers: Headers = ()
    hops: tuple[Hop, ...] = ()
    ip_address: str | None = None
    protocol: str = ""
    chain: tuple[bytes, ...] = ()

    def capture(self, url: str, at: datetime) -> Capture:
        """The shot as the capture of the address that was asked for; `at` is UTC."""
        return Capture(
            url=url,
            final_url=self.url,
            status=self.status,
            headers=self.headers,
            body=self.document or b"",
            via=Via.BROWSER,
            fetched_at=at,
            request_headers=self.request_headers,
            hops=self.hops,
            ip_address=self.ip_address,
            protocol=self.protocol,
            chain=self.chain,
            rendered=self.rendered,
            screenshot=self.png,
            elements=self.elements,
            handling=self.handling,
            browser=self.browser,
        )


async def wired(page: Page) -> CDPSession | None:
    """A line to the browser, for `shoot`. It knows of what came after it was opened: open it before the page
    is loaded. None where the browser is gone, which loading the page will tell."""
    with suppress(PlaywrightError):
        wire = await page.context.new_cdp_session(page)
        await wire.send("Network.enable")
        return wire
    return None


async def shoot(
    page: Page, response: Response | None, wire: CDPSession | None, *, untouched: bool = False
) -> Shot:
    """The page as it stands once it is quiet; `untouched` with nothing answered and nothing scrolled before.
    Raises Playwright's errors for a page that is gone."""
    with suppress(PlaywrightError):
        await page.wait_for_load_state("networkidle", timeout=SETTLE_MS)
    handling = Handling() if untouched else await _handled(page)
    rendered = (await page.content()).encode("utf-8", "replace")[:RENDERED_LIMIT]
    return Shot(
        url=page.url,
        rendered=rendered,
        png=await _png(page),
        document=await _document(response),
        elements=() if untouched else await pictures_of_elements(page),
        handling=handling,
        browser=page.context.browser.version if page.context.browser is not None else "",
        status=response.status if response is not None else 0,
        headers=await _headers(response),
        request_headers=await _headers(response.request if response is not None else None),
        hops=await _hops(response),
        protocol=await _protocol(response),
        chain=await _chain(page.url, wire),
    )


async def _handled(page: Page) -> Handling:
    consent = await answer_consent(page)
    scrolled, woken = await unroll(page)
    return Handling(consent=consent, scrolled=scrolled, woken=woken)


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


async def _headers(message: Request | Response | None) -> Headers:
    """The headers of an answer, or those with which the browser asked."""
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(5):
            headers = await message.headers_array() if message is not None else []
            return tuple((header["name"], header["value"]) for header in headers)
    return ()


async def _hops(response: Response | None) -> tuple[Hop, ...]:
    """The redirects that led to an answer, the first one first."""
    hops: list[Hop] = []
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(5):
            there = response.request if response is not None else None
            while there is not None and (here := there.redirected_from) is not None:
                answer = await here.response()
                hops.insert(0, Hop(url=here.url, status=answer.status if answer else 0, location=there.url))
                there = here
    return tuple(hops)


async def _protocol(response: Response | None) -> str:
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(5):
            return await response.http_version() if response is not None else ""
    return ""


async def _chain(url: str, wire: CDPSession | None) -> tuple[bytes, ...]:
    """The certificates of the server whose page it is, as the browser was given them, DER."""
    parts = urlsplit(url)
    if wire is None or parts.scheme != "https":
        return ()
    with suppress(PlaywrightError, TimeoutError, ValueError):
        async with asyncio.timeout(5):
            found = await wire.send("Network.getCertificate", {"origin": f"https://{parts.netloc}"})
            return tuple(b64decode(text) for text in found["tableNames"][:MOST])
    return ()
