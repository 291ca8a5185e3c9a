"""From what went wrong inside Scrapy and Playwright to a `Failure` that a person can read."""

import re
from dataclasses import replace

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionClosed

from crawler.capture import Headers, Hop
from crawler.errors import BrowserUnavailable
from crawler.handler import tls_reason
from crawler.middlewares.egress import EgressStopped
from crawler.visit import Failure, FailureCause

Kinds = tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], FailureCause], ...]

BY_TYPE: Kinds = (
    (CannotResolveHostError, FailureCause.DNS),
    (DownloadTimeoutError, FailureCause.TIMEOUT),
    (PlaywrightTimeout, FailureCause.TIMEOUT),
    (TimeoutError, FailureCause.TIMEOUT),
    ((DownloadConnectionRefusedError, ConnectError, ConnectionClosed, OSError), FailureCause.CONNECTION),
    (DownloadCancelledError, FailureCause.TOO_LARGE),
    (DownloadFailedError, FailureCause.CONNECTION),
    ((BrowserUnavailable, PlaywrightError), FailureCause.BROWSER),
    ((NotSupported, UnsupportedURLSchemeError), FailureCause.OTHER),
)
IGNORED = (
    (re.compile("robots", re.IGNORECASE), FailureCause.ROBOTS, "robots.txt asks crawlers to stay away"),
    (
        re.compile("redirection", re.IGNORECASE),
        FailureCause.REDIRECTS,
        "too many redirects, or a loop of them",
    ),
    (re.compile("DOWNLOAD_MAXSIZE|max size|too large", re.IGNORECASE), FailureCause.TOO_LARGE, ""),
)
# What may be otherwise in a minute. A name that does not resolve is among them: resolvers fail too.
TRANSIENT = frozenset({FailureCause.DNS, FailureCause.CONNECTION, FailureCause.TIMEOUT})
TRANSIENT_STATUS = frozenset({408, 429, 500, 502, 503, 504})
MESSAGES = {
    FailureCause.TOO_LARGE: "the answer is larger than the limit",
    FailureCause.TIMEOUT: "no complete answer in time",
}


def failure_of(error: BaseException, hops: tuple[Hop, ...] = ()) -> Failure:
    """The failure an exception stands for. The redirects on the way there are named in its message: there is
    no capture to hold them, and where a short link led matters most when that is gone."""
    failure = _failure_of(error)
    way = ", ".join(f"{hop.status} {hop.url} -> {hop.location}" for hop in hops)
    message = f"{failure.message}; redirects on the way: {way}" if hops else failure.message
    return replace(failure, message=message, transient=failure.cause in TRANSIENT)


def _failure_of(error: BaseException) -> Failure:
    if isinstance(error, EgressStopped):
        return Failure(cause=error.cause, message=error.message)
    if isinstance(error, IgnoreRequest):
        return _ignored(error)
    if isinstance(error, DownloadFailedError) and (reason := tls_reason(error)):
        return Failure(cause=FailureCause.TLS, message=reason)
    for types, cause in BY_TYPE:
        if isinstance(error, types):
            return Failure(cause=cause, message=MESSAGES.get(cause) or _text(error))
    return Failure(cause=FailureCause.OTHER, message=_text(error))


def http_failure(status: int, headers: Headers = ()) -> Failure | None:
    """The failure of an HTTP status, None for the good ones."""
    if status < 400 and not 300 <= status < 400:
        return None
    return Failure(
        cause=FailureCause.HTTP_ERROR,
        message=f"the server answered {status}",
        transient=status in TRANSIENT_STATUS,
        wait=_asked_wait(headers),
    )


def _asked_wait(headers: Headers) -> float:
    """Seconds that `Retry-After` asks for; 0 where it names a date or nothing that can be read."""
    asked = next((value.strip() for name, value in headers if name.lower() == "retry-after"), "")
    return float(asked[:9]) if asked.isascii() and asked.isdigit() else 0.0


def _ignored(error: IgnoreRequest) -> Failure:
    text = str(error)
    for pattern, cause, message in IGNORED:
        if pattern.search(text):
            return Failure(cause=cause, message=message or MESSAGES[cause])
    return Failure(cause=FailureCause.OTHER, message=_text(error))


def _text(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return (text or type(error).__name__)[:500]
