"""Reading sitemaps and feeds, and going by them."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.egress import EgressPolicy
from crawler.following import FollowPolicy, follow
from crawler.listing import TEXT_LENGTH, moment, read_list
from crawler.memory import newest_first
from crawler.page import Link, Page, PageKind
from crawler.process import CrawlOptions
from crawler.reading import read
from crawler.request import BrowserPolicy, Origin, Provenance, Request, SpiderName
from crawler.traps import Bounds, TrapGuard
from tests.crawler.captures import NOON, capture_of
from tests.crawler.crawling import Outcome, crawl
from tests.crawler.hostile import Handler, HostileServer
from tests.crawler.test_unchanged import Remembered

SITE = "https://shop.example/"
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a machine -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://shop.example/a </loc><lastmod>2026-03-01</lastmod>
<image:image><image:loc>https://shop.example/a.png</image:loc></image:image></url>
<url><loc>/b?utm_source=x&amp;p=1</loc><lastmod>2026-03-01T10:00:00+05:00</lastmod></url>
<url><loc>mailto:nobody@shop.example</loc></url><url><lastmod>2026-03-01</lastmod></url>
</urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://shop.example/s1.xml.gz</loc><lastmod>2026-03-01T00:00:00Z</lastmod></sitemap>
<sitemap><loc>https://elsewhere.example/s2.xml</loc></sitemap></sitemapindex>"""
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Новости</title><link>https://shop.example/</link>
<item><title>Завоз &amp; скидки</title><link>https://shop.example/news/1</link>
<pubDate>Sun, 01 Mar 2026 08:00:00 +0500</pubDate>
<description>&lt;p&gt;Пишите &lt;b&gt;@qala_vitrina_&lt;/b&gt;&lt;/p&gt;</description>
<content:encoded><![CDATA[<div>Целиком: <a href="https://t.me/qala_ten_">канал</a></div>]]></content:encoded></item>
<item><title>Без даты</title><guid>https://shop.example/news/2</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Блог</title><link href="https://shop.example/"/>
<entry><title>Раз</title><link rel="edit" href="/edit/1"/><link href="/post/1"/>
<published>2026-02-01T00:00:00Z</published><updated>2026-03-01T00:00:00Z</updated><summary>Коротко</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>Ескі</title><link>https://shop.example/old</link>
<dc:date>2026-03-01T00:00:00Z</dc:date></item></rdf:RDF>"""
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def listed(body: bytes | str, kind: str = "application/xml", url: str = f"{SITE}sitemap.xml") -> Page:
    page = read(capture_of(body, kind=kind, url=url))
    assert page is not None
    return page


@pytest.mark.parametrize(
    ("body", "links"),
    [
        (SITEMAP, {"a": MARCH + timedelta(days=1), "b?p=1": MARCH + timedelta(hours=5)}),
        (RSS, {"news/1": MARCH + timedelta(hours=3), "news/2": None}),
        (ATOM, {"post/1": MARCH}),
        (RDF, {"old": MARCH}),
    ],
)
@pytest.mark.parametrize("kind", ["application/xml", "text/html", "application/rss+xml", ""])
def test_a_list_names_pages_and_when_they_changed(
    body: str, links: dict[str, datetime | None], kind: str
) -> None:
    page = listed(body, kind)
    assert page.kind is PageKind.LIST
    assert {link.url: link.changed_at for link in page.links} == {
        f"{SITE}{path}": changed for path, changed in links.items()
    }


def test_a_feed_has_the_text_and_the_contacts_of_its_entries() -> None:
    page = listed(RSS)
    assert page.text.splitlines()[:3] == ["Завоз & скидки", "Пишите @qala_vitrina_", "Целиком: канал"]
    assert page.contacts == ("@qala_vitrina_",)


def test_a_prefix_that_nobody_declared_does_not_hide_a_feed_s_text() -> None:
    page = listed(RSS.replace(' xmlns:content="http://purl.org/rss/1.0/modules/content/"', ""))
    assert "Целиком: канал" in page.text


def test_an_index_names_lists_and_may_be_packed() -> None:
    page = listed(gzip.compress(INDEX.encode()), "application/gzip", f"{SITE}sitemap.xml.gz")
    assert page.kind is PageKind.INDEX
    assert [link.url for link in page.links] == [f"{SITE}s1.xml.gz", "https://elsewhere.example/s2.xml"]


def test_robots_txt_is_an_index_where_it_names_sitemaps() -> None:
    text = "User-agent: *\nDisallow: /cart\nSitemap: /one.xml\nsitemap: /two.xml\nSitemap: ://"
    page = listed(text, "text/plain", f"{SITE}robots.txt")
    assert page.kind is PageKind.INDEX
    assert [link.url for link in page.links][:2] == [f"{SITE}one.xml", f"{SITE}two.xml"]
    assert listed("User-agent: *", "text/plain", f"{SITE}robots.txt").kind is PageKind.TEXT
    assert listed(text, "text/plain", f"{SITE}notes.txt").kind is PageKind.TEXT


def test_a_page_that_shows_a_feed_s_markup_is_a_page() -> None:
    for body in (f"<!doctype html><title>x</title><pre>{RSS}</pre>", "<html><urlset></urlset></html>"):
        assert listed(body, "text/html").kind is PageKind.DOCUMENT


def test_a_page_names_its_feeds() -> None:
    page = listed(
        "<link rel=alternate type=application/rss+xml href=/rss><link rel=sitemap href=map.xml>"
        "<link rel='ALTERNATE' type=Application/Atom+XML href=https://feeds.example/x>"
        "<link rel=alternate hreflang=kk href=/kk>",
        "text/html",
        SITE,
    )
    assert page.lists == (f"{SITE}rss", f"{SITE}map.xml", "https://feeds.example/x")


def test_entities_are_neither_replaced_nor_loaded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
    body = f"{bomb}<urlset><url><loc>https://shop.example/&b;&c;x</loc></url></urlset>"
    page = read_list(capture_of(f"<?xml version='1.0'?>{body}", kind="text/xml"))
    assert page is None or "aaaa" not in repr(page.links)


def test_a_torn_list_gives_the_entries_before_the_break() -> None:
    cut = SITEMAP[: SITEMAP.index("mailto")]
    assert len(listed(cut).links) == 2
    packed = gzip.compress(SITEMAP.encode() * 3)
    assert listed(packed[: len(packed) // 2], "application/gzip").kind is PageKind.LIST


def test_a_packed_bomb_is_unpacked_as_far_as_the_limit() -> None:
    body = gzip.compress(
        b"<urlset>" + b" " * 60_000_000 + b"<url><loc>https://shop.example/</loc></url></urlset>"
    )
    assert listed(body, "application/gzip").links == ()


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([SITEMAP, RSS, ATOM, INDEX]), st.integers(0, 600))
def test_no_bytes_break_the_reader(noise: bytes, body: str, place: int) -> None:
    data = body.encode()
    page = read_list(capture_of(data[:place] + noise + data[place:]))
    assert page is None or len(page.text) <= TEXT_LENGTH * 10


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_date(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01T00:00:00+14:00", "2026-13-01", "вчера", ""])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment(text) is None


def test_the_order_of_a_list_is_new_then_changed_then_undated() -> None:
    seen = {f"{SITE}{name}": NOON for name in ("same", "changed", "later", "undated")}
    links = [
        Link(url=f"{SITE}undated"),
        Link(url=f"{SITE}same", changed_at=NOON),
        Link(url=f"{SITE}changed", changed_at=NOON + timedelta(hours=1)),
        Link(url=f"{SITE}later", changed_at=NOON + timedelta(hours=2)),
        Link(url=f"{SITE}new"),
    ]
    assert [link.url.removeprefix(SITE) for link in newest_first(links, seen)] == [
        *("new", "later", "changed", "undated"),
    ]


def test_lists_stay_on_their_site_and_are_no_hop_away() -> None:
    policy, parent = FollowPolicy(depth=1, listed=True), Request(url=SITE)
    home = listed(
        "<link rel=alternate type=application/rss+xml href=/rss><a href=/x>x</a>", "text/html", SITE
    )
    found = follow(home, parent, policy, TrapGuard(Bounds()))
    assert [request.url for request in found] == [
        f"{SITE}{path}" for path in ("rss", "robots.txt", "sitemap.xml")
    ]
    assert {request.depth for request in found} == {0}
    inner = follow(listed(INDEX), parent, policy, TrapGuard(Bounds()))
    assert [request.url for request in inner] == [f"{SITE}s1.xml.gz"]
    pages = follow(listed(SITEMAP), parent, policy, TrapGuard(Bounds()))
    assert [(request.depth, request.provenance) for request in pages] == [
        (1, Provenance(origin=Origin.SITEMAP, reference=SITE))
    ] * 2
    deeper = Request(url=f"{SITE}a", depth=1)
    assert follow(home, deeper, policy, TrapGuard(Bounds())) == ()


def _xml(body: str) -> Callable[[Handler], None]:
    return lambda handler: handler.page(body, "application/xml")


class Listed(Handler):
    """A site whose lists name pages that no link leads to."""

    routes = {  # noqa: RUF012 - as the base has it
        "/": lambda handler: handler.page(
            "<title>Home</title><link rel=alternate type=application/rss+xml href=/rss><a href=/linked>x</a>"
        ),
        "/robots.txt": lambda handler: handler.page("Sitemap: /index.xml", "text/plain"),
        "/index.xml": _xml("<sitemapindex><sitemap><loc>/map.xml.gz</loc></sitemap></sitemapindex>"),
        "/map.xml.gz": lambda handler: handler.page(
            gzip.compress(
                b"<urlset><url><loc>/old</loc><lastmod>2026-01-01</lastmod></url>"
                b"<url><loc>/changed</loc><lastmod>2026-11-01</lastmod></url>"
                b"<url><loc>https://elsewhere.example/</loc></url></urlset>"
            ),
            "application/gzip",
        ),
        "/rss": _xml("<rss><item><title>n</title><link>/new</link></item></rss>"),
        **dict.fromkeys(
            ("/old", "/changed", "/new", "/linked"),
            lambda handler: handler.page(f"<title>{handler.path}</title><a href=/linked>x</a>"),
        ),
    }


class Seen(Remembered):
    """A memory in which two pages were seen at noon of a day in March."""

    def news(self, links: object) -> list[Link]:
        assert isinstance(links, tuple)
        return newest_first(links, {f"http://listed.example{path}": NOON for path in ("/old", "/changed")})


@pytest.fixture(scope="module")
def listed_crawl() -> Outcome:
    with HostileServer(handler=Listed) as server:
        options = CrawlOptions(
            spider=SpiderName.SITEMAP,
            browser=BrowserPolicy.NEVER,
            egress=EgressPolicy(hosts={"listed.example": ("127.0.0.1", server.server_port)}),
            settings={"AUTOTHROTTLE_START_DELAY": 0.01},
        )
        return crawl(["http://listed.example/"], options, Seen())


def test_only_what_lists_call_new_or_changed_is_visited(listed_crawl: Outcome) -> None:
    paths = {url.removeprefix("http://listed.example") for url in listed_crawl.visits}
    assert paths == {
        *("/", "/robots.txt", "/sitemap.xml", "/index.xml", "/map.xml.gz", "/rss"),
        *("/changed", "/new"),
    }
