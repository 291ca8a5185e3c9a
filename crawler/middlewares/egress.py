"""Sends every request through the egress guard and tells the guard's own answers from a server's."""

import re
from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.egress.addon import guard_of
from crawler.visit import FailureCause

NOTE = re.compile(r"(\w+) (.*)", re.DOTALL)


class EgressStopped(IgnoreRequest):
    """The guard made no connection: refused, or the other side cannot be reached."""

    def __init__(self, cause: FailureCause, message: str) -> None:
        super().__init__(message)
        self.cause = cause
        self.message = message


class EgressMiddleware:
    """Knows the guard's answers by its token: a server cannot pretend to be the guard."""

    def __init__(self, crawler: Crawler) -> None:
        self._guard = guard_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Leave through the door. A proxy that the request names itself is overruled."""
        request.meta["proxy"] = self._guard.url

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 - Scrapy's interface
        """An answer of the guard becomes `EgressStopped`."""
        note = (response.headers.get("X-Mergen-Egress") or b"").decode("latin-1")
        self._raise_if_ours(note)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - the same
        """A refused CONNECT: the note is in the reason phrase that Scrapy quotes."""
        if isinstance(exception, TunnelError):
            _, found, rest = str(exception).partition(self._guard.token)
            if found:
                self._raise_if_ours((found + rest).rstrip("]}'\""))

    def _raise_if_ours(self, note: str) -> None:
        token, _, rest = note.partition(" ")
        match = NOTE.match(rest) if token == self._guard.token else None
        if match is not None:
            raise EgressStopped(FailureCause(match[1]), match[2])
