"""Sites without end, gone through from link to link in this process."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from secrets import token_hex
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from crawler.address import canonical_url
from crawler.facets import Facets
from crawler.following import FOLLOW_LIMIT, FollowPolicy, follow
from crawler.frontier import MemoryFrontier
from crawler.page import Link, Page
from crawler.reading import read
from crawler.request import Request
from crawler.traps import Bounds, TrapGuard
from tests.crawler.captures import capture_of

HOME = "https://shop.example/"
BUDGET = 300
Site = Callable[[str], str]


def crawled(site: Site, budget: int = BUDGET, depth: int = 6) -> list[str]:
    """The addresses that are visited, by the rules of a crawl and without a network."""
    frontier, traps, visited = MemoryFrontier(), TrapGuard(Bounds(pages=budget)), list[str]()
    frontier.add([Request(url=HOME)])
    while len(visited) < budget and (taken := frontier.take(1)):
        visited.append(taken[0].url)
        page = read(capture_of(site(taken[0].url), url=taken[0].url))
        assert page is not None
        frontier.add(follow(page, taken[0], FollowPolicy(depth=depth), traps))
        frontier.finish(taken[0])
    return visited


def links(urls: Sequence[str], text: str = "") -> str:
    return "".join(f'<a href="{url}">{text or url}</a> ' for url in urls)


FACETS = ("colour", "size", "price", "brand", "city", "sort")
VALUES = range(10)
ITEMS = [f"/item/{number}" for number in range(120)]
TEXTS = [f"/about/{word}" for word in ("us", "pay", "ship", "jobs", "faq", "terms", "news", "rules")]


def shop_with_facets(url: str) -> str:
    """120 items on twelve pages of a list that six properties of ten values cut: 10⁶ addresses."""
    parts = urlsplit(url)
    chosen = dict(parse_qsl(parts.query))
    number = int(chosen.pop("page", "1"))
    cuts = [{**chosen, facet: str(value)} for facet, value in product(FACETS, VALUES)]
    facets = [f"/menu?{urlencode(cut)}" for cut in cuts if cut != chosen]
    shown = ITEMS[:3] if chosen else ITEMS[10 * number - 10 : 10 * number]
    pages = [] if chosen else [f"/menu?page={page}" for page in range(1, 13)]
    if parts.path == "/menu":
        return f"<title>Menu {parts.query}</title><p>What there is</p>{links([*facets, *shown, *pages])}"
    return f"<title>{parts.path}</title><p>All about {parts.path}</p>{links(['/menu', *TEXTS])}"


def outcome_of(visited: Sequence[str]) -> tuple[set[str], list[str]]:
    """The real pages of that shop which were not visited, and the visits that were to its cuts."""
    paths = [url.removeprefix(HOME[:-1]) for url in visited]
    real = {"/", "/menu", *ITEMS, *TEXTS, *(f"/menu?page={page}" for page in range(1, 13))}
    return real - set(paths), [path for path in paths if path not in real]


def test_a_facet_trap_takes_no_more_than_its_share_and_every_real_page_is_visited() -> None:
    missed, trapped = outcome_of(crawled(shop_with_facets))
    assert not missed
    assert len(trapped) <= 0.15 * BUDGET


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(lambda n: f"/index.php?route=item&product_id={n}", id="two parameters, one new"),
        pytest.param(lambda n: f"/?p={n}", id="one parameter"),
        pytest.param(lambda n: f"/show?cat={n % 7}&id={n}", id="a kind and a number"),
    ],
)
def test_things_that_have_numbers_in_queries_are_no_facets(address: Callable[[int], str]) -> None:
    others = [
        "/index.php?route=home",
        "/index.php?route=news",
        "/?cat=1",
        "/?author=2",
        "/?m=202603",
        "/?tag=x",
    ]
    facets, admitted = Facets(), 0
    for other in others:
        parts = urlsplit(other)
        facets.admit(parts.path, parse_qsl(parts.query), 45)
    for number in range(200):
        parts = urlsplit(address(number))
        admitted += facets.admit(parts.path, parse_qsl(parts.query), 45)
    assert admitted == 200


def shop_with_sessions(url: str) -> str:
    """Twenty pages; each visit gets a number of its own in every link."""
    session = token_hex(16)
    pages = [f"/page-{chr(97 + number)}?sid={session}" for number in range(20)]
    asp = [f"/(S({token_hex(12)}))/list-{chr(97 + number)}" for number in range(5)]
    return f"<title>{urlsplit(url).path}</title><p>About {urlsplit(url).path}</p>{links([*pages, *asp])}"


def test_the_number_of_a_session_makes_no_new_page() -> None:
    visited = crawled(shop_with_sessions)
    assert len(visited) == 1 + 20 + 5


@pytest.mark.parametrize(
    "kept", ["?sid=12", "?s=водка", "?session=morning", "?s=catalogue-of-everything", "/(S(x))/"]
)
def test_what_only_looks_like_a_session_is_kept(kept: str) -> None:
    assert canonical_url(f"{HOME}a{kept}") != canonical_url(f"{HOME}a")


def shop_that_finds_everything(url: str) -> str:
    """Answers every address with 200, says that there is nothing, and names more."""
    path = urlsplit(url).path
    if path == "/" or path.startswith("/real"):
        names = ["/real", *(f"/real-{letter}" for letter in "abcdefghij"), "/lost"]
        return f"<title>Shop</title><p>Here is {path} with its own words.</p>{links(names)}"
    more = [f"{path}/{token_hex(2)}x", f"/{token_hex(3)}y", f"/{token_hex(3)}z"]
    return f"<title>Nothing</title><p>The page {path} was not found. Look at these:</p>{links(more, 'this')}"


def test_a_site_that_finds_every_address_is_not_followed_into_its_nothing() -> None:
    visited = crawled(shop_that_finds_everything, depth=50)
    kinds = Counter("real" if urlsplit(url).path.startswith("/real") else "other" for url in visited)
    assert kinds["real"] == 11
    assert kinds["other"] <= 16


def test_pages_that_differ_in_their_pictures_alone_are_followed() -> None:
    def site(url: str) -> str:
        letters = "abcdefghij"
        path = urlsplit(url).path
        own = links([f"{path}/item"], "see") if len(path) == 2 else ""
        return f"<title>All</title><p>Our shop has what you look for</p><img src='{path}.png'>{own}" + links(
            [f"/{letter}" for letter in letters], "more"
        )

    assert len([url for url in crawled(site) if url.endswith("/item")]) == 10


def test_frames_in_frames_end_at_the_depth_of_the_crawl() -> None:
    visited = crawled(lambda url: f"<p>{url}</p><iframe src='{url}f'></iframe><frame src='{url}g'>", depth=3)
    assert {len(urlsplit(url).path) for url in visited} == {1, 2, 3, 4}


def test_a_page_of_ten_thousand_links_leaves_room_for_others() -> None:
    many = tuple(Link(url=f"{HOME}x{'abcdefghij'[n % 10]}{'k' * (n // 10)}") for n in range(10_000))
    page = Page(url=HOME, title="", text="", main_text="", links=many)
    traps = TrapGuard(Bounds(pages_per_host=2000))
    assert len(follow(page, Request(url=HOME), FollowPolicy(), traps)) == FOLLOW_LIMIT
    assert traps.admit(f"{HOME}other")


def test_five_megabytes_in_one_line_are_a_page() -> None:
    page = read(capture_of("<title>Line</title>" + "word " * 1_048_576))
    assert isinstance(page, Page)
    assert len(page.text) == 2_000_000 - 1
