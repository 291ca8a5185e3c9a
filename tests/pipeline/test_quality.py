"""What is stored of a flagged page must show what was found on it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

import pytest
import sqlalchemy as sa

from crawler.request import Request
from crawler.shot import Shot, Sitting
from crawler.visit import Failure
from models.capture import Capture
from models.quality import CaptureCheck
from pipeline.account import so_far
from pipeline.quality import check_captures
from pipeline.screenshots import Album
from tests.pipeline.conftest import Journey
from tests.pipeline.test_replay import again, changes, seen
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png

SHOP, NEWS = "http://vetka.example/", "http://library.example/"
SAME = f"<title>x</title><p>{SHOP_TEXT}</p>".encode()
OTHER = b"<p>Just a moment</p>"


class Cameras:
    """Shows a page's DOMs one after the other, the last one for ever."""

    def __init__(self, *doms: bytes) -> None:
        self._doms = list(doms)
        self.taken = 0

    def __call__(self, sittings: Sequence[Sitting]) -> Iterator[tuple[Sitting, Shot | Failure]]:
        self.taken += 1
        dom = self._doms.pop(0) if len(self._doms) > 1 else self._doms[0]
        for each in sittings:
            yield each, Shot(url=each.url, rendered=dom, png=code_png(f"shot {self.taken}"))


def checked(journey: Journey, cameras: Cameras) -> CaptureCheck:
    tools = journey.tools(journey.run_id)
    Album(journey.run_id).fill(tools, cameras)
    check_captures(journey.run_id, tools, cameras)
    with journey.database.read() as session:
        return session.scalars(sa.select(CaptureCheck)).one()


def test_a_picture_of_the_page_that_was_found_is_complete(journey: Journey) -> None:
    journey.take(seen(SHOP, SHOP_TEXT))
    journey.take(seen(NEWS, NEWS_TEXT))

    check = checked(journey, cameras := Cameras(SAME))

    assert (check.complete, check.takes, check.lacking, cameras.taken) == (True, 0, (), 1)
    assert check.quotes > 3


def test_a_picture_of_another_page_is_taken_again_and_the_better_one_is_kept(local_journey: Journey) -> None:
    local_journey.take(seen(SHOP, SHOP_TEXT))

    check = checked(local_journey, cameras := Cameras(OTHER, SAME))

    assert (check.complete, check.takes, cameras.taken) == (True, 1, 2)
    with local_journey.database.read() as session:
        row = session.scalars(sa.select(Capture)).one()
    assert local_journey.blobs.get(str(row.rendered_sha256)) == SAME
    assert changes(again(local_journey)) == {}


def test_what_another_visitor_was_shown_is_not_pictured_as_the_crawler(local_journey: Journey) -> None:
    hidden = seen(SHOP, SHOP_TEXT)
    assert hidden.capture is not None
    shown = replace(hidden.capture, rendered=OTHER, screenshot=code_png("as a buyer"))
    for number, capture in enumerate((hidden.capture, shown)):
        url = f"{SHOP}{number}"
        request = Request(url=url, profile="phone")
        local_journey.take(replace(hidden, request=request, capture=replace(capture, url=url)))
    cameras, tools = Cameras(SAME), local_journey.tools(local_journey.run_id)

    assert Album(local_journey.run_id).fill(tools, cameras) == 0
    assert check_captures(local_journey.run_id, tools, cameras) == 1

    assert cameras.taken == 0
    with local_journey.database.read() as session:
        first, second = session.scalars(sa.select(Capture).order_by(Capture.id))
    assert first.screenshot_sha256 is None
    assert second.screenshot_sha256 == sha256(code_png("as a buyer")).hexdigest()


def test_what_stays_incomplete_is_marked_and_counted_and_not_taken_for_ever(
    local_journey: Journey,
) -> None:
    local_journey.take(seen(SHOP, SHOP_TEXT))

    check = checked(local_journey, cameras := Cameras(OTHER))
    assert check_captures(local_journey.run_id, local_journey.tools(local_journey.run_id), cameras) == 0

    assert (check.complete, check.takes, cameras.taken) == (False, 1, 2)
    assert check.unsaid == []
    assert set(check.lacking) == set(check.unshown)
    with local_journey.database.read() as session:
        assert so_far(session, local_journey.run_id).incomplete == 1


def test_quotes_that_the_stored_bytes_do_not_hold_are_told(local_journey: Journey) -> None:
    local_journey.take(replace(seen(SHOP, SHOP_TEXT), capture=seen(SHOP, NEWS_TEXT).capture))

    assert check_captures(local_journey.run_id, local_journey.tools(local_journey.run_id), None) == 1
    with local_journey.database.read() as session:
        check = session.scalars(sa.select(CaptureCheck)).one()
    assert (check.complete, len(check.unsaid)) == (False, check.quotes)


@pytest.mark.parametrize("spaced", ["  ", "\n"])
def test_spaces_and_case_make_no_difference(local_journey: Journey, spaced: str) -> None:
    local_journey.take(seen(SHOP, SHOP_TEXT))
    dom = SHOP_TEXT.upper().replace(" ", spaced)

    assert checked(local_journey, Cameras(f"<p>{dom}</p>".encode())).complete
