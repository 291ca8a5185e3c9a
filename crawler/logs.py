"""How Scrapy's events are worded in the log."""

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """Leaves out what the crawl's own lines say: a page's summary is not logged a second time."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:  # noqa: ARG002
        """One short line for an item, at debug level."""
        url = item.get("url") if isinstance(item, dict) else "an item"
        return {"level": logging.DEBUG, "msg": "visited %(url)s", "args": {"url": url}}
