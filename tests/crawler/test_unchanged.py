"""Asking again for what is known."""

from collections.abc import Callable, Sequence
from hashlib import sha256

import pytest

from crawler.capture import Headers
from crawler.egress import EgressPolicy
from crawler.memory import Earlier
from crawler.page import Link, Post
from crawler.process import CrawlOptions
from crawler.request import BrowserPolicy, Request
from crawler.visit import Visit
from tests.crawler.captures import NOON
from tests.crawler.crawling import Outcome, crawl
from tests.crawler.hostile import PIXEL, Handler, HostileServer

BASE = "http://known.example"
BODY = b"<title>Known</title><a href=/tagged>on</a><img src=/known.png><p>A page like any other.</p>"
TAG = '"v1"'


def _tagged(handler: Handler) -> None:
    """Answers 304 to who knows it."""
    if handler.headers["If-None-Match"] != TAG:
        handler.page(BODY)
        return
    handler.send_response(304)
    handler.send_header("ETag", TAG)
    handler.end_headers()


def _moved(handler: Handler) -> None:
    handler.redirect("/tagged")


ROUTES: dict[str, Callable[[Handler], None]] = {
    "/tagged": _tagged,
    "/moved": _moved,
    "/same": lambda handler: handler.page(BODY),
    "/lost": _tagged,
    "/changed": lambda handler: handler.page("<title>New</title><img src=/known.png>"),
    "/known.png": lambda handler: handler.page(PIXEL, "image/png"),
}


class Known(Handler):
    """The routes above."""

    routes = ROUTES


def earlier(path: str, final: str = "", headers: Headers = (("ETag", TAG),)) -> Earlier:
    return Earlier(
        number=1,
        url=f"{BASE}{path}",
        final_url=f"{BASE}{final or path}",
        headers=(*headers, ("Content-Type", "text/html")),
        sha256=sha256(BODY).hexdigest(),
        fetched_at=NOON,
    )


class Remembered:
    """A memory of the addresses that it is given; that of `/lost` has no body any more."""

    def __init__(self, *known: Earlier) -> None:
        self._known = {one.url: one for one in known}

    def recall(self, request: Request) -> Earlier | None:
        return self._known.get(request.url)

    def body(self, earlier: Earlier) -> bytes | None:
        return None if earlier.url.endswith("/lost") else BODY

    def news(self, links: Sequence[Link]) -> list[Link]:
        return list(links)

    def goes_back(self, posts: Sequence[Post]) -> bool:
        raise NotImplementedError(posts)  # none of these pages has posts


@pytest.fixture(scope="module")
def outcome() -> tuple[Outcome, dict[str, int]]:
    known = Remembered(
        earlier("/tagged"),
        earlier("/same", headers=()),
        earlier("/changed"),
        earlier("/lost"),
        earlier("/moved", "/elsewhere"),
    )
    with HostileServer(handler=Known) as server:
        options = CrawlOptions(
            depth=0,
            browser=BrowserPolicy.NEVER,
            egress=EgressPolicy(hosts={"known.example": ("127.0.0.1", server.server_port)}),
            settings={"AUTOTHROTTLE_START_DELAY": 0.01},
        )
        urls = [f"{BASE}{path}" for path in ("/tagged", "/same", "/changed", "/lost", "/moved")]
        return crawl(urls, options, known), dict(server.hits)


def visit_of(outcome: tuple[Outcome, dict[str, int]], path: str) -> Visit:
    return outcome[0].visits[f"{BASE}{path}"]


def test_a_304_and_the_same_bytes_give_the_known_page_without_its_images(
    outcome: tuple[Outcome, dict[str, int]],
) -> None:
    for path, status in (("/tagged", 304), ("/same", 200)):
        visit = visit_of(outcome, path)
        assert visit.revisit is not None
        assert visit.revisit.answer.status == status
        assert visit.failure is None
        assert visit.capture is not None
        assert visit.capture.body == BODY
        assert visit.page is not None
        assert visit.page.title == "Known"
        assert visit.images == ()
        assert outcome[1][path] == (1 if path == "/same" else 3)  # two by way of /moved


def test_a_page_with_other_bytes_is_new(outcome: tuple[Outcome, dict[str, int]]) -> None:
    visit = visit_of(outcome, "/changed")
    assert visit.revisit is None
    assert len(visit.images) == 1


@pytest.mark.parametrize("path", ["/lost", "/moved"])
def test_a_304_for_a_body_that_is_lost_or_stood_elsewhere_is_asked_for_whole(
    outcome: tuple[Outcome, dict[str, int]], path: str
) -> None:
    visit = visit_of(outcome, path)
    assert visit.revisit is None
    assert visit.failure is None
    assert visit.capture is not None
    assert (visit.capture.status, visit.capture.body) == (200, BODY)
