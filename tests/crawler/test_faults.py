"""What a page can do to a crawl, and what the crawl makes of it."""

import pytest

from crawler.capture import Via
from crawler.certificate import certificate_of
from crawler.faults import http_failure
from crawler.obstacle import ObstacleKind
from crawler.visit import Cause, FailureCause, Visit
from tests.crawler.conftest import HostileCrawl
from tests.crawler.hostile import KAZAKH, PIXEL, RUSSIAN

BASE = "http://hostile.example"


def visit_of(crawl: HostileCrawl, path: str) -> Visit:
    return crawl.outcome.visits[path if "://" in path else f"{BASE}{path}"]


def test_every_address_is_accounted_for_and_the_crawl_ends_by_itself(hostile_crawl: HostileCrawl) -> None:
    statistics = hostile_crawl.outcome.statistics
    assert statistics.stopped_by == "finished"
    assert hostile_crawl.outcome.pending == 0
    assert statistics.requested == len(hostile_crawl.outcome.visits)
    assert statistics.stored + sum(statistics.failures.values()) == statistics.requested


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("/private", FailureCause.ROBOTS),
        ("/error", FailureCause.HTTP_ERROR),
        ("/missing", FailureCause.HTTP_ERROR),
        ("/loop", FailureCause.REDIRECTS),
        ("/huge", FailureCause.TOO_LARGE),
        ("/huge-announced", FailureCause.TOO_LARGE),
        ("/bomb", FailureCause.TOO_LARGE),
        ("/bomb-br", FailureCause.TOO_LARGE),
        ("/bomb-zstd", FailureCause.TOO_LARGE),
        ("/drip", FailureCause.TIMEOUT),
        ("/gate", ObstacleKind.CAPTCHA),
        ("http://nowhere.invalid/", FailureCause.DNS),
    ],
)
def test_a_fault_is_named(hostile_crawl: HostileCrawl, path: str, cause: Cause) -> None:
    failure = visit_of(hostile_crawl, path).failure
    assert failure is not None
    assert failure.cause is cause
    assert failure.message


def test_only_what_may_pass_is_worth_another_try(hostile_crawl: HostileCrawl) -> None:
    failures = {url: visit.failure for url, visit in hostile_crawl.outcome.visits.items() if visit.failure}
    passing = {url.removeprefix(BASE) for url, failure in failures.items() if failure.transient}
    assert {"/error", "/drip", "http://nowhere.invalid/"} <= passing
    assert not {"/private", "/missing", "/loop", "/huge", "/bomb"} & passing


@pytest.mark.parametrize(
    ("asked", "wait"), [("120", 120.0), (" 7 ", 7.0), ("soon", 0.0), ("٣", 0.0), ("", 0.0)]
)
def test_the_time_that_a_server_asks_for_is_read_where_it_is_a_number(asked: str, wait: float) -> None:
    failure = http_failure(503, (("retry-after", asked),))
    assert failure is not None
    assert (failure.transient, failure.wait) == (True, wait)


def test_an_unreachable_host_is_a_connection_failure(hostile_crawl: HostileCrawl) -> None:
    failure = visit_of(hostile_crawl, f"http://127.0.0.1:{hostile_crawl.closed_port}/").failure
    assert failure is not None
    assert failure.cause is FailureCause.CONNECTION


def test_an_error_page_is_kept_as_evidence(hostile_crawl: HostileCrawl) -> None:
    visit = visit_of(hostile_crawl, "/error")
    assert visit.capture is not None
    assert visit.capture.status == 500
    assert b"Broken" in visit.capture.body


def test_an_untrusted_certificate_is_recorded_and_does_not_stop_the_visit(
    hostile_crawl: HostileCrawl,
) -> None:
    visit = visit_of(hostile_crawl, f"https://localhost:{hostile_crawl.secure.server_port}/ok")
    assert visit.failure is None
    assert visit.capture is not None
    assert "certificate" in (visit.capture.tls_error or "")
    assert visit.capture.protocol == "HTTP/1.1"
    leaf, issuer = map(certificate_of, visit.capture.chain)
    assert "trustme" in leaf.issuer
    assert leaf.issuer == issuer.subject
    assert leaf.not_after is not None


def test_an_internal_address_is_refused_and_the_message_says_how_to_allow_it(
    hostile_crawl: HostileCrawl,
) -> None:
    port = hostile_crawl.internal.server_port
    failure = visit_of(hostile_crawl, f"http://127.0.0.1:{port}/secret").failure
    assert failure is not None
    assert failure.cause is FailureCause.GUARD
    assert f"127.0.0.1:{port} in MERGEN_EGRESS_ALLOW" in failure.message
    assert sum(hostile_crawl.internal.hits.values()) == 0


def test_redirects_are_kept_hop_by_hop(hostile_crawl: HostileCrawl) -> None:
    capture = visit_of(hostile_crawl, "/hop").capture
    assert capture is not None
    assert [(hop.url, hop.status, hop.location) for hop in capture.hops] == [
        (f"{BASE}/hop", 302, f"{BASE}/hop2"),
        (f"{BASE}/hop2", 302, f"{BASE}/ok?after=hops"),
    ]
    assert capture.url == f"{BASE}/hop"
    assert capture.final_url == f"{BASE}/ok?after=hops"
    assert capture.ip_address == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "text", "encoding"),
    [
        ("/wrong-charset", RUSSIAN, "cp1251"),
        ("/koi8", RUSSIAN, "koi8-r"),
        ("/kazakh", KAZAKH, "kz1048"),
    ],
)
def test_text_is_read_whatever_the_server_says_of_its_charset(
    hostile_crawl: HostileCrawl, path: str, text: str, encoding: str
) -> None:
    page = visit_of(hostile_crawl, path).page
    assert page is not None
    assert text in page.text
    assert page.encoding == encoding


def test_a_truncated_page_gives_what_there_is(hostile_crawl: HostileCrawl) -> None:
    visit = visit_of(hostile_crawl, "/truncated")
    assert visit.failure is None
    assert visit.page is not None
    assert "The beginning is here" in visit.page.text
    assert [link.url for link in visit.page.links] == [f"{BASE}/ok"]


def test_an_empty_page_is_a_page(hostile_crawl: HostileCrawl) -> None:
    visit = visit_of(hostile_crawl, "/empty")
    assert visit.failure is None
    assert visit.page is not None
    assert visit.page.text == ""


def test_a_broken_response_head_is_read_leniently(hostile_crawl: HostileCrawl) -> None:
    page = visit_of(hostile_crawl, "/odd-head").page
    assert page is not None
    assert page.title == "Odd"


@pytest.mark.parametrize(("path", "words"), [("/deep", "the bottom"), ("/line", "word word")])
def test_monstrous_markup_is_read(hostile_crawl: HostileCrawl, path: str, words: str) -> None:
    page = visit_of(hostile_crawl, path).page
    assert page is not None
    assert words in page.text


def test_a_file_that_is_no_document_is_captured_without_a_page(hostile_crawl: HostileCrawl) -> None:
    visit = visit_of(hostile_crawl, "/binary")
    assert visit.failure is None
    assert visit.page is None
    assert visit.capture is not None
    assert len(visit.capture.body) == 12_800


def test_an_image_address_is_its_own_image(hostile_crawl: HostileCrawl) -> None:
    visit = visit_of(hostile_crawl, "/pixel.png")
    assert visit.page is None
    assert [image.capture and image.capture.body for image in visit.images] == [PIXEL]


def test_images_are_fetched_once_and_failures_are_said(hostile_crawl: HostileCrawl) -> None:
    images = {image.ref.url.rpartition("/")[2]: image for image in visit_of(hostile_crawl, "/").images}
    assert images["pixel.png"].capture is not None
    assert images["back.png"].capture is not None
    assert images["not-an-image.png"].capture is not None
    gone = images["gone.png"].failure
    assert gone is not None
    assert gone.cause is FailureCause.HTTP_ERROR
    inline = next(image for image in images.values() if image.ref.url.startswith("data:"))
    assert inline.capture is not None
    assert inline.capture.media_type == "image/gif"
    # once as an image of two pages, once as a page of its own, once by Chromium itself
    assert hostile_crawl.server.hits["/pixel.png"] == 3


def test_a_page_of_scripts_is_seen_by_the_browser(hostile_crawl: HostileCrawl) -> None:
    visit = visit_of(hostile_crawl, "/js")
    assert visit.capture is not None
    assert visit.capture.via is Via.BROWSER
    assert b"<script>" in visit.capture.body
    assert b"Written by a script</p>" in (visit.capture.rendered or b"")
    assert (visit.capture.screenshot or b"")[:4] == b"\x89PNG"
    assert visit.page is not None
    assert visit.page.text == "Written by a script\n\non"
    assert f"{BASE}/from-script" in hostile_crawl.outcome.visits


def test_a_page_that_starts_downloads_is_seen_and_leaves_no_file(hostile_crawl: HostileCrawl) -> None:
    visit = visit_of(hostile_crawl, "/downloads")
    assert visit.failure is None
    assert visit.capture is not None
    assert visit.capture.via is Via.BROWSER
    assert visit.page is not None
    assert "still here" in visit.page.text


def test_a_page_that_alerts_for_ever_is_kept_as_it_came(hostile_crawl: HostileCrawl) -> None:
    visit = visit_of(hostile_crawl, "/alert")
    assert visit.failure is None
    assert visit.page is not None
    assert visit.page.title == "Alerts"
    assert visit.capture is not None
    assert (visit.capture.via, bool(visit.capture.unseen)) == (Via.HTTP, True), "and it is said why"


def test_links_off_the_site_and_contacts_are_read_and_not_followed(hostile_crawl: HostileCrawl) -> None:
    page = visit_of(hostile_crawl, "/").page
    assert page is not None
    assert "https://t.me/qala_vitrina_" in page.contacts
    assert {"http://elsewhere.example/", "https://t.me/qala_vitrina_"} <= {link.url for link in page.links}
    followed = {request.url for request in visit_of(hostile_crawl, "/").follow}
    assert followed == {f"{BASE}/ok"}
