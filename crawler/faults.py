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

from crawler.capture import Capture, Headers, Hop
from crawler.errors import BrowserUnavailable
from crawler.handler import tls_reason
from crawler.middlewares.egress import EgressStopped
from crawler.obstacle import Obstacle, ObstacleKind, obstacle_of
from crawler.page import Page
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
STANDS_THERE = {
    ObstacleKind.CHALLENGE: "a challenge to the browser",
    ObstacleKind.CAPTCHA: "a captcha",
    ObstacleKind.AGE_GATE: "a question for the visitor's age",
    ObstacleKind.LOGIN: "a login",
    ObstacleKind.REFUSED: "a refusal",
    ObstacleKind.BLOCKED: "a notice that access is blocked",
    ObstacleKind.SUSPENDED: "a notice that the site is suspended",
    ObstacleKind.PARKED: "a parked domain",
    ObstacleKind.SEIZED: "a notice that the site was seized",
}
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


def judged(capture: Capture, page: Page | None) -> tuple[Obstacle | None, Failure | None]:
    """Why an answer is no page: what stands in its place, and the failure that it is counted as."""
    obstacle, failure = obstacle_of(capture, page), http_failure(capture.status, capture.headers)
    return obstacle, failure if obstacle is None else _obstacle_failure(obstacle, failure)


def _obstacle_failure(obstacle: Obstacle, failure: Failure | None) -> Failure:
    """The failure of a page that an obstacle stands before; where the status is one too, that tells whether
    it may be otherwise later."""
    by = f" of {obstacle.service}" if obstacle.service else ""
    message = f"{STANDS_THERE[obstacle.kind]}{by}: {obstacle.sign}"
    known = failure or Failure(cause=obstacle.kind, message=message)
    return replace(known, cause=obstacle.kind, message=message)


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
