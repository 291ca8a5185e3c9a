"""How far a crawl goes from site to site, and on a host that many people share."""

from dataclasses import replace

from crawler.request import Request
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import SHOP_TEXT, visit


def test_a_crawl_goes_as_many_sites_away_as_it_may(local_journey: Journey) -> None:
    for number, leads_on in enumerate((True, True, True, False)):
        request = Request(url=f"http://mirror{number}.example/", sites=number)
        links = (f"http://mirror{number + 1}.example/",)
        local_journey.take(visit(request.url, SHOP_TEXT, links=links, request=request))
        assert (links[0] in local_journey.queued()) is leads_on


def test_from_an_account_on_a_shared_host_only_what_is_its_own_is_followed(local_journey: Journey) -> None:
    urls = [f"https://vk.com/{path}" for path in ("shop_?w=1", "neighbour_", "")]
    follow = tuple(Request(url=url, priority=1.0) for url in urls)
    seen = visit("https://vk.com/shop_", SHOP_TEXT, links=("https://ok.ru/", "https://ok.ru/shop_"))
    local_journey.take(replace(seen, follow=follow))
    found = {url for url, origin in local_journey.queued().items() if origin != "contact"}
    assert found == {urls[0], "https://ok.ru/shop_"}
