"""The peer of `crawl_speed`: Scrapy with its own ImagesPipeline, as its tutorial would have it.

It follows the front page's links, downloads every picture and keeps nothing else. The last line of
standard output is one object: pages and images.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response


class PlainSpider(scrapy.Spider):
    """Every page's address and pictures."""

    name = "plain"

    def parse(self, response: Response) -> Iterator[Any]:
        """An item a page, and the pages it links to."""
        if not isinstance(response, HtmlResponse):
            return
        sources = response.css("img::attr(src)").getall()
        images = [response.urljoin(source) for source in sources]
        yield {"url": response.url, "image_urls": [url for url in images if url.startswith("http")]}
        yield from response.follow_all(css="a::attr(href)", callback=self.parse)


def main(url: str, images: str) -> None:
    """Crawl from `url`, one hop deep, with pictures into the folder `images`."""
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
    process.crawl(crawler, start_urls=[url])
    process.start()
    stats = crawler.stats
    if stats is None:
        raise RuntimeError("Scrapy kept no statistics")
    found = {"pages": stats.get_value("item_scraped_count", 0), "images": stats.get_value("file_count", 0)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
