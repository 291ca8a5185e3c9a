"""robots.txt, one question at a time for each host."""

import asyncio
import logging
from collections import defaultdict

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.address import realm_of


class PatientRobotsTxtMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, mended for requests that arrive while the file is on its way.

    In Scrapy 2.19 they all wait for one Deferred, and only the first of them gets the rules out of it; the
    others get None and are let through. Behind a lock nobody waits for the Deferred.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # A host without an answer is told of once, by the failure of its page; not by a traceback before it.
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)
        self._ignored = frozenset(crawler.settings.getlist("ROBOTSTXT_IGNORED"))
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host, None where there are none or where they are left aside."""
        if self._ignored and realm_of(request.url) in self._ignored:
            return None
        async with self._locks[urlparse_cached(request).netloc]:
            return await super().robot_parser(request)
