"""Fetching the images a page shows."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from scrapy import Request as ScrapyRequest
from scrapy.http import Response
from w3lib.url import parse_data_uri

from crawler.capture import Capture
from crawler.errors import CrawlerError
from crawler.faults import failure_of, http_failure
from crawler.page import ImageRef, Page
from crawler.visit import Failure, FailureCause, SeenImage

CACHE_BYTES = 48 * 1024 * 1024
CACHE_ENTRIES = 4096
PER_PAGE_SECONDS = 90.0
WHO_ASKS = ("user-agent", "accept-language")

Download = Callable[[ScrapyRequest], Awaitable[Response]]
ToCapture = Callable[[Response], Capture]
Key = tuple[str, str]
"""An image's address, and the visitor who asks for it."""


class Stopped(CrawlerError):
    """The crawl is being stopped: what is under way is given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLimits:
    """How many images of a page are fetched, how large one may be (bytes), how long it may take (seconds)."""

    per_page: int = 60
    max_bytes: int = 15 * 1024 * 1024
    timeout: float = 20.0


class ImageGatherer:
    """Fetches each image address once in a crawl for each visitor, as far as the cache reaches."""

    def __init__(
        self, download: Download, to_capture: ToCapture, limits: ImageLimits, stopping: Callable[[], bool]
    ) -> None:
        self._download = download
        self._to_capture = to_capture
        self._limits = limits
        self._stopping = stopping
        self._bytes = 0
        self._sizes: dict[Key, int] = {}
        self._cache: OrderedDict[Key, asyncio.Task[SeenImage]] = OrderedDict()

    async def gather(self, page: Page, source: Capture, profile: str = "") -> tuple[SeenImage, ...]:
        """The page's images, in its order, as `profile` is shown them, the visitor who asked for the page.
        Raises `Stopped` when the crawl is being stopped."""
        refs = page.images[: self._limits.per_page]
        tasks = [self._seen(ref, source, (ref.url, profile)) for ref in refs]
        if tasks:
            await asyncio.wait(tasks, timeout=PER_PAGE_SECONDS)
        if self._stopping():
            raise Stopped("The crawl is being stopped.")
        self._trim()
        return tuple(self._outcome(ref, task) for ref, task in zip(refs, tasks, strict=True))

    def _seen(self, ref: ImageRef, source: Capture, key: Key) -> asyncio.Task[SeenImage]:
        task = self._cache.get(key)
        if task is None:
            task = asyncio.ensure_future(self._fetch(ref, source))
            self._cache[key] = task
            task.add_done_callback(partial(self._weigh, key))
        self._cache.move_to_end(key)
        return task

    def _weigh(self, key: Key, task: asyncio.Task[SeenImage]) -> None:
        if self._cache.get(key) is task:
            self._sizes[key] = _size(task)
            self._bytes += self._sizes[key]

    def _outcome(self, ref: ImageRef, task: asyncio.Task[SeenImage]) -> SeenImage:
        if not task.done():
            late = Failure(cause=FailureCause.TIMEOUT, message="the page's images took too long")
            return SeenImage(ref=ref, failure=late)
        return replace(task.result(), ref=ref)

    async def _fetch(self, ref: ImageRef, source: Capture) -> SeenImage:
        if ref.url.startswith("data:"):
            return inline(ref, source, self._limits.max_bytes)
        if self._stopping():
            return SeenImage(
                ref=ref, failure=Failure(cause=FailureCause.OTHER, message="the crawl was stopped")
            )
        request = ScrapyRequest(
            ref.url,
            headers={"Accept": "image/*,*/*;q=0.5", "Referer": source.final_url, **_visitor(source)},
            meta={"download_maxsize": self._limits.max_bytes, "download_timeout": self._limits.timeout},
            dont_filter=True,
        )
        try:
            response = await self._download(request)
        except Exception as error:  # noqa: BLE001 - one image never stops a page; the account says why
            return SeenImage(ref=ref, failure=failure_of(error))
        failure = http_failure(response.status)
        return SeenImage(ref=ref, capture=None if failure else self._to_capture(response), failure=failure)

    def _trim(self) -> None:
        """Forget the images that were not asked for longest."""
        for key in list(self._cache) if self._full else ():
            task = self._cache[key]
            if task.done():
                self._bytes -= self._sizes.pop(key, 0)
                del self._cache[key]
            if not self._full:
                return

    @property
    def _full(self) -> bool:
        return self._bytes > CACHE_BYTES or len(self._cache) > CACHE_ENTRIES


def _visitor(source: Capture) -> dict[str, str]:
    """Who asked for the page asks for its images."""
    return {name: value for name, value in source.request_headers if name.lower() in WHO_ASKS}


def _size(task: asyncio.Task[SeenImage]) -> int:
    with suppress(asyncio.InvalidStateError, asyncio.CancelledError):
        capture = task.result().capture
        return len(capture.body) if capture is not None else 0
    return 0


def inline(ref: ImageRef, source: Capture, max_bytes: int) -> SeenImage:
    """An image that stands in the page itself, as a `data:` address."""
    try:
        parsed = parse_data_uri(ref.url)
    except (ValueError, LookupError) as error:
        return SeenImage(
            ref=ref, failure=Failure(cause=FailureCause.OTHER, message=f"broken data: URI: {error}")
        )
    if len(parsed.data) > max_bytes:
        return SeenImage(
            ref=ref, failure=Failure(cause=FailureCause.TOO_LARGE, message="inline image too large")
        )
    return SeenImage(ref=ref, capture=source.part(parsed.data, parsed.media_type))
