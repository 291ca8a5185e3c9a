"""The images of pages: each is fetched once, as far as they are remembered."""

import asyncio
from collections import Counter
from itertools import product

from scrapy import Request
from scrapy.http import Response

from crawler.capture import Capture
from crawler.gathering import CACHE_BYTES, ImageGatherer, ImageLimits
from crawler.page import ImageRef, ImageSource, Page
from tests.crawler.captures import capture_of

LIMITS = ImageLimits(per_page=60, max_bytes=CACHE_BYTES, timeout=5)
LARGE = CACHE_BYTES // 3


class Web:
    """Answers with so many bytes as an address ends with, and counts."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    async def download(self, request: Request) -> Response:
        self.asked[request.url] += 1
        await asyncio.sleep(0)
        return Response(request.url, body=bytes(int(request.url.rpartition("/")[2])))


def page_of(*urls: str) -> Page:
    images = tuple(ImageRef(url=url, source=ImageSource.IMG) for url in urls)
    return Page(url="http://shop.example/", title="", text="", main_text="", links=(), images=images)


def captured(response: Response) -> Capture:
    return capture_of(response.body.decode(), "image/png")


def gathered(*pages: Page, visitors: tuple[str, ...] = ("",)) -> Counter[str]:
    web, source = Web(), capture_of("")

    async def scenario() -> None:
        gatherer = ImageGatherer(web.download, captured, LIMITS, lambda: False)
        for page, visitor in product(pages, visitors):
            seen = await gatherer.gather(page, source, visitor)
            assert [image.ref for image in seen] == list(page.images)
            assert all(image.capture is not None for image in seen)

    asyncio.run(scenario())
    return web.asked


def test_an_image_of_several_pages_is_fetched_once() -> None:
    both = ("http://shop.example/logo/5", "http://shop.example/wall/7")
    assert gathered(page_of(*both), page_of(*both[:1]), page_of(*both)) == dict.fromkeys(both, 1)


def test_what_was_not_shown_for_longest_is_forgotten_when_there_is_much() -> None:
    large = [f"http://shop.example/{name}/{LARGE}" for name in "abcd"]
    asked = gathered(*map(page_of, [*large, large[3], large[0]]))
    assert [asked[url] for url in large] == [2, 1, 1, 1]


def test_an_image_is_fetched_once_for_each_visitor() -> None:
    page = page_of("http://shop.example/logo/5")
    assert gathered(page, page, visitors=("", "phone")) == {"http://shop.example/logo/5": 2}
