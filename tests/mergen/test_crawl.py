"""`mergen crawl` and what can be asked of the store afterwards."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mergen.command import Answer, Mergen
from tests.mergen.site import NEWS, SHOP, Page, Site
from tests.pipeline.visits import NEWS_TEXT, code_png

PAGE_KEYS = {
    *("url", "final_url", "status", "sha256", "via", "title", "lang", "score", "label"),
    *("symbols", "payloads"),
}


@dataclass(frozen=True)
class Street:
    """A harmless forum whose picture carries a code, the shop that it leads to, and a host of the
    inside that a page and a second code name."""

    forum: Site
    shop: Site
    inside: Site
    mergen: Mergen
    crawled: Answer


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    mergen = Mergen(tmp_path_factory.mktemp("crawl"))
    assert mergen("init").status == 0
    with ExitStack() as open_sites:
        inside = open_sites.enter_context(Site({"/": "<title>Router</title>admin"}))
        shop = open_sites.enter_context(
            Site({"/": lambda h: h.answer("", 302, Location="/menu"), "/menu": SHOP})
        )
        links = "<a href=/inside>дальше</a><a href=/gone>нет</a><a href=/js>js</a>"
        pages: dict[str, Page] = {
            "/": f"{NEWS}<img src=/wall.png>{links}",
            "/wall.png": code_png(shop.url()),
            "/inside": f"<title>Роутер</title>{NEWS}<a href='{inside.url()}'>x</a><img src=/inside.png>",
            "/inside.png": code_png(inside.url()),
            "/js": "<title>Пусто</title><div id=root></div><script>document.getElementById('root')"
            f".textContent = '{' '.join(NEWS_TEXT.split())}'</script>",
        }
        forum = open_sites.enter_context(Site(pages))
        allowed = mergen.with_settings(MERGEN_EGRESS_ALLOW=f"127.0.0.1:{shop.server_port}")
        yield Street(forum, shop, inside, mergen, allowed("crawl", forum.url(), "--depth", "3", "--json"))


def test_each_stored_page_gives_one_object_and_the_last_line_is_the_summary(street: Street) -> None:
    answer = street.crawled
    assert (answer.status, answer.err) == (0, "")
    *pages, last = answer.records
    assert set(last) == {"summary"}
    assert all(set(page) >= PAGE_KEYS for page in pages)
    urls = [page["url"] for page in pages]
    assert sorted(urls) == sorted(
        [
            *(street.forum.url(path) for path in ("/", "/inside", "/js")),
            street.shop.url(),
        ]
    )
    assert (answer.summary["pages"], answer.summary["failed"]["http_error"]) == (4, 1)
    assert answer.summary["state"] == "finished"


def test_a_page_s_object_says_what_was_seen(street: Street) -> None:
    pages = {page["url"]: page for page in street.crawled.records[:-1]}
    front = pages[street.forum.url()]
    assert (front["status"], front["via"], front["title"]) == (200, "http", "Вечер поэзии")
    assert (front["lang"], front["label"]) == ("ru", "benign")
    [symbol], [payload] = front["symbols"], front["payloads"]
    assert symbol["text"] == street.shop.url()
    assert payload["kind"] == "url"
    assert pages[street.forum.url("/js")]["via"] == "browser"


def test_a_code_in_a_page_s_picture_is_followed_to_another_host(street: Street) -> None:
    [shop] = [page for page in street.crawled.records[:-1] if page["label"] != "benign"]
    assert shop["url"] == street.shop.url()
    assert shop["final_url"] == street.shop.url("/menu")
    assert shop["label"] == "sale"
    assert street.crawled.summary["shops"] == 1


def test_an_internal_address_that_a_page_names_is_never_reached_and_is_counted(street: Street) -> None:
    assert sum(street.inside.hits.values()) == 0
    assert street.crawled.summary["failed"]["guard"] == 1
    assert street.crawled.summary["refused"] >= 1


def test_a_finding_quotes_the_words_that_are_the_reason(street: Street) -> None:
    [finding] = street.mergen("findings", "--json").records
    assert finding["url"] == street.shop.url()
    assert finding["label"] == "sale"
    assert len({signal["family"] for signal in finding["signals"]}) >= 3
    assert all(signal["quote"] in SHOP for signal in finding["signals"])
    assert street.mergen("findings", "--label", "recruitment", "--json").records == []
    assert street.mergen("findings", "--label", "nonsense").status == 2


def test_a_person_is_told_which_addresses_on_the_way_gave_no_page(street: Street, mergen: Mergen) -> None:
    answer = mergen("crawl", street.forum.url(), "--depth", "1", "--browser", "never")
    assert answer.status == 0
    assert (
        f"no page from {street.forum.url('/gone')}, found on the way: the server answered 404"
        in answer.message
    )


def test_what_was_stored_verifies(street: Street) -> None:
    counts = street.mergen.verified()
    assert counts["faults"] == 0
    assert counts["records"] >= 7


def test_a_finished_run_is_not_taken_up_again(street: Street) -> None:
    answer = street.mergen("crawl", "--run", street.crawled.summary["run"], "--json")
    assert (answer.status, answer.out) == (1, "")
    assert "finished" in answer.message
    assert street.mergen("crawl", "--run", 999).status == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name the addresses to crawl"),
        (("http://shop.example/", "ftp://shop.example/"), "Give a web address"),
        (("http://",), "Give a web address"),
    ],
)
def test_an_address_that_cannot_be_crawled_is_refused(
    street: Street, words: tuple[str, ...], said: str
) -> None:
    answer = street.mergen("crawl", *words)
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.message


def test_a_code_on_a_wall_opens_no_door_to_the_inside(street: Street, tmp_path: Path) -> None:
    (tmp_path / "sticker.png").write_bytes(code_png(street.inside.url("/admin")))
    assert street.mergen("photo", tmp_path / "sticker.png", "--json").record["targets"]
    [run] = street.mergen("run", "--once", "--json").records
    assert run["failed"] == {"guard": 1}
    assert sum(street.inside.hits.values()) == 0


def test_a_short_link_on_a_wall_is_followed_hop_by_hop_and_never_to_the_inside(
    mergen: Mergen, tmp_path: Path
) -> None:
    with ExitStack() as open_sites:
        inside = open_sites.enter_context(Site({"/": "<title>Router</title>admin"}))
        shop = open_sites.enter_context(Site({"/menu": NEWS}))
        pages: dict[str, Page] = {
            "/s1": lambda h: h.answer("", 302, Location="/s2"),
            "/s2": lambda h: h.answer("", 301, Location=shop.url("/menu")),
            "/trap": lambda h: h.answer("", 302, Location=inside.url("/")),
        }
        short = open_sites.enter_context(Site(pages))
        for path in ("/s1", "/trap"):
            (tmp_path / "sticker.png").write_bytes(code_png(short.url(path)))
            assert mergen("photo", tmp_path / "sticker.png", "--json").record["targets"] == [short.url(path)]
        assert sum(short.hits.values()) == 0
        allowed = ",".join(f"127.0.0.1:{site.server_port}" for site in (short, shop))
        runs = mergen.with_settings(MERGEN_EGRESS_ALLOW=allowed)("run", "--once", "--json").records
        assert [run["failed"] for run in runs if run["failed"]] == [{"guard": 1}]
        assert (short.hits["/trap"], sum(inside.hits.values())) == (1, 0)
        with closing(sqlite3.connect(mergen.folder / "var/mergen.db")) as store:
            query = "SELECT hops FROM captures WHERE url = ?"
            hops = json.loads(store.execute(query, (short.url("/s1"),)).fetchone()[0])
            query = "SELECT message FROM frontier WHERE url = ?"
            [refused] = store.execute(query, (short.url("/trap"),)).fetchone()
        assert f"302 {short.url('/trap')} -> {inside.url('/')}" in refused
        assert [(hop["url"], hop["status"], hop["location"]) for hop in hops] == [
            (short.url("/s1"), 302, short.url("/s2")),
            (short.url("/s2"), 301, shop.url("/menu")),
        ]
