"""A shop that shows itself to buyers only is found, and both views are kept."""

from collections.abc import Iterator, Sequence

import pytest
import sqlalchemy as sa

from crawler.following import FollowPolicy
from crawler.request import HOPS, Request
from crawler.shot import Shot, Sitting
from crawler.visit import Failure, FailureCause
from models.capture import Capture, Page
from models.run import Run
from models.second_look import SecondLook
from models.shop import Finding
from pipeline.account import so_far
from pipeline.leads import Leads
from pipeline.looks import other_looks
from pipeline.memory import SqlMemory
from pipeline.screenshots import Album, Camera
from pipeline.second_look import Onward, Visitors, look_again
from tests.pipeline.conftest import PREVIEW, Journey, scorer
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, visit

URL = "http://vetka.example/"
PICTURE = code_png("the picture of a page")


def shot(text: str, status: int = 200, url: str = URL, png: bytes | None = None) -> Shot:
    """What a browser made of an answer."""
    html = f"<title>Ветка</title><p>{text}</p>".encode()
    headers = (("Content-Type", "text/html"),)
    document = b"<p>the same bytes</p>"
    return Shot(url=url, rendered=html, png=png, document=document, status=status, headers=headers)


def camera(own: Shot | Failure, other: Shot | Failure) -> Camera:
    """The other visitor is shown his page first."""
    return lambda sittings: [
        (each, other if each.profile else own)
        for each in sorted(sittings, key=lambda each: each.profile, reverse=True)
    ]


def look(journey: Journey, own: Shot | Failure, other: Shot | Failure, *, suspicious: bool = True) -> int:
    with journey.database.write() as session:
        run = session.get_one(Run, journey.run_id)
        run.seeds, run.options = [URL], {**run.options, "suspicious": suspicious}
    visitors = Visitors(camera=camera(own, other), other="phone")
    onward = Onward(
        frontier=journey.frontier, leads=Leads(depth=2, preview=PREVIEW), policy=FollowPolicy(depth=2)
    )
    return look_again(run, journey.tools(run.id), visitors, onward, Album(run.id))


def test_a_shop_that_only_a_buyer_is_shown_becomes_a_finding_beside_what_the_crawler_saw(
    journey: Journey,
) -> None:
    journey.take(visit(URL, NEWS_TEXT))
    assert look(journey, shot(NEWS_TEXT), shot(SHOP_TEXT)) == 1
    with journey.database.read() as session:
        row = session.scalars(sa.select(SecondLook)).one()
        finding = session.scalars(sa.select(Finding)).one()
        first, second = session.get_one(Capture, row.capture_id), session.get_one(Capture, row.other_id)
        assert (row.divergence, row.shop_for, row.profile) == ("text", "second", "phone")
        assert row.text_likeness < 0.5
        assert finding.capture_id == second.id
        assert first.run_id == journey.run_id != second.run_id
        assert None not in {second.rendered_sha256, first.sha256}
        account = so_far(session, journey.run_id)
        seen = other_looks(session, [finding.capture_id])[finding.capture_id]
    assert journey.faults() == []
    assert (account.looked_again, account.differing) == (1, 1)
    assert seen.is_other
    assert seen.differs
    assert look(journey, shot(NEWS_TEXT), shot(SHOP_TEXT)) == 0  # once is enough


@pytest.mark.parametrize(
    ("other", "divergence", "shop_for"),
    [
        (shot(SHOP_TEXT), "same", "both"),
        (shot("Домен vetka.example продаётся"), "obstacle", "first"),
        (shot("Такой страницы нет", status=404), "answer", "first"),
        (shot(SHOP_TEXT, url="http://elsewhere.example/"), "place", "both"),
    ],
)
def test_what_differs_is_named(local_journey: Journey, other: Shot, divergence: str, shop_for: str) -> None:
    local_journey.take(visit(URL, SHOP_TEXT))
    assert look(local_journey, shot(SHOP_TEXT), other) == 1
    with local_journey.database.read() as session:
        row = session.scalars(sa.select(SecondLook)).one()
        assert session.scalars(sa.select(sa.func.count(Finding.id))).one() == 1
    assert (row.divergence, row.shop_for) == (divergence, shop_for)


def test_a_page_that_nobody_doubts_is_looked_at_once(local_journey: Journey) -> None:
    local_journey.take(visit(URL, SHOP_TEXT))
    assert look(local_journey, shot(SHOP_TEXT), shot(NEWS_TEXT), suspicious=False) == 0


def test_a_second_look_that_fails_leaves_everything_as_it_was(local_journey: Journey) -> None:
    local_journey.take(visit(URL, SHOP_TEXT))
    gone = Failure(cause=FailureCause.TIMEOUT, message="no answer")
    assert look(local_journey, gone, gone) == 0


def test_where_only_the_other_visitor_is_led_is_queued_for_that_visitor(journey: Journey) -> None:
    both = "<a href=/both>both</a>"
    journey.take(visit(URL, NEWS_TEXT, links=(f"{URL}both",)))
    others = shot(f"{SHOP_TEXT}{both}<a href=/hidden>price list</a>", png=code_png("http://mirror.example/"))
    assert look(journey, shot(f"{NEWS_TEXT}{both}", png=PICTURE), others) == 1
    led = {request.url: request for request in journey.frontier.take(100)}
    assert {url: led[url].profile for url in led} == {
        f"{URL}hidden": "phone",
        "http://mirror.example/": "phone",
        "https://t-preview.example/s/suhaya_vetka_": "phone",
        "https://t-preview.example/s/suhaya_rezerv_": "phone",
    }
    hidden, mirror = led[f"{URL}hidden"], led["http://mirror.example/"]
    assert (hidden.provenance.origin, hidden.provenance.reference, hidden.sites) == ("link", URL, 0)
    assert (mirror.provenance.origin, mirror.provenance.reference, mirror.sites) == ("code", URL, 1)


def test_a_code_that_both_are_shown_leads_the_other_visitor_nowhere(local_journey: Journey) -> None:
    local_journey.take(visit(URL, NEWS_TEXT))
    code = code_png("http://mirror.example/")
    assert look(local_journey, shot(NEWS_TEXT, png=code), shot(NEWS_TEXT, png=code)) == 1
    assert local_journey.frontier.take(100) == []


def test_a_second_look_leads_no_further_away_than_a_first_one(local_journey: Journey) -> None:
    far = Request(url=URL, sites=HOPS)
    local_journey.take(visit(URL, NEWS_TEXT, request=far))
    assert look(local_journey, shot(NEWS_TEXT), shot(f"{SHOP_TEXT}<a href=/hidden>prices</a>")) == 1
    assert [request.url for request in local_journey.frontier.take(100)] == [f"{URL}hidden"]


def test_what_the_other_visitor_was_shown_is_not_asked_for_again_as_the_crawler(
    local_journey: Journey,
) -> None:
    request = Request(url=f"{URL}hidden", profile="phone")
    local_journey.take(visit(request.url, SHOP_TEXT, request=request))
    assert look(local_journey, shot(SHOP_TEXT), shot(NEWS_TEXT)) == 0
    memory = SqlMemory(
        local_journey.database, local_journey.blobs, run_id=0, scorer=scorer().name, clock=local_journey.clock
    )
    assert memory.recall(Request(url=request.url)) is None
    assert memory.recall(request) is not None


def test_one_browser_takes_the_pictures_of_both_visitors_and_of_flagged_pages(
    local_journey: Journey,
) -> None:
    """And at the end only those of pages that were found since."""
    asked: list[list[Sitting]] = []

    def shown(sittings: Sequence[Sitting]) -> Iterator[tuple[Sitting, Shot | Failure]]:
        asked.append(list(sittings))
        for each in sittings:
            yield each, shot(SHOP_TEXT, url=each.url, png=PICTURE)

    pages = [f"{URL}{number}" for number in range(4)]
    for page in pages:
        local_journey.take(visit(page, SHOP_TEXT))
    with local_journey.database.write() as session:
        run = session.get_one(Run, local_journey.run_id)
        session.execute(sa.update(Page).values(label="unsure", score=0.5))
    visitors, tools, album = Visitors(camera=shown, other="phone"), local_journey.tools(run.id), Album(run.id)
    onward = Onward(
        frontier=local_journey.frontier, leads=Leads(depth=2, preview=PREVIEW), policy=FollowPolicy(depth=2)
    )
    local_journey.take(visit(f"{URL}flagged", SHOP_TEXT))
    assert look_again(run, tools, visitors, onward, album) == 4
    both = [Sitting(url=url, profile=name) for name in ("", "phone") for url in pages]
    both.insert(4, Sitting(url=f"{URL}flagged"))
    assert asked == [both]
    assert album.fill(tools, shown) == 0
    local_journey.take(visit(f"{URL}later", SHOP_TEXT))
    assert album.fill(tools, shown) == 1
    assert asked == [both, [Sitting(url=f"{URL}later")]]


def test_a_crawl_that_is_stopped_pictures_nothing_more(local_journey: Journey) -> None:
    for number in range(3):
        local_journey.take(visit(f"{URL}{number}", SHOP_TEXT))
    with local_journey.database.write() as session:
        run = session.get_one(Run, local_journey.run_id)
        run.options = {**run.options, "suspicious": True}
    seen: list[Sitting] = []

    def shown(sittings: Sequence[Sitting]) -> Iterator[tuple[Sitting, Shot | Failure]]:
        for each in sittings:
            seen.append(each)
            yield each, shot(SHOP_TEXT, url=each.url, png=PICTURE)

    visitors = Visitors(camera=shown, other="phone").until(lambda: len(seen) > 2)
    onward = Onward(
        frontier=local_journey.frontier, leads=Leads(depth=2, preview=PREVIEW), policy=FollowPolicy(depth=2)
    )
    tools = local_journey.tools(run.id)
    assert look_again(run, tools, visitors, onward, Album(run.id)) == 0
    assert len(seen) == 3
    assert look_again(run, tools, Visitors(camera=shown, other="phone"), onward, Album(run.id)) == 3


def test_where_a_stop_came_before_the_crawlers_own_picture_nothing_is_compared(
    local_journey: Journey,
) -> None:
    local_journey.take(visit(URL, "Загрузка"))  # a page that its scripts fill
    with local_journey.database.write() as session:
        run = session.get_one(Run, local_journey.run_id)
        run.seeds, run.options = [URL], {**run.options, "suspicious": True}
    seen: list[Sitting] = []

    def shown(sittings: Sequence[Sitting]) -> Iterator[tuple[Sitting, Shot | Failure]]:
        for each in sorted(sittings, key=lambda each: each.profile, reverse=True):
            seen.append(each)
            yield each, shot(SHOP_TEXT, url=each.url, png=PICTURE)

    visitors, tools = Visitors(camera=shown, other="phone"), local_journey.tools(run.id)
    onward = Onward(
        frontier=local_journey.frontier, leads=Leads(depth=2, preview=PREVIEW), policy=FollowPolicy(depth=2)
    )
    stopped = visitors.until(lambda: len(seen) > 1)
    assert look_again(run, tools, stopped, onward, Album(run.id)) == 0
    assert look_again(run, tools, visitors, onward, Album(run.id)) == 1
    with local_journey.database.read() as session:
        [found] = session.scalars(sa.select(SecondLook))
    assert (found.divergence, found.shop_for) == ("same", "both")
