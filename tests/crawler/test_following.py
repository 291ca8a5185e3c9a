"""Which links are followed, and how many of them."""

import pytest

from crawler.address import Scope
from crawler.escalation import browser_reason
from crawler.following import FollowPolicy, follow
from crawler.page import Link, Page
from crawler.reading import read
from crawler.request import Origin, Provenance, Request
from crawler.traps import Bounds, TrapGuard
from tests.crawler.captures import capture_of

HOME = "https://shop.example/"
LED_BY_LINK = Provenance(origin=Origin.LINK, reference="https://news.example/")
LED_BY_CODE = Provenance(origin=Origin.CODE, reference="https://news.example/")


def page_with(*urls: str, url: str = HOME) -> Page:
    return Page(url=url, title="", text="", main_text="", links=tuple(Link(url=link) for link in urls))


def followed(page: Page, parent: Request, policy: FollowPolicy | None = None) -> list[str]:
    return [request.url for request in follow(page, parent, policy or FollowPolicy(), TrapGuard(Bounds()))]


def test_links_within_the_site_are_followed_with_what_led_to_them() -> None:
    page = page_with(
        f"{HOME}a", "https://m.shop.example/b", "https://other.example/", "https://t.me/qala_vitrina_"
    )
    found = follow(page, Request(url=HOME), FollowPolicy(), TrapGuard(Bounds()))
    assert [(request.url, request.depth) for request in found] == [
        (f"{HOME}a", 1),
        ("https://m.shop.example/b", 1),
    ]
    assert all(request.provenance == Provenance(origin=Origin.LINK, reference=HOME) for request in found)


def test_a_link_that_stands_on_every_page_counts_once_against_the_limit_of_its_host() -> None:
    menu = [f"{HOME}menu-{letter * 2}" for letter in "abcdefghij"]
    traps, found = TrapGuard(Bounds(pages_per_host=40)), set[str]()
    for letter in "klmnopqrstuvwxyz":
        page = page_with(*menu, f"{HOME}item-{letter}")
        found.update(request.url for request in follow(page, Request(url=HOME), FollowPolicy(), traps))
    assert len(found) == len(menu) + 16


def test_the_scope_of_a_host_leaves_out_its_neighbours() -> None:
    page = page_with(f"{HOME}a", "https://m.shop.example/b")
    assert followed(page, Request(url=HOME), FollowPolicy(scope=Scope.HOST)) == [f"{HOME}a"]


def test_nothing_is_followed_beyond_the_depth_and_no_files_are() -> None:
    page = page_with(f"{HOME}a", f"{HOME}film.mp4", f"{HOME}price.pdf?x=1")
    assert followed(page, Request(url=HOME, depth=3)) == []
    assert followed(page, Request(url=HOME, depth=2)) == [f"{HOME}a"]


def test_links_off_the_site_are_followed_as_far_as_hops_are_given() -> None:
    page = page_with("https://other.example/")
    assert followed(page, Request(url=HOME), FollowPolicy(offsite=1)) == ["https://other.example/"]
    assert followed(page, Request(url=HOME, depth=1), FollowPolicy(offsite=1)) == []


@pytest.mark.parametrize(("led_by", "goes_on"), [(LED_BY_LINK, False), (LED_BY_CODE, True)])
def test_a_redirect_off_the_site_takes_the_crawl_along_only_from_a_seed_or_a_code(
    led_by: Provenance, goes_on: bool
) -> None:
    page = page_with("https://mirror.example/a", url="https://mirror.example/")
    found = followed(page, Request(url=HOME, provenance=led_by))
    assert found == (["https://mirror.example/a"] if goes_on else [])


def test_telling_links_come_before_dull_ones_and_shallow_before_deep() -> None:
    page = Page(
        url=HOME,
        title="",
        text="",
        main_text="",
        links=(
            Link(url=f"{HOME}x", text="Прайс"),
            Link(url=f"{HOME}login", text="Вход"),
            Link(url=f"{HOME}y"),
        ),
    )
    found = {r.url: r.priority for r in follow(page, Request(url=HOME), FollowPolicy(), TrapGuard(Bounds()))}
    deep = follow(page_with(f"{HOME}z"), Request(url=HOME, depth=1), FollowPolicy(), TrapGuard(Bounds()))
    assert found[f"{HOME}x"] > found[f"{HOME}y"] > deep[0].priority > found[f"{HOME}login"]


def admitted(urls: list[str], bounds: Bounds) -> int:
    traps = TrapGuard(bounds)
    return sum(traps.admit(url) for url in urls)


def test_a_facet_trap_gets_a_share_of_the_budget_and_a_catalogue_does_not_suffer() -> None:
    facets = [f"{HOME}list?color={a}&size={b}" for a in range(30) for b in range(30)]
    items = [f"{HOME}item/{number}" for number in range(200)]
    assert admitted(facets, Bounds(pages=300)) == 45
    assert admitted(items, Bounds(pages=300)) == 200


def test_no_host_takes_more_than_its_pages() -> None:
    assert admitted([f"{HOME}page-{'x' * n}" for n in range(50)], Bounds(pages_per_host=20)) == 20


@pytest.mark.parametrize(
    "url", [f"{HOME}{'a/b/' * 5}", f"{HOME}?{'&'.join(f'p{n}=1' for n in range(9))}", f"{HOME}{'x' * 3000}"]
)
def test_addresses_that_only_a_trap_makes_are_left_out(url: str) -> None:
    assert admitted([url], Bounds()) == 0


@pytest.mark.parametrize(
    ("body", "needed"),
    [
        ("<div id='root'></div><script src=/app.js></script>", True),
        ("<script>x()</script><p>Подождите</p>", True),
        ("<noscript>Please enable JavaScript</noscript><script></script>" + "<p>some words</p>" * 60, True),
        ("<p>A picture says it all</p><img src=x.png>", False),
        (
            "<script src=/count.js></script>" + "<p>A page with enough text to be read as it is.</p>" * 20,
            False,
        ),
    ],
)
def test_a_page_goes_to_the_browser_when_it_says_little_and_has_scripts(body: str, needed: bool) -> None:
    capture = capture_of(body)
    page = read(capture)
    assert page is not None
    assert (browser_reason(capture, page) is not None) is needed


def test_a_missing_page_is_no_reason_for_a_browser_and_a_challenge_is() -> None:
    missing, challenge = (
        capture_of("<script></script>gone", status=404),
        capture_of("<script></script>wait", status=503),
    )
    for capture, needed in ((missing, False), (challenge, True)):
        page = read(capture)
        assert page is not None
        assert (browser_reason(capture, page) is not None) is needed
