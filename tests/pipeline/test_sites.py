"""A site's record: what its pages were worth moves all that waits of it."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from crawler.focus import Focus
from crawler.request import Origin, Provenance, Request
from models.database import Database
from models.decision import Verdict
from pipeline.decisions import Judgement, decide
from pipeline.entries import Choice, chosen
from pipeline.frontier import SqlFrontier
from pipeline.resources import TelegramPreview
from pipeline.shops import gather
from pipeline.sites import Sites
from tests.pipeline.conftest import Journey
from tests.pipeline.queued import begin_run, page
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, visit
from tests.stores import Clock

LED_BY_LINK = Provenance(origin=Origin.LINK, reference="http://seed.example/")


def frontier_of(store: Database, run_id: int, clock: Clock, explore: float = 0.0) -> SqlFrontier:
    sites = Sites(run_id, Focus(explore=explore), TelegramPreview())
    return SqlFrontier(store, run_id, clock, sites=sites)


def test_what_waits_of_a_site_comes_earlier_once_its_pages_are_good_and_later_once_they_are_not(
    store: Database, run_id: int, clock: Clock
) -> None:
    frontier = frontier_of(store, run_id, clock)
    frontier.add([page("a", host=host) for host in ("dull.example", "new.example", "good.example")])
    with store.write() as session:
        frontier.learn(session, page("0", host="dull.example"), 0.0)
        frontier.learn(session, page("0", host="good.example"), 0.9)
    assert [request.url for request in frontier.take(3)] == [
        f"http://{host}.example/a" for host in ("good", "new", "dull")
    ]


def test_accounts_on_a_shared_host_have_a_record_each(sqlite: Database, clock: Clock) -> None:
    frontier = frontier_of(sqlite, begin_run(sqlite, clock), clock)
    frontier.add([Request(url=f"https://vk.com/{name}?w=1") for name in ("club_", "shop_")])
    with sqlite.write() as session:
        frontier.learn(session, Request(url="https://vk.com/shop_"), 0.9)
    assert [request.url for request in frontier.take(1)] == ["https://vk.com/shop_?w=1"]


def test_a_share_of_addresses_is_taken_from_the_sites_least_known_the_same_each_time(
    store: Database, clock: Clock
) -> None:
    taken = []
    for number in range(2):
        run_id = begin_run(store, clock, f"http://seed{number}.example/")
        frontier = frontier_of(store, run_id, clock, explore=0.25)
        frontier.add([page(f"{n}", priority=9) for n in range(30)])
        frontier.add([page(f"{n}", host="far.example") for n in range(30)])
        with store.write() as session:
            frontier.learn(session, page("0"), 0.9)
        taken.append([request.url for request in frontier.take(8)])
    assert taken[0] == taken[1]
    assert sum("far.example" in url for url in taken[0]) == 2


def test_a_site_is_met_with_what_an_earlier_run_learnt(sqlite: Database, clock: Clock) -> None:
    run_id = begin_run(sqlite, clock)
    with sqlite.write() as session:
        for _ in range(40):
            frontier_of(sqlite, run_id, clock).learn(session, page("0", host="dull.example"), 0.0)
    later = begin_run(sqlite, clock, "http://other.example/")
    frontier = frontier_of(sqlite, later, clock)
    frontier.add([page("a", host="dull.example"), page("a", host="new.example")])
    assert [request.url for request in frontier.take(1)] == ["http://new.example/a"]
    with sqlite.read() as session:
        [dull] = chosen(session, Choice(host="dull.example", run=later), 5)
    assert dull.site is not None
    assert (dull.site.pages, dull.site.seen, dull.rank < 0) == (10, 0, True)


@pytest.mark.parametrize(
    ("verdict", "text", "promise"), [(Verdict.CONFIRMED, NEWS_TEXT, 1.0), (Verdict.REJECTED, SHOP_TEXT, 0.0)]
)
def test_a_person_s_decision_counts_for_more_than_the_score_of_a_page(
    local_journey: Journey, clock: Clock, verdict: Verdict, text: str, promise: float
) -> None:
    local_journey.take(visit("http://vetka.example/", SHOP_TEXT))
    with local_journey.database.write() as session:
        gather(session, clock(), [])
        decide(session, 1, Judgement(verdict=verdict, reason="seen"), actor="aigul", now=clock())
    link = Request(url="http://vetka.example/about", provenance=LED_BY_LINK)
    local_journey.anew().take(replace(visit("http://vetka.example/x", text), follow=(link,)))
    with local_journey.database.read() as session:
        [found] = chosen(session, Choice(url=link.url, run=local_journey.run_id), 5)
    assert found.entry.promise == promise
    assert found.site is not None
    assert (found.site.verdict, found.site.standing > 0) == (verdict, verdict is Verdict.CONFIRMED)


def named(host: str, by: str) -> Request:
    return Request(
        url=f"http://{host}.example/",
        provenance=Provenance(origin=Origin.LINK, reference=f"http://{by}.example/"),
    )


def test_a_site_comes_earlier_where_who_names_it_has_led_to_good_ones(
    store: Database, run_id: int, clock: Clock
) -> None:
    frontier = frontier_of(store, run_id, clock)
    frontier.add(
        [named(f"dull{n}", "wall") for n in range(3)] + [named(f"good{n}", "list") for n in range(3)]
    )
    frontier.add([named("first", "wall"), named("second", "nobody"), named("third", "list")])
    with store.write() as session:
        for n in range(3):
            frontier.learn(session, named(f"dull{n}", "wall"), 0.0)
            frontier.learn(session, named(f"good{n}", "list"), 0.9)
    frontier.add([named("fourth", "list")])  # met when the list is known already
    taken = [urlsplit(request.url).hostname for request in frontier.take(20)]
    unseen = [host for host in taken if host and not host.startswith(("dull", "good"))]
    assert unseen == ["third.example", "fourth.example", "second.example", "first.example"]
    with store.read() as session:
        rows = {
            host: chosen(session, Choice(host=f"{host}.example"), 1)[0].site for host in ("first", "third")
        }
    assert [row and (row.named, row.expected > 0.05) for row in rows.values()] == [(1, False), (1, True)]


def test_what_was_expected_of_a_site_is_not_changed_by_what_comes_after_its_first_page(
    store: Database, run_id: int, clock: Clock
) -> None:
    frontier = frontier_of(store, run_id, clock)
    frontier.add([named("a", "list"), named("b", "list")])
    with store.write() as session:
        frontier.learn(session, named("a", "list"), 0.9)
        frontier.learn(session, named("b", "list"), 0.9)
    with store.read() as session:
        [a], [b] = (chosen(session, Choice(host=host), 1) for host in ("a.example", "b.example"))
    assert a.site is not None
    assert b.site is not None
    assert (a.site.expected, a.site.good) == (0.05, True)
    assert b.site.expected > 0.05


@pytest.mark.parametrize("text", [SHOP_TEXT, NEWS_TEXT])
def test_a_crawl_that_a_list_led_to_a_shop_follows_the_list_further(journey: Journey, text: str) -> None:
    journey.take(
        replace(visit("http://list.example/", NEWS_TEXT), follow=(named("a", "list"), named("b", "list")))
    )
    journey.take(
        replace(visit("http://wall.example/", NEWS_TEXT), follow=(named("c", "wall"), named("d", "wall")))
    )
    journey.take(replace(visit("http://d.example/", text), request=named("d", "wall")))
    taken = [request.url for request in journey.frontier.take(50)]
    first = next(url for url in taken if url in {"http://a.example/", "http://c.example/"})
    assert first == ("http://c.example/" if text == SHOP_TEXT else "http://a.example/")


def test_links_of_a_good_page_come_before_those_of_a_poor_one(local_journey: Journey) -> None:
    for host, text in (("a.example", NEWS_TEXT), ("b.example", SHOP_TEXT)):
        link = Request(url=f"http://{host}/x", provenance=LED_BY_LINK)
        local_journey.take(replace(visit(f"http://{host}/", text), follow=(link,)))
    urls = [request.url for request in local_journey.frontier.take(50)]
    assert urls.index("http://b.example/x") < urls.index("http://a.example/x")
