"""A shop that shows itself to buyers only is found, and both views are kept."""

from collections.abc import Callable, Mapping, Sequence

import pytest
import sqlalchemy as sa

from crawler.shot import Shot
from crawler.visit import Failure, FailureCause
from models.capture import Capture
from models.run import Run
from models.second_look import SecondLook
from models.shop import Finding
from pipeline.account import so_far
from pipeline.looks import other_looks
from pipeline.second_look import Visitors, look_again
from pipeline.verify import verify
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, visit

URL = "http://vetka.example/"


def shot(text: str, status: int = 200, url: str = URL, document: bytes = b"<p>the same bytes</p>") -> Shot:
    """What a browser made of an answer."""
    html = f"<title>Ветка</title><p>{text}</p>".encode()
    headers = (("Content-Type", "text/html"),)
    return Shot(url=url, rendered=html, document=document, status=status, headers=headers)


def camera(seen: Shot | Failure) -> Callable[[Sequence[str]], Mapping[str, Shot | Failure]]:
    return lambda urls: dict.fromkeys(urls, seen)


def look(journey: Journey, own: Shot | Failure, other: Shot | Failure, *, suspicious: bool = True) -> int:
    with journey.database.write() as session:
        run = session.get_one(Run, journey.run_id)
        run.seeds, run.options = [URL], {**run.options, "suspicious": suspicious}
    visitors = Visitors(own=camera(own), other=camera(other), profile="phone")
    return look_again(run, journey.tools(run.id), visitors)


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
        assert all(check.fault is None for check in verify(session, journey.blobs, journey.warc_folder))
        account = so_far(session, journey.run_id)
        seen = other_looks(session, [finding.capture_id])[finding.capture_id]
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
