"""Whole crawls: budgets, stops, what is missing, the command line."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.chromium import find_chromium
from crawler.egress import EgressGuard, EgressPolicy
from crawler.errors import BrowserUnavailable, SinkFailed
from crawler.process import CrawlOptions
from crawler.request import BrowserPolicy
from crawler.screenshot import Photographer
from crawler.shot import Shot, Sitting
from crawler.visit import FailureCause
from tests.crawler.crawling import crawl, crawl_twice, crawl_with_a_failing_sink
from tests.crawler.hostile import HostileServer

ROOT = Path(__file__).parents[2]
QUICK = {"AUTOTHROTTLE_START_DELAY": 0.01}


def policy_for(server: HostileServer) -> EgressPolicy:
    return EgressPolicy(hosts={"*.example": ("127.0.0.1", server.server_port)})


def interrupted(server: HostileServer, signals: int) -> dict[str, Any]:
    """How a crawl ended that was sent so many signals after its third page."""
    command = [sys.executable, "-m", "tests.crawler.interrupted", str(server.server_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        for _ in range(3):
            assert child.stdout.readline().startswith("visited")
        for _ in range(signals):
            child.send_signal(signal.SIGINT)
            time.sleep(0.05)
        rest = child.stdout.read().splitlines()
        assert child.wait(timeout=30) == 0
    ended: dict[str, Any] = json.loads(rest[-1])
    return ended


def test_a_signal_stops_in_order_and_every_lease_is_given_back(server: HostileServer) -> None:
    ended = interrupted(server, signals=1)
    assert ended["stopped_by"] == "shutdown"
    assert ended["leased"] == 0
    assert ended["stored"] == len(ended["visited"])
    # what was not visited is queued as it was: one home page and sixty below it
    assert len(set(ended["visited"]) | set(ended["queued"])) == 61
    assert not set(ended["visited"]) & set(ended["queued"])
    assert len(ended["queued"]) > 20


def test_two_signals_stop_a_crawl_and_do_not_finish_it(server: HostileServer) -> None:
    assert interrupted(server, signals=2)["stopped_by"] == "shutdown"


def test_no_more_pages_are_stored_than_the_budget(server: HostileServer) -> None:
    options = CrawlOptions(egress=policy_for(server), max_pages=7, settings=QUICK)
    outcome = crawl(["http://slow.example/slow/"], options)
    assert outcome.statistics.stored == 7
    assert outcome.statistics.stopped_by == "max_pages"
    assert outcome.pending > 0


def test_an_endless_calendar_takes_a_small_share_of_the_budget(server: HostileServer) -> None:
    options = CrawlOptions(
        egress=policy_for(server), max_pages=100, depth=50, browser=BrowserPolicy.NEVER, settings=QUICK
    )
    outcome = crawl(["http://trap.example/calendar/2000/1"], options)
    months = [url for url in outcome.visits if "/calendar/" in url]
    assert len(months) <= 16
    assert "http://trap.example/ok" in outcome.visits
    assert outcome.statistics.stopped_by == "finished"


def test_without_a_browser_the_crawl_goes_on_over_http_and_says_so(server: HostileServer) -> None:
    options = CrawlOptions(
        egress=policy_for(server), depth=0, browser_executable="/nowhere/chromium", settings=QUICK
    )
    outcome = crawl(["http://one.example/js", "http://one.example/ok"], options)
    assert outcome.statistics.stored == 2
    captures = [visit.capture for visit in outcome.visits.values() if visit.capture]
    assert {bool(capture.unseen) for capture in captures if capture.url.endswith("/js")} == {True}
    assert {capture.unseen for capture in captures if capture.url.endswith("/ok")} == {""}
    assert "apt-get install chromium" in (outcome.statistics.browser_missing or "")


def test_without_playwrights_driver_the_crawl_goes_on_over_http_and_says_what_to_install(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "/bin/false")
    outcome = crawl(
        ["http://one.example/js"], CrawlOptions(egress=policy_for(server), depth=0, settings=QUICK)
    )
    assert outcome.statistics.stored == 1
    assert "apt-get install libatomic1" in (outcome.statistics.browser_missing or "")


def test_without_playwrights_driver_screenshots_are_said_to_be_impossible(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "/bin/false")
    with EgressGuard(policy_for(server)) as guard, pytest.raises(BrowserUnavailable, match="libatomic1"):
        Photographer(guard).take(["http://one.example/ok"])


def test_the_photographer_goes_when_nobody_waits_for_the_next_picture(server: HostileServer) -> None:
    sittings = [Sitting(url=f"http://one.example/ok?{number}") for number in range(3)]
    with EgressGuard(policy_for(server)) as guard:
        shots = Photographer(guard, pages=1).sit(sittings)
        first, shot = next(shots)
        shots.close()  # type: ignore[attr-defined]  # it is a generator
    assert (first, isinstance(shot, Shot)) == (sittings[0], True)
    assert server.hits["/ok?2"] == 0


def test_one_browser_pictures_a_page_for_several_visitors(server: HostileServer) -> None:
    sittings = [Sitting(url="http://one.example/ok", profile=profile) for profile in ("", "phone")]
    with EgressGuard(policy_for(server)) as guard:
        shots = dict(Photographer(guard).sit(sittings))
    agents = [dict(shot.request_headers)["User-Agent"] for shot in shots.values() if isinstance(shot, Shot)]
    assert sorted("Mobile" in agent for agent in agents) == [False, True]


def test_the_browser_sees_every_page_when_asked_to(server: HostileServer) -> None:
    options = CrawlOptions(egress=policy_for(server), depth=0, browser=BrowserPolicy.ALWAYS, settings=QUICK)
    outcome = crawl(["http://one.example/ok"], options)
    capture = outcome.visits["http://one.example/ok"].capture
    assert capture is not None
    assert capture.screenshot is not None
    assert b"A page like any other" in capture.body


def test_a_sink_that_fails_stops_the_crawl_in_order(server: HostileServer) -> None:
    options = CrawlOptions(egress=policy_for(server), depth=1, settings=QUICK)
    error, leased = crawl_with_a_failing_sink("http://slow.example/slow/", options)
    assert isinstance(error, SinkFailed)
    assert "the disk is full" in str(error)
    assert leased == 0


def test_a_process_runs_one_crawl_and_says_so_for_a_second(server: HostileServer) -> None:
    message = crawl_twice("http://one.example/ok", CrawlOptions(egress=policy_for(server), depth=0))
    assert "start another process" in message


def test_robots_are_disobeyed_only_when_told_to(server: HostileServer) -> None:
    options = CrawlOptions(egress=policy_for(server), depth=0, obey_robots=False, settings=QUICK)
    outcome = crawl(["http://one.example/private"], options)
    assert outcome.statistics.stored == 1


def test_robots_are_left_aside_on_the_named_site_alone_and_nobody_is_told_otherwise(
    server: HostileServer,
) -> None:
    named = ("http://www.one.example/",)
    options = CrawlOptions(egress=policy_for(server), depth=0, ignore_robots_of=named, settings=QUICK)
    outcome = crawl(["http://one.example/private", "http://two.example/private"], options)
    assert outcome.statistics.failures == {FailureCause.ROBOTS: 1}
    capture = outcome.visits["http://one.example/private"].capture
    assert capture is not None
    assert "robots" not in dict(capture.request_headers)["User-Agent"]


def test_a_system_with_a_browser_has_it_found() -> None:
    assert find_chromium() is not None
    assert find_chromium("/nowhere/chromium") is None
    assert find_chromium(sys.executable) == Path(sys.executable)


def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = (sys.executable, "-m", "scrapy", *arguments)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)


def test_scrapy_lists_the_spiders() -> None:
    assert scrapy("list").stdout.split() == ["site", "sitemap", "telegram"]


def scraped(tmp_path: Path, url: str) -> list[dict[str, Any]]:
    out = tmp_path / "pages.jsonl"
    scrapy("crawl", "site", "-a", f"url={url}", "-a", "depth=0", "-O", str(out))
    return [json.loads(text) for text in out.read_text().splitlines()]


def test_scrapy_looks_at_what_a_person_names_and_writes_a_line_a_page(
    server: HostileServer, tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{server.server_port}/ok"
    (line,) = scraped(tmp_path, url)
    assert (line["url"], line["status"], line["title"], line["via"]) == (url, 200, "Fine", "http")
    assert line["failure"] is None


def test_scrapy_stays_behind_the_guard_where_a_page_names_an_internal_address(
    server: HostileServer, tmp_path: Path
) -> None:
    (line,) = scraped(tmp_path, f"http://127.0.0.1:{server.server_port}/to-internal")
    assert line["failure"]["cause"] == FailureCause.GUARD
    assert "EGRESS_ALLOW" in line["failure"]["message"]
