"""The peer of `crawl_speed`: Scrapy with its own ImagesPipeline, as its tutorial would have it.

It follows the front page's links, downloads the pictures that a file names for each page and keeps nothing
else. The last line of standard output is one object: pages and images.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response


class PlainSpider(scrapy.Spider):
    """Every page's address and pictures."""

    name = "plain"

    def __init__(self, *args: Any, pictures: Mapping[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pictures = pictures

    def parse(self, response: Response) -> Iterator[Any]:
        """An item a page, and the pages it links to."""
        if not isinstance(response, HtmlResponse):
            return
        yield {"url": response.url, "image_urls": self._pictures.get(response.url, [])}
        yield from response.follow_all(css="a::attr(href)", callback=self.parse)


def main(url: str, pictures: str, images: str) -> None:
    """Crawl from `url`, one hop deep, with pictures into the folder `images`. The file `pictures` is a JSON
    object: the addresses of each page's pictures by its own."""
    named = json.loads(Path(pictures).read_text("utf-8"))
    process = CrawlerProcess(
        {
            "ITEM_PIPELINES": {"scrapy.pipelines.images.ImagesPipeline": 1},
            "IMAGES_STORE": images,
            "DEPTH_LIMIT": 1,
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": 0,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "CRITICAL",
        }
    )
    crawler = process.create_crawler(PlainSpider)
    process.crawl(crawler, start_urls=[url], pictures=named)
    process.start()
    stats = crawler.stats
    if stats is None:
        raise RuntimeError("Scrapy kept no statistics")
    found = {"pages": stats.get_value("item_scraped_count", 0), "images": stats.get_value("file_count", 0)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
