"""A browser that grows old or dies costs no page."""

from typing import ClassVar

import psutil
import pytest
from scrapy.crawler import Crawler

from crawler.browser import Browser
from crawler.capture import Via
from crawler.egress import EgressPolicy
from crawler.process import CrawlOptions, settings_of
from crawler.request import BrowserPolicy
from crawler.spiders.site import SiteSpider
from tests.crawler.crawling import crawl
from tests.crawler.hostile import Handler, HostileServer


def browsers() -> list[psutil.Process]:
    """The main processes of the browsers below this one."""
    return [
        process
        for process in psutil.Process().children(recursive=True)
        if "--remote-debugging-pipe" in (words := process.cmdline())
        and not any(word.startswith("--type=") for word in words)
    ]


class Watching(Handler):
    """Notes which browser is there when a script asks for something, and kills it at `/fatal`'s first."""

    seen: ClassVar[set[int]] = set()
    killed: ClassVar[list[int]] = []

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server looks for
        if self.path.startswith("/asked"):
            running = browsers()
            self.seen.update(process.pid for process in running)
            if "fatal" in self.path and not self.killed:
                self.killed.extend(process.pid for process in running)
                for process in running:
                    process.kill()
            self.page("")
        else:
            self.page(
                f"<title>{self.path}</title><div id=app></div><script>fetch('/asked{self.path}')</script>"
            )


@pytest.fixture
def watching() -> type[Watching]:
    Watching.seen.clear()
    Watching.killed.clear()
    return Watching


def test_the_time_a_page_takes_in_the_browser_is_not_taken_for_its_servers() -> None:
    browser = Browser(Crawler(SiteSpider, settings_of(CrawlOptions())))
    assert browser.request("http://shop.example/").meta["autothrottle_dont_adjust_delay"] is True


def test_a_page_whose_browser_died_is_shown_to_the_next_one_and_a_large_browser_is_replaced(
    watching: type[Watching],
) -> None:
    with HostileServer(handler=watching) as server:
        policy = EgressPolicy(hosts={"one.example": ("127.0.0.1", server.server_port)})
        # After two pages the first one dies; the second is found too large at its fifth.
        urls = [f"http://one.example/{name}" for name in ("first", "fatal", *"23456")]
        settings = {"BROWSER_PAGES": 1, "BROWSER_MAX_MEMORY": 1}
        options = CrawlOptions(depth=0, browser=BrowserPolicy.ALWAYS, egress=policy, settings=settings)
        outcome = crawl(urls, options)
    assert len(watching.killed) == 1
    assert len(watching.seen) == 3
    captures = [visit.capture for visit in outcome.visits.values() if visit.capture]
    assert [capture.via for capture in captures] == [Via.BROWSER] * len(urls)
    assert browsers() == []
