"""What a page, a server or an image can do wrong: each is named, and none stops the crawl."""

import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest
import trustme

from tests.mergen.command import Answer, Mergen
from tests.mergen.images import huge_png
from tests.mergen.site import NEWS, Handler, Page, Site
from tests.pipeline.visits import NEWS_TEXT, code_png

MEGABYTE = b"x" * 1_000_000


def fifty_megabytes(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(50):
        handler.wfile.write(MEGABYTE)
    handler.close_connection = True


def truncated(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", "900000")
    handler.end_headers()
    handler.wfile.write(f"<title>Обрыв</title><p>{NEWS_TEXT}<div><a href='/ne".encode())
    handler.close_connection = True


PAGES: dict[str, Page] = {
    "/": f"{NEWS}<img src=/code.png><img src=/none.png><img src=/monster.png><img src=/cut.png>",
    "/code.png": code_png("read all the same"),
    "/none.png": b"GIF89a and no image at all",
    "/monster.png": huge_png(),
    "/cut.png": code_png("never read")[:90],
    "/500": lambda handler: handler.answer("<title>500</title>broken", 500),
    "/loop": lambda handler: handler.answer("", 302, Location="/loop"),
    "/charset": lambda handler: handler.answer(
        f"<title>Кодировка</title>{NEWS_TEXT}".encode("cp1251"), content_type="text/html; charset=utf-8"
    ),
    "/truncated": truncated,
    "/empty": "",
    "/50mb": fifty_megabytes,
}
FAULTS = {
    "/404": ("http_error", "404"),
    "/500": ("http_error", "500"),
    "/loop": ("redirects", "too many redirects"),
    "/50mb": ("too_large", "larger than the limit"),
}


@dataclass(frozen=True)
class Bad:
    mergen: Mergen
    site: Site
    secure: Site
    closed: str
    crawled: Answer


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bad]:
    """One crawl over everything that is wrong."""
    mergen = Mergen(tmp_path_factory.mktemp("bad"))
    assert mergen("init").status == 0
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("somewhere-else.example").configure_cert(tls)
    with ExitStack() as opened:
        with Site({}) as gone:
            closed = gone.url()
        site, secure = opened.enter_context(Site(PAGES)), opened.enter_context(Site({"/": NEWS}, tls))
        paths = [*PAGES, "/404"]
        urls = [site.url(path) for path in paths if not path.endswith(".png")]
        urls += [closed, secure.url(), "http://nowhere.invalid/"]
        words = ("crawl", *urls, "--depth", "0", "--browser", "never", "--json")
        yield Bad(mergen, site, secure, closed, mergen(*words))


def test_the_crawl_ends_well_and_accounts_for_every_address(bad: Bad) -> None:
    assert bad.crawled.status == 0
    summary = bad.crawled.summary
    assert summary["state"] == "finished"
    assert summary["pages"] == 5
    assert summary["failed"] == {"connection": 1, "dns": 1, "http_error": 2, "redirects": 1, "too_large": 1}
    assert summary["requested"] == summary["pages"] + sum(summary["failed"].values())


def test_each_address_that_gave_no_page_is_said_to_a_person(bad: Bad) -> None:
    said = bad.crawled.message
    for path, (_, words) in FAULTS.items():
        before, _, after = said.partition(f"no page from {bad.site.url(path)}: ")
        assert before != said
        assert words in after[:80]
    assert f"no page from {bad.closed}: " in said
    assert "no page from http://nowhere.invalid/: " in said
    assert "Traceback" not in said


def test_what_is_broken_is_read_as_far_as_it_goes(bad: Bad) -> None:
    titles = {page["url"]: page["title"] for page in bad.crawled.records[:-1]}
    assert titles[bad.site.url("/charset")] == "Кодировка"
    assert titles[bad.site.url("/truncated")] == "Обрыв"
    assert titles[bad.site.url("/empty")] == ""


def test_an_untrusted_certificate_is_written_down_and_the_page_is_seen(bad: Bad) -> None:
    with closing(sqlite3.connect(bad.mergen.folder / "var/mergen.db")) as store:
        query = "select tls_error from captures where url = ?"
        [(reason,)] = store.execute(query, (bad.secure.url(),)).fetchall()
    assert "certificate" in reason


def test_images_that_are_none_cost_only_themselves(bad: Bad) -> None:
    [page] = [page for page in bad.crawled.records[:-1] if page["url"] == bad.site.url()]
    assert [symbol["text"] for symbol in page["symbols"]] == ["read all the same"]
    with closing(sqlite3.connect(bad.mergen.folder / "var/mergen.db")) as store:
        errors = [error for (error,) in store.execute("select error from images where error is not null")]
    assert len(errors) == 3
    assert any("too large" in error for error in errors)


def test_error_pages_are_kept_as_evidence_and_everything_verifies(bad: Bad) -> None:
    with closing(sqlite3.connect(bad.mergen.folder / "var/mergen.db")) as store:
        statuses = store.execute("select status from captures where status >= 400 order by status")
        assert statuses.fetchall() == [(404,), (500,)]
    assert bad.mergen.verified()["records"] >= 11


def test_a_crawl_without_a_single_page_fails(bad: Bad) -> None:
    answer = bad.mergen("crawl", bad.site.url("/404"), "--browser", "never")
    assert answer.status == 1
    assert "the server answered 404" in answer.message
    assert "No page could be stored" in answer.out
