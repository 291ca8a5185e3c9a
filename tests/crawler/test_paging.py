"""Going on from page to page of a list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.following import FollowPolicy, follow
from crawler.page import Page
from crawler.paging import goes_on, list_and_page
from crawler.reading import read
from crawler.request import Request
from crawler.traps import Bounds, TrapGuard
from tests.crawler.captures import capture_of

LIST = "https://shop.example/menu"


@pytest.mark.parametrize(
    ("here", "there", "text"),
    [
        ("/menu", "/menu?page=2", "2"),
        ("/menu?page=2", "/menu?page=3", "›"),
        ("/menu?city=aktau&page=2", "/menu?city=aktau&page=40", "40"),
        ("/menu/", "/menu/page/2/", "Далее"),
        ("/menu/page/2/", "/menu/page/3/", "Келесі бет"),
        ("/menu/page/2.html", "/menu/page/3.html", "Next page »"),
        ("/menu", "/menu/2", "2"),
        ("/menu/2", "/menu/3", "3"),
        ("/menu?PAGEN_1=2", "/menu?PAGEN_1=3", "следующая"),
        ("/menu?start=20", "/menu?start=40", "Показать ещё"),
    ],
)
def test_a_numbered_page_of_the_same_list_goes_on(here: str, there: str, text: str) -> None:
    assert goes_on(f"https://shop.example{there}", f"https://shop.example{here}", text=text, rel="")


@pytest.mark.parametrize(
    ("here", "there", "text"),
    [
        ("/menu?page=3", "/menu?page=2", "2"),  # back
        ("/menu?page=3", "/menu?page=3", "3"),  # here
        ("/menu", "/news?page=2", "2"),  # another list
        ("/menu?city=aktau", "/menu?city=oral&page=2", "2"),
        ("/menu", "/menu?page=2", "Меню"),  # no word for going on
        ("/menu", "/menu/17", "2"),  # an item
        ("/menu/5", "/menu/5/6", "6"),
        ("/", "//other.example/?page=2", "2"),
    ],
)
def test_other_links_do_not(here: str, there: str, text: str) -> None:
    address = there if there.startswith("//") else f"//shop.example{there}"
    assert not goes_on(f"https:{address}", f"https://shop.example{here}", text=text, rel="")


@settings(deadline=None)
@given(st.text(max_size=60), st.text(alphabet="/?&=page0123456789%", max_size=60))
def test_no_address_breaks_the_look(text: str, path: str) -> None:
    name, number = list_and_page(f"https://shop.example/{path}")
    assert name.startswith("shop.example")
    assert number is None or number >= 0
    assert goes_on(f"https://shop.example/{path}", LIST, text=text, rel="") in {True, False}


def page_of(html: str, url: str = LIST) -> Page:
    page = read(capture_of(html, url=url))
    assert page is not None
    return page


def test_the_next_pages_of_a_list_are_no_hop_away_and_go_on_at_the_greatest_depth() -> None:
    page = page_of(
        "<head><link rel=next href='/menu?page=2'></head>"
        "<a href='/menu?page=2'>2</a><a href='/menu?page=3'>3</a>"
        "<a href=/item>item</a><a href=/again rel='nofollow next'>more</a>"
    )
    for depth, leads_to in ((1, {"?page=2": 1, "?page=3": 1}), (2, {"?page=2": 2, "?page=3": 2})):
        found = follow(page, Request(url=LIST, depth=depth), FollowPolicy(depth=2), TrapGuard(Bounds()))
        assert {r.url.removeprefix(LIST): r.depth for r in found if r.url.startswith(LIST)} == leads_to
        assert ("https://shop.example/item" in {r.url for r in found}) is (depth == 1)
        assert "https://shop.example/again" in {r.url for r in found}
    assert follow(page, Request(url=LIST), FollowPolicy(depth=0), TrapGuard(Bounds())) == ()


def test_a_list_without_end_takes_the_share_of_a_trap_and_others_go_on() -> None:
    traps, policy = TrapGuard(Bounds(pages=200)), FollowPolicy(depth=2)
    numbered, said = 0, 0
    for number in range(1, 200):
        after = number + 1
        html = f"<a href='/menu?page={after}'>{after}</a><a rel=next href='/day/{'x' * number}'>on</a>"
        found = follow(page_of(html, f"{LIST}?page={number}"), Request(url=LIST, depth=2), policy, traps)
        numbered += any("page=" in request.url for request in found)
        said += any("/day/" in request.url for request in found)
    assert (numbered, said) == (30, 30)
    other = page_of("<a href='/news?page=2'>2</a>", "https://shop.example/news")
    assert len(follow(other, Request(url=other.url, depth=2), policy, traps)) == 1
