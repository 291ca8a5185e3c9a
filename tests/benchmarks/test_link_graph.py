"""The web that the benchmark of focus crawls has the structure that it says it has."""

from collections import Counter

from benchmarks.link_graph import LinkGraph, Shape
from benchmarks.link_oracle import KNOWING, Oracle
from crawler.address import canonical_url, host_of

SHAPE = Shape(pages=2_000, sites=100)


def test_the_same_seed_gives_the_same_web_and_another_one_another() -> None:
    first, again, other = (LinkGraph(SHAPE, seed) for seed in (1, 1, 2))
    assert [first.page(number) for number in range(50)] == [again.page(number) for number in range(50)]
    assert first.kinds != other.kinds


def test_a_web_has_as_many_pages_and_as_much_that_is_sought_as_it_should() -> None:
    graph = LinkGraph(SHAPE, 3)
    assert (len(graph.kinds), len(graph.sites)) == (SHAPE.pages, SHAPE.sites)
    assert len(graph.relevant) == SHAPE.relevant * SHAPE.pages
    assert len(graph.numbers) == SHAPE.pages
    assert all(canonical_url(url) == url for url in graph.numbers)


def test_most_links_stay_on_their_site_and_some_are_dead() -> None:
    graph, found = LinkGraph(SHAPE, 4), Counter[str]()
    for number in range(SHAPE.pages):
        page = graph.page(number)
        for link in page.links:
            found["dead"] += link.url not in graph.numbers
            found["inside"] += host_of(link.url) == host_of(page.url)
        found["links"] += len(page.links)
    assert 0.6 < found["inside"] / found["links"] < 0.8
    assert 0.02 < found["dead"] / found["links"] < 0.06
    assert 5 < found["links"] / SHAPE.pages < 20


def test_sellers_that_are_rivals_hardly_link_to_each_other() -> None:
    shares = []
    for rivalry in (1.0, 0.0):
        graph = LinkGraph(Shape(pages=2_000, sites=100, rivalry=rivalry), 5)
        sellers = {site.host for site in graph.sites if site.topic == "stock"}
        away = [
            host_of(link.url)
            for site in graph.sites
            if site.host in sellers
            for number in site.pages
            for link in graph.page(number).links
            if host_of(link.url) != site.host
        ]
        shares.append(sum(host in sellers for host in away) / len(away))
    assert shares[0] < shares[1]


def test_an_oracle_goes_by_links_from_the_seeds_and_finds_the_more_the_more_it_knows() -> None:
    graph = LinkGraph(SHAPE, 6)
    oracle, found = Oracle(graph), dict[str, int]()
    for name, order in KNOWING.items():
        fetched = order(oracle, 150)
        assert len(fetched) == len(set(fetched)) <= 150
        named = {url for number in fetched for url in (link.url for link in graph.page(number).links)}
        assert all(number in graph.seeds or graph.url(number) in named for number in fetched)
        found[name] = len(graph.relevant.intersection(fetched))
    assert 0 < found["one_ahead"] <= found["all_seeing"]
