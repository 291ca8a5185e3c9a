"""From Scrapy's response to a visit: capture, page, browser where needed, images, where it leads."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from scrapy import Request as ScrapyRequest
from scrapy.http import Response

from crawler.address import DEFAULT_PORTS, host_of
from crawler.browser import Browser, shot_of
from crawler.capture import Capture, Headers, Hop, Via
from crawler.egress import EgressGuard
from crawler.escalation import browser_reason
from crawler.faults import failure_of, judged
from crawler.following import FollowPolicy, follow
from crawler.gathering import Download, ImageGatherer, ImageLimits
from crawler.handler import TLS_CHAIN, TLS_ERROR
from crawler.memory import Earlier
from crawler.obstacle import Obstacle, ObstacleKind
from crawler.page import ImageRef, ImageSource, Link, Page, PageKind, Post
from crawler.reading import read
from crawler.request import BrowserPolicy, Request
from crawler.traps import TrapGuard
from crawler.visit import Failure, FailureCause, Revisit, SeenImage, Visit

MOST_MISSED = 3
"""How often the browser may fail to picture what stands in the way of a host before it is left alone."""
SEEN_BY_BROWSERS = frozenset({PageKind.DOCUMENT, PageKind.CHANNEL, PageKind.CARD})
P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger("mergen.crawler")
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The wall clock, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a visitor works with. `body` gives what an earlier crawl stored, `news` what is worth a visit of
    that which a list names, `goes_back` whether the posts of a channel are known from there on, `stopping`
    whether the crawl is being stopped."""

    download: Download
    body: Callable[[Earlier], Awaitable[bytes | None]]
    news: Callable[[Sequence[Link]], Awaitable[list[Link]]]
    goes_back: Callable[[Sequence[Post]], Awaitable[bool]]
    browser: Browser
    guard: EgressGuard
    stopping: Callable[[], bool]
    clock: Clock = utc_now


class Visitor:
    """Makes visits of responses. Reading runs in a thread, so that a large page does not hold up others."""

    def __init__(
        self,
        means: Means,
        policy: FollowPolicy,
        browser: BrowserPolicy,
        images: ImageLimits,
        traps: TrapGuard,
    ) -> None:
        self._means = means
        self._policy = policy
        self._browser = browser
        self._traps = traps
        self._images = ImageGatherer(means.download, self.capture, images, means.stopping)
        self._reader = ThreadPoolExecutor(1, "reader")
        self._pictured: set[tuple[str, ObstacleKind]] = set()
        self._missed: Counter[tuple[str, ObstacleKind]] = Counter()

    async def visit(self, response: Response, request: Request, earlier: Earlier | None = None) -> Visit:
        """The visit of one answer. Raises `Stopped` when the crawl is being stopped meanwhile."""
        capture, revisit = await self._compared(self.capture(response), earlier)
        page = await self._read(capture)
        if page is not None and self._wants_browser(capture, page, request):
            capture, page = await self._rendered(capture, page, request)
        obstacle, failure = await self._in_thread(judged, capture, page)
        if obstacle is not None:
            capture = await self._with_picture(capture, obstacle, request)
            return Visit(request=request, capture=capture, page=page, failure=failure, obstacle=obstacle)
        if revisit is not None and capture.via is Via.HTTP:
            found = await self._follow(page, request) if page else ()
            return Visit(request=request, capture=capture, page=page, follow=found, revisit=revisit)
        if failure is not None:
            return Visit(request=request, capture=capture, page=page, failure=failure)
        if page is None:
            return Visit(request=request, capture=capture, images=itself(capture))
        gathered = await self._images.gather(page, capture, request.profile)
        images = gathered + _drawn_by_the_browser(capture)
        found = await self._follow(page, request)
        return Visit(request=request, capture=capture, page=page, images=images, follow=found)

    async def _follow(self, page: Page, request: Request) -> tuple[Request, ...]:
        if page.kind is PageKind.LIST and self._policy.listed:
            page = replace(page, links=tuple(await self._means.news(page.links)))
        if page.posts and await self._means.goes_back(page.posts):
            return ()  # the way back leads to what is stored
        return follow(page, request, self._policy, self._traps)

    async def _compared(self, capture: Capture, earlier: Earlier | None) -> tuple[Capture, Revisit | None]:
        """The document that an answer stands for, and whether it is the one that is known."""
        if earlier is None:
            return capture, None
        if capture.status == 304:
            return await self._as_it_was(capture, earlier)
        return capture, Revisit(earlier=earlier, answer=capture) if earlier.equals(capture) else None

    async def _as_it_was(self, answer: Capture, earlier: Earlier) -> tuple[Capture, Revisit | None]:
        """What a 304 says has not changed; asked for whole where that is not to be had."""
        body = await self._means.body(earlier) if answer.final_url == earlier.final_url else None
        if body is not None:
            document = replace(answer, status=200, headers=earlier.headers, body=body)
            return document, Revisit(earlier=earlier, answer=answer)
        try:
            whole = await self._means.download(ScrapyRequest(answer.url, dont_filter=True))
        except Exception as error:  # noqa: BLE001 - the visit says what came, and the log why there is no more
            log.warning("%s cannot be had whole: %s", answer.url, failure_of(error).message)
            return answer, None
        return self.capture(whole), None

    def capture(self, response: Response) -> Capture:
        """The capture of an answer that came over HTTP."""
        sent = response.request
        assert sent is not None  # noqa: S101 - Scrapy sets it on every response
        hops = hops_of(sent, response.url)
        return Capture(
            url=hops[0].url if hops else response.url,
            final_url=response.url,
            status=response.status,
            headers=_headers(response.headers),
            body=response.body,
            via=Via.HTTP,
            fetched_at=self._means.clock(),
            request_headers=_headers(sent.headers),
            hops=hops,
            ip_address=self._peer(response.url),
            protocol=response.protocol or "",
            chain=sent.meta.get(TLS_CHAIN, ()),
            tls_error=sent.meta.get(TLS_ERROR),
        )

    def close(self) -> None:
        """End the reading thread."""
        self._reader.shutdown(wait=False)

    async def _read(self, capture: Capture) -> Page | None:
        return await self._in_thread(read, capture)

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **_: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reader, work, *args)

    def _may_browse(self) -> bool:
        idle = self._browser is not BrowserPolicy.NEVER and not self._means.browser.missing
        return idle and not self._means.stopping()

    def _wants_browser(self, capture: Capture, page: Page, request: Request) -> bool:
        if self._browser is BrowserPolicy.NEVER or self._means.stopping():
            return False
        if self._browser is BrowserPolicy.ALWAYS or request.profile:
            return page.kind in SEEN_BY_BROWSERS
        reason = browser_reason(capture, page)
        if reason:
            log.info("browser for %s: %s", capture.final_url, reason)
        return reason is not None

    async def _rendered(self, capture: Capture, page: Page, request: Request) -> tuple[Capture, Page]:
        """The page as the browser sees it; as it is, with why, where the browser fails."""
        if self._means.browser.missing is not None:
            return replace(capture, unseen=str(self._means.browser.missing)), page
        seen = await self._seen(capture, request)
        if isinstance(seen, Failure):
            return replace(capture, unseen=seen.message), page
        return seen, await self._read(seen) or page

    async def _with_picture(self, capture: Capture, obstacle: Obstacle, request: Request) -> Capture:
        """With a picture of what stands there, one of each kind for a host. The browser is shown the page and
        touches nothing; where it is shown something else, that is not kept."""
        place = (host_of(capture.final_url), obstacle.kind)
        wanted = capture.screenshot is None and place not in self._pictured
        if not wanted or self._missed[place] >= MOST_MISSED or not self._may_browse():
            return capture
        self._pictured.add(place)  # before anything is awaited: others may stand before the same
        seen = await self._seen(capture, request, untouched=True)
        if isinstance(seen, Failure):
            self._pictured.discard(place)
            self._missed[place] += 1
            return capture
        there, _ = await self._in_thread(judged, seen, await self._read(seen))
        if there is None or there.kind is not obstacle.kind:
            log.warning("no picture of %s: the browser was shown something else", capture.final_url)
            return capture
        return replace(
            capture,
            rendered=seen.rendered,
            screenshot=seen.screenshot,
            handling=seen.handling,
            browser=seen.browser,
        )

    async def _seen(
        self, capture: Capture, request: Request, *, untouched: bool = False
    ) -> Capture | Failure:
        """The browser's capture of what came over HTTP, or why there is none; the log says it too."""
        asked = self._means.browser.request(capture.final_url, request.profile, untouched=untouched)
        try:
            response = await self._means.download(asked)
        except Exception as error:  # noqa: BLE001 - what came over HTTP is kept
            failure = failure_of(error)
            log.warning("no browser view of %s: %s", capture.final_url, failure.message)
            return failure
        shot = shot_of(asked)
        if shot is None:
            return Failure(
                cause=FailureCause.BROWSER, message="the browser gave an answer and no picture of it"
            )
        return replace(
            self.capture(response),
            url=capture.url,
            via=Via.BROWSER,
            body=capture.body if shot.document is None else shot.document,
            rendered=shot.rendered,
            screenshot=shot.png,
            elements=shot.elements,
            handling=shot.handling,
            browser=shot.browser,
            hops=capture.hops,
            request_headers=shot.request_headers,
            protocol=shot.protocol,
            chain=shot.chain,
            tls_error=capture.tls_error,
        )

    def _peer(self, url: str) -> str | None:
        parts = urlsplit(url)
        return self._means.guard.peer(parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0))


def _headers(headers: object) -> Headers:
    pairs = headers.items() if hasattr(headers, "items") else ()
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in pairs for value in values
    )


def hops_of(sent: ScrapyRequest, last: str) -> tuple[Hop, ...]:
    """The redirects that led a request to `last`; one by `<meta>` came with a page, status 200."""
    urls = [*sent.meta.get("redirect_urls", []), last]
    reasons: list[object] = sent.meta.get("redirect_reasons", [])
    return tuple(
        Hop(url=here, status=reason if isinstance(reason, int) else 200, location=there)
        for here, there, reason in zip(urls, urls[1:], reasons, strict=False)
    )


def _drawn_by_the_browser(capture: Capture) -> tuple[SeenImage, ...]:
    return tuple(
        SeenImage(
            ref=ImageRef(url=f"{capture.final_url}#element-{number}", source=ImageSource.ELEMENT),
            capture=capture.part(png, "image/png"),
        )
        for number, png in enumerate(capture.elements, 1)
    )


def _is_pdf(capture: Capture) -> bool:
    """By the bytes: servers send PDF files under any media type."""
    return capture.body[:1024].lstrip().startswith(b"%PDF-")


def itself(capture: Capture) -> tuple[SeenImage, ...]:
    """An address that is a picture, or a PDF, as the one image of its visit."""
    if not (capture.media_type.startswith("image/") or _is_pdf(capture)):
        return ()
    return (SeenImage(ref=ImageRef(url=capture.final_url, source=ImageSource.DIRECT), capture=capture),)
