"""All that came back from one request: the page, its images, where it leads; or why nothing came."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from crawler.capture import Capture
from crawler.memory import Earlier
from crawler.obstacle import Obstacle, ObstacleKind
from crawler.page import ImageRef, Page
from crawler.request import Request


class FailureCause(StrEnum):
    """Why an address gave no page, where nothing came in its place that says so itself."""

    DNS = "dns"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    TLS = "tls"
    REDIRECTS = "redirects"
    TOO_LARGE = "too_large"
    ROBOTS = "robots"
    GUARD = "guard"
    HTTP_ERROR = "http_error"
    BROWSER = "browser"
    LIMIT = "limit"
    KILLED = "killed"
    OTHER = "other"


Cause = FailureCause | ObstacleKind
"""Runs are accounted for by these. An obstacle that stands in the page's place is a cause of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An address that gave no page. `message` is for a person to read. A `transient` one may give a page
    later, not before `wait` seconds where the server named a time."""

    cause: Cause
    message: str
    transient: bool = False
    wait: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenImage:
    """An image that a page shows and its capture. `capture` is None where the image was not fetched:
    `failure` then says why. The same image on several pages of a crawl is fetched once and its one
    capture handed out again."""

    ref: ImageRef
    capture: Capture | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """An answer that says what is known already: `answer` as it came, a 304 or the same bytes."""

    earlier: Earlier
    answer: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The outcome of one request. Exactly one of `capture` and `failure` is set, except that a 4xx or
    5xx answer and an `obstacle` have both: it is evidence, and it is no page. `page` is None where the
    capture is not a readable document. With a `revisit` nothing has changed: `capture` is what an earlier
    crawl stored, and the images were not fetched again."""

    request: Request
    capture: Capture | None = None
    page: Page | None = None
    images: tuple[SeenImage, ...] = ()
    follow: tuple[Request, ...] = ()
    failure: Failure | None = None
    obstacle: Obstacle | None = None
    revisit: Revisit | None = None


VisitSink = Callable[[Visit], Callable[[], bool]]
"""Takes a visit in two steps, off the reactor's thread. The first keeps and reads what came; several visits
may be in it at once. The second, which it gives, stores that for good, queues where it leads and finishes its
lease, one visit at a time: when it returns True, all of that is safe; False where another process holds the
lease by now, and then nothing was stored."""
