"""What a site's own lists call new or changed: `scrapy crawl sitemap -a url=https://shop.example/`."""

from typing import Any

from crawler.spiders.site import SiteSpider


class SitemapSpider(SiteSpider):
    """Reads the sitemaps that robots.txt names, `/sitemap.xml` and the feeds that a page names, and visits
    what they list; with a memory, only what is new or has changed since. `url` may be a list itself. The
    arguments are those of `site`."""

    name = "sitemap"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options, listed=True)
