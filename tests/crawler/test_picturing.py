"""What stands in a page's place is pictured once as a visitor with a browser is shown it, and left alone."""

import time
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import ClassVar

import pytest
from PIL import Image

from crawler.capture import Capture, Via
from crawler.egress import EgressPolicy
from crawler.obstacle import ObstacleKind
from crawler.process import CrawlOptions
from crawler.request import BrowserPolicy
from tests.crawler.crawling import Outcome, crawl
from tests.crawler.hostile import RUSSIAN, Handler, HostileServer

RED = (200, 0, 0)
SEIZED = (
    "<title>Seized</title><body style='margin:0;background:#c80000'>"
    "<p>Этот сайт изъят по решению суда в рамках уголовного дела.</p>"
)
GATE = (
    "<title>Gate</title><body style='margin:0;background:#c80000'><p>Вам есть 18 лет?</p>"
    "<form action=/answered><button>Да</button></form>"
    "<div id=over style='position:fixed;inset:0;background:#0c0'>Мы используем cookie."
    "<button onclick=over.remove()>Принять</button></div>"
)


def once(handler: Handler) -> None:
    """The notice for who comes first, and a page for the browser that comes after."""
    again = handler.server.hits[handler.path] > 1  # type: ignore[attr-defined]
    handler.page(f"<p>{RUSSIAN * 40}</p>" if again else SEIZED)


def weak(handler: Handler) -> None:
    """The notice, which the browser, who comes after, does not get."""
    if handler.server.hits[handler.path] == 1:  # type: ignore[attr-defined]
        handler.page(SEIZED)
    else:
        handler.close_connection = True


def patient(handler: Handler) -> None:
    """The notice, once the browser was turned away from `weak`."""
    hits = handler.server.hits  # type: ignore[attr-defined]
    for _ in range(200):
        if hits["/weak"] > 1 or hits[handler.path] > 1:
            break
        time.sleep(0.1)
    time.sleep(2 if hits[handler.path] == 1 else 0)
    handler.page(SEIZED)


class Walls(Handler):
    """Obstacles that need no script and say so over HTTP."""

    routes: ClassVar[Mapping[str, Callable[[Handler], None]]] = {
        **{f"/seized-{name}": lambda handler: handler.page(SEIZED) for name in "abc"},
        "/gate": lambda handler: handler.page(GATE),
        "/answered": lambda handler: handler.page(RUSSIAN),
        "/hidden": once,
        "/weak": weak,
        "/patient": patient,
    }


class Walled:
    """What one crawl over the walls came to, and how often each was asked for."""

    def __init__(self, server: HostileServer, outcome: Outcome) -> None:
        self.hits = server.hits
        self.outcome = outcome

    def capture(self, url: str) -> Capture:
        capture = self.outcome.visits[url].capture
        assert capture is not None
        return capture


@pytest.fixture(scope="module")
def walled() -> Iterator[Walled]:
    with HostileServer(handler=Walls) as server:
        route = ("127.0.0.1", server.server_port)
        hosts = {f"{name}.example": route for name in ("one", "two", "sly", "frail")}
        urls = [f"http://one.example/{name}" for name in ("seized-a", "seized-b", "seized-c", "gate")]
        urls += ["http://two.example/seized-a", "http://sly.example/hidden"]
        urls += ["http://frail.example/weak", "http://frail.example/patient"]
        options = CrawlOptions(depth=0, egress=EgressPolicy(hosts=hosts), settings={"BROWSER_TIMEOUT": 20})
        yield Walled(server, crawl(urls, options))


def test_where_the_browser_failed_the_next_page_is_pictured(walled: Walled) -> None:
    assert walled.capture("http://frail.example/weak").screenshot is None
    assert walled.capture("http://frail.example/patient").screenshot is not None


def test_what_stands_there_is_pictured_once_for_a_host_and_kind(walled: Walled) -> None:
    visits = walled.outcome.visits
    seized = [f"http://one.example/seized-{name}" for name in "abc"]
    assert {visits[url].obstacle.kind for url in seized} == {ObstacleKind.SEIZED}  # type: ignore[union-attr]
    [pictured] = [url for url in seized if walled.capture(url).screenshot]
    capture = walled.capture(pictured)
    image = Image.open(BytesIO(capture.screenshot or b"")).convert("RGB")
    assert image.getpixel((image.width - 5, image.height - 5)) == RED
    assert "изъят".encode() in (capture.rendered or b"")
    assert capture.browser
    assert walled.capture("http://two.example/seized-a").screenshot
    # Three for the first host and one for the second by HTTP, and one picture for each of the two.
    assert sum(walled.hits[f"/seized-{name}"] for name in "abc") == 6


def test_the_capture_stays_what_came_over_http_and_is_no_page(walled: Walled) -> None:
    assert {capture.via for capture in map(walled.capture, walled.outcome.visits)} == {Via.HTTP}
    assert all(visit.failure is not None for visit in walled.outcome.visits.values())
    assert walled.outcome.statistics.stored == 0


def test_nothing_is_answered_for_the_picture(walled: Walled) -> None:
    capture = walled.capture("http://one.example/gate")
    image = Image.open(BytesIO(capture.screenshot or b"")).convert("RGB")
    assert image.getpixel((image.width - 5, image.height - 5)) == (0, 204, 0)  # the banner is still there
    assert capture.handling is not None
    assert capture.handling.record() == {"consent": None, "scrolled": 0, "woken": 0}
    assert walled.hits["/answered"] == 0


def test_a_picture_of_something_else_is_not_kept(walled: Walled) -> None:
    capture = walled.capture("http://sly.example/hidden")
    assert walled.hits["/hidden"] == 2
    assert (capture.screenshot, capture.rendered) == (None, None)


def test_a_crawl_without_a_browser_takes_no_picture() -> None:
    with HostileServer(handler=Walls) as server:
        policy = EgressPolicy(hosts={"one.example": ("127.0.0.1", server.server_port)})
        options = CrawlOptions(depth=0, egress=policy, browser=BrowserPolicy.NEVER)
        outcome = crawl(["http://one.example/seized-a"], options)
    capture = outcome.visits["http://one.example/seized-a"].capture
    assert capture is not None
    assert capture.screenshot is None
